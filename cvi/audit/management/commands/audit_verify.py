"""Walk along the chain of the trail and name every fault."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cvi.audit import chain
from cvi.audit.chain import Anchor


class Command(BaseCommand):
    help = "Verify the trail; exits with 1 at a fault. Prints the end of the chain, to keep."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take an earlier end of the chain."""
        parser.add_argument("--anchor", type=_anchor, help="SEQ:MAC as this command printed it")

    def handle(self, *_args: Any, anchor: Anchor | None = None, **_options: Any) -> None:
        """Link what is pending, walk along the chain, print what was found."""
        while chain.link():
            pass
        verdict = chain.verify(anchor)
        if verdict.faults:
            raise CommandError("\n".join(verdict.faults), returncode=1)
        self.stdout.write(f"{verdict.links} links verified. Anchor: {chain.anchor()}")


def _anchor(text: str) -> Anchor:
    seq, _colon, mac = text.partition(":")
    return Anchor(int(seq), bytes.fromhex(mac))
