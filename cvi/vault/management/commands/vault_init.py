"""Make the keyring file of a new installation."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cvi.vault.master import new_keyring, write_keyring


class Command(BaseCommand):
    help = "Make the keyring file; never writes over one."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write a fresh keyring, readable by its owner only."""
        path = Path(settings.VAULT_KEYRING_FILE)
        if path.exists():
            raise CommandError(f"{path} is there already; it was not touched.")
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_keyring(path, new_keyring())
        except OSError as problem:
            raise CommandError(f"Cannot write {path}: {problem.strerror}.") from None
        self.stdout.write(f"Wrote {path}. Keep a safe copy: without it nothing can be read again.")
