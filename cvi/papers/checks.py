"""What is wrong with how uploads are taken in, said before the site starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from cvi.papers.uploads import NO_SCAN

IN_MEMORY = ["cvi.papers.receiving.InMemoryOnly"]


@register(Tags.security)
def check_upload_handlers(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse a way of taking uploads in that may write them to a disk, readable."""
    if list(settings.FILE_UPLOAD_HANDLERS) == IN_MEMORY:
        return []
    hint = f"Set FILE_UPLOAD_HANDLERS to {IN_MEMORY}."
    return [Error("Uploads could be written to a disk unsealed.", hint=hint, id="papers.E001")]


@register(Tags.security, deploy=True)
def check_scan_command(**_kwargs: Any) -> list[CheckMessage]:
    """Ask for a virus check, or for the word that there is none."""
    if settings.UPLOAD_SCAN_COMMAND:
        return []
    hint = f"Set UPLOAD_SCAN_COMMAND, like 'clamdscan --no-summary -', or to '{NO_SCAN}'."
    return [Warning("Uploads are not scanned for viruses.", hint=hint, id="papers.W001")]
