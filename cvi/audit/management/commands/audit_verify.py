"""Put the whole trail to the test and name every fault."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cvi.audit import chain, proof
from cvi.audit.chain import Anchor

FAULTS_SHOWN = 20


class Command(BaseCommand):
    help = "Verify the trail; exits with 1 at a fault. Prints the end of the chain, to keep."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take earlier ends of the chain, and from which day on versions of rows are looked at."""
        parser.add_argument("--anchor", type=Anchor.of_text, help="SEQ:MAC as this command prints")
        parser.add_argument("--anchors", type=Path, help="a log in which the hourly anchors stand")
        parser.add_argument("--since", type=dt.date.fromisoformat, help="versions from this day on")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Link what is pending, look at everything, print what was found: the first fault first."""
        while chain.link():
            pass
        known = [options["anchor"]] if options["anchor"] else []
        known += _anchors_in(options["anchors"]) if options["anchors"] else []
        verdict = proof.prove(*known, since=_start_of(options["since"]))
        if verdict.faults:
            raise CommandError(_told(verdict.faults), returncode=1)
        self.stdout.write(
            f"{verdict.links} links verified. Anchor: {chain.anchor()}\n"
            f"{verdict.versions} versions of rows, each with its line. {len(known)} anchors fit. "
            "Every trigger stands."
        )


def _anchors_in(log: Path) -> Iterator[Anchor]:
    """Yield the anchors of a log, among whatever other lines it has."""
    for line in log.read_text().splitlines():
        begin = line.find('{"anchor": ')
        if begin >= 0:
            yield Anchor.of_text(json.loads(line[begin:])["anchor"])


def _told(faults: list[str]) -> str:
    more = len(faults) - FAULTS_SHOWN
    return "\n".join([*faults[:FAULTS_SHOWN], *([f"and {more} more"] if more > 0 else [])])


def _start_of(day: dt.date | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min)) if day else None
