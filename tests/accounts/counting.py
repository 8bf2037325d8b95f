"""A password hasher that is quick and writes one byte per check into a file, whichever process checks."""

import os

from accounts.hashers import Argon2idHasher

COUNTED = "COUNTED_CHECKS_FILE"


class CountingHasher(Argon2idHasher):
    """Counts checks of passwords in the file that the environment names."""

    time_cost = 1
    memory_cost = 1024

    def verify(self, password: str, encoded: str) -> bool:
        """Note one check."""
        with open(os.environ[COUNTED], "ab", buffering=0) as file:
            file.write(b".")
        return super().verify(password, encoded)
