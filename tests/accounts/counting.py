"""A password hasher that is quick and writes one byte per check into a file, whichever process checks."""

import os

from django.db import connection

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


def address_of_database() -> str:
    """Return the address under which another process reaches the database of this test."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    user = f"{values['USER']}:{values['PASSWORD']}"
    return f"postgresql://{user}@{values['HOST']}:{values['PORT']}/{values['NAME']}"
