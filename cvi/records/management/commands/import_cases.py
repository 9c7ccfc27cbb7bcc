"""Bring in an office's spreadsheets."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cvi.records.commands import plain_errors
from cvi.records.dates import Order
from cvi.records.importing import Written, read_files, write_plan
from cvi.records.office import find_agency, find_importer, load_known, load_office
from cvi.records.planning import Plan, make_plan
from cvi.records.rows import Fault
from cvi.vault.keyring import open_ring
from cvi.vault.models import Domain


class Command(BaseCommand):
    help = (
        "Import people, cases and contacts from XLSX or CSV files. Without --write it only says "
        "what it would do. Run it again as often as needed: nothing is doubled. See docs/import.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files, the agency, the user, and whether to write."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--agency", required=True, help="whose people these are")
        parser.add_argument("--by", required=True, help="sign-in name of the one who imports")
        parser.add_argument("--write", action="store_true", help="import; without it: a dry run")
        parser.add_argument(
            "--dates",
            choices=[order.value for order in Order],
            help="how to read 3/4/2025 in a column that does not tell by itself",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, compare, say what was found, and write when asked to."""
        with plain_errors():
            lines = read_files(options["files"], dates=_order(options["dates"]))
            agency = find_agency(options["agency"])
            by = find_importer(options["by"], agency)
            with open_ring([(Domain.CORE, agency.pk)]):
                office = load_office(agency)
                plan = make_plan(lines, office=office, known=load_known(agency))
                self._say(lines.remarks)
                if options["write"]:
                    written = write_plan(plan, office=office, on_progress=self._progress, by=by)
                    self._say_written(plan, written)
                else:
                    self._say_planned(plan)

    def _say(self, sentences: list[str]) -> None:
        for sentence in sentences:
            self.stdout.write(sentence)

    def _progress(self, done: int, of: int) -> None:
        self.stderr.write(f"{done} of {of} people")

    def _say_planned(self, plan: Plan) -> None:
        self._say(_shown(plan.faults))
        people, cases, contacts = plan.counts
        self.stdout.write(f"To import: {people} people, {cases} cases, {contacts} contacts.")
        self.stdout.write(_here(plan))
        self.stdout.write("This was a dry run: nothing was written. Add --write to import.")

    def _say_written(self, plan: Plan, written: Written) -> None:
        self._say(_shown([*plan.faults, *written.faults]))
        self.stdout.write(
            f"Imported: {written.people} people, {written.cases} cases, "
            f"{written.contacts} contacts."
        )
        self.stdout.write(_here(plan))


def _order(text: str | None) -> Order | None:
    return Order(text) if text else None


def _here(plan: Plan) -> str:
    return f"Here already: {plan.cases_here} cases, {plan.contacts_here} contacts."


def _shown(faults: list[Fault]) -> list[str]:
    if not faults:
        return []
    rows = len({(fault.sheet, fault.number) for fault in faults})
    said = [f"  {f.sheet}, row {f.number}, {f.column}: {f.text}" for f in faults]
    return [f"{rows} rows cannot be imported yet. Correct them and run this again:", *said]
