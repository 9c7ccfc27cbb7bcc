"""What the commands of this app share: plain sentences in place of tracebacks."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import DatabaseError

from cvi.cases.errors import RuleBroken
from cvi.vault.errors import VaultError
from cvi.vault.master import master

NO_DATABASE = (
    "The database cannot be reached, or its tables are not made yet. Check DATABASE_URL, then run "
    "script/update. What was saved before stays; run this again."
)
NO_KEYS = (
    "{what}. Put the keyring back where VAULT_KEYRING_FILE points, or set VAULT_KEYRING; for a new "
    "installation run: manage.py vault_init"
)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what may go wrong into one sentence and exit code 1, without a word of a record."""
    try:
        master()
        yield
    except RuleBroken as broken:
        raise CommandError(str(broken)) from None
    except VaultError as problem:
        raise CommandError(NO_KEYS.format(what=problem)) from None
    except DatabaseError:
        raise CommandError(NO_DATABASE) from None
