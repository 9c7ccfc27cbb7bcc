"""Write the template for import_cases."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cvi.records.template import write_template


class Command(BaseCommand):
    help = "Write the empty workbook that import_cases reads: cases, contacts, and how to fill in."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the place to write to."""
        parser.add_argument("path", type=Path, metavar="PATH")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write it."""
        path: Path = options["path"]
        try:
            write_template(path)
        except OSError as problem:
            raise CommandError(f"{path} cannot be written: {problem.strerror}.") from None
        self.stdout.write(f"Wrote {path}.")
