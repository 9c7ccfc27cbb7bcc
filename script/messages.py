"""Compile the translations, or check that none is missing or doubtful.

The environment's Python runs it: no gettext is needed on the machine.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def catalogues() -> Iterator[Path]:
    """Yield the catalogues in the order of their names."""
    yield from sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po"))


def compile_messages() -> int:
    """Write each catalogue that changed since it was last compiled."""
    for source in catalogues():
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
    return 0


def check_messages() -> int:
    """Name each entry that is fuzzy or has no translation."""
    faults = [
        f"{source.relative_to(ROOT)}:{entry.linenum}: {entry.msgid!r}"
        for source in catalogues()
        for entry in polib.pofile(str(source))
        if not entry.obsolete and (entry.fuzzy or not entry.translated())
    ]
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(check_messages() if sys.argv[1:] == ["check"] else compile_messages())
