"""The site's own way to keep a password, at a fraction of its cost."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2id with as little work as it takes: nobody steals the passwords of tests."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1
