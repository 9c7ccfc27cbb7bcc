"""Rows of an office's sheets, and the command that imports them."""

from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

CASES = ["Name", "Birth date", "Zone", "Program", "Worker", "Open date"]
CONTACTS = ["Name", "Birth date", "Date", "Worker", "How", "Reached", "What for", "Minutes", "Note"]
ZEDD = ["Zedd Testperson", "2001-02-03", "Eastside", "Outreach", "Mo", "2025-06-01"]
CALL = ["Zedd Testperson", "2001-02-03", "2025-06-10", "Mo", "Call", "Yes", "Check in", 20, "Well"]


def run(*files: Path, **options: Any) -> str:
    out = StringIO()
    options = {"agency": "harbor peace", "by": "sue", "write": True, **options}
    call_command("import_cases", *files, **options, stdout=out, stderr=StringIO())
    return out.getvalue()
