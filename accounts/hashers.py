"""Password hashing that leaves the machine room to breathe."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with 3 passes over 64 MiB and one lane (security design, section 4)."""

    time_cost = 3
    memory_cost = 65536
    parallelism = 1
