"""What an uploaded file must stand before it is kept: the checks, in their order."""

import os
import shlex
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _

from cvi.papers import cleaning
from cvi.papers.cleaning import Refusal
from cvi.papers.receiving import MAX_UPLOAD_BYTES

SCAN_SECONDS = 30
CLEAN_SECONDS = 30
NAME_MAX_LENGTH = 120
NO_SCAN = "none"


class FileType(models.TextChoices):
    """What may be uploaded."""

    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
    PNG = "image/png", "PNG"


ENDINGS = {
    ".pdf": FileType.PDF,
    ".jpg": FileType.JPEG,
    ".jpeg": FileType.JPEG,
    ".png": FileType.PNG,
}
SIGNATURES = {
    FileType.PDF: b"%PDF-",
    FileType.JPEG: b"\xff\xd8\xff",
    FileType.PNG: b"\x89PNG\r\n\x1a\n",
}
REFUSALS = {
    Refusal.BROKEN: _("We could not read this file. Try again, or take a new picture."),
    Refusal.TOO_MANY_PIXELS: _("This picture is too large. Take it with fewer megapixels."),
    Refusal.LOCKED: _("This PDF is locked. Save it without a password, then add it again."),
    Refusal.CAN_ACT: _("This PDF can run by itself. Print it to a new PDF, or take a picture."),
    Refusal.HOLDS_FILES: _("This PDF holds other files. Print it to a new PDF, or add each file."),
}


@dataclass(frozen=True)
class CleanFile:
    """A file that stood every check, written anew."""

    name: str
    content_type: FileType
    content: bytes


class UploadField(forms.FileField):
    """A file that a person adds: a `CleanFile`, or a message beside the field."""

    widget = forms.FileInput(attrs={"accept": ",".join(FileType.values)})
    default_error_messages = {
        "required": _("Choose a file, or take a picture."),
        "missing": _("Choose a file, or take a picture."),
        "invalid": _("Choose a file, or take a picture."),
        "empty": _("This file is empty. Choose another one."),
    }

    def clean(self, data: Any, initial: Any = None) -> CleanFile | None:
        """Check the file and write it anew.

        Raises:
            ValidationError: it is not taken, and why.
        """
        upload = super().clean(data, initial)
        return checked(upload) if upload else None


def checked(upload: "UploadedFile[bytes]") -> CleanFile:
    """Let an upload through every check, the cheap ones first.

    Raises:
        ValidationError: it is not taken, and why.
    """
    name = safe_name(upload.name or "")
    _require_small(upload)
    content = upload.read()
    content_type = _type_of(name, content)
    _scan(content)
    return CleanFile(name, content_type, _cleaned(content_type, content))


class DataType(models.TextChoices):
    """What may be uploaded as data; it is read, never handed out again."""

    JSON = "application/json", "JSON"
    ZIP = "application/zip", "ZIP"


DATA_ENDINGS = {".json": DataType.JSON, ".zip": DataType.ZIP}
DATA_SIGNATURES = {DataType.JSON: (b"[", b"{"), DataType.ZIP: (b"PK\x03\x04",)}
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class DataFile:
    """A file of data that stood every check; what is in it is yet to be read."""

    content_type: DataType
    content: bytes


class DataField(UploadField):
    """A file of data: a `DataFile`, or a message beside the field."""

    widget = forms.FileInput(attrs={"accept": ",".join(DATA_ENDINGS)})

    def clean(self, data: Any, initial: Any = None) -> DataFile | None:  # type: ignore[override]  # another kind of file
        """Check the file.

        Raises:
            ValidationError: it is not taken, and why.
        """
        upload = forms.FileField.clean(self, data, initial)
        return checked_data(upload) if upload else None


def checked_data(upload: "UploadedFile[bytes]") -> DataFile:
    """Let a file of data through every check, the cheap ones first.

    Raises:
        ValidationError: it is not taken, and why.
    """
    _require_small(upload)
    content_type = DATA_ENDINGS.get(os.path.splitext(upload.name or "")[1].casefold())
    if content_type is None:
        raise ValidationError(_("We can take JSON and ZIP files only."))
    content = upload.read()
    if not content.removeprefix(BYTE_ORDER_MARK).lstrip().startswith(DATA_SIGNATURES[content_type]):
        raise ValidationError(_("This file is not what its name says."))
    _scan(content)
    return DataFile(content_type, content)


def safe_name(name: str) -> str:
    """Return a file's own name without its path and without what is not seen or turns text round.

    What is kept of it is for people to read; it names no file of ours.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] not in "CZ" or c == " ").strip()
    stem, ending = os.path.splitext(seen)
    return stem[: NAME_MAX_LENGTH - len(ending)] + ending[:NAME_MAX_LENGTH]


def _require_small(upload: "UploadedFile[bytes]") -> None:
    if (upload.size or 0) > MAX_UPLOAD_BYTES:
        raise ValidationError(_("This file is too large. 10 MB is the most."))


def _type_of(name: str, content: bytes) -> FileType:
    """Return the type that both the ending of the name and the first bytes say."""
    by_name = ENDINGS.get(os.path.splitext(name)[1].casefold())
    if by_name is None:
        raise ValidationError(_("We can take PDF, JPEG and PNG files only."))
    if not content.startswith(SIGNATURES[by_name]):
        message = _(
            "This file is not what its name says. We can take PDF, JPEG and PNG files only."
        )
        raise ValidationError(message)
    return by_name


def _scan(content: bytes) -> None:
    """Ask the virus check of this site, if it has one; without a clear answer nothing is kept."""
    if settings.UPLOAD_SCAN_COMMAND in {"", NO_SCAN}:
        return
    command = shlex.split(settings.UPLOAD_SCAN_COMMAND)
    try:
        is_clean = _run(command, content, SCAN_SECONDS).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        message = _("The virus check does not work now, so this file was not saved. Try later.")
        raise ValidationError(message) from None
    if not is_clean:
        raise ValidationError(_("This file did not pass the virus check, so it was not saved."))


def _cleaned(content_type: FileType, content: bytes) -> bytes:
    """Have a file written anew by a process of its own, which knows no setting and no key."""
    command = [sys.executable, "-I", str(Path(cleaning.__file__)), content_type.value]
    try:
        done = _run(command, content, CLEAN_SECONDS)
    except subprocess.TimeoutExpired:
        raise ValidationError(REFUSALS[Refusal.BROKEN]) from None
    if done.returncode != 0:
        is_known = done.returncode in {refusal.value for refusal in Refusal}
        raise ValidationError(REFUSALS[Refusal(done.returncode) if is_known else Refusal.BROKEN])
    return done.stdout


def _run(command: list[str], content: bytes, seconds: int) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(  # noqa: S603  the administrator's own command, or ours
        command,
        input=content,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=seconds,
        check=False,
        env={"PATH": os.environ.get("PATH", "")},
    )
