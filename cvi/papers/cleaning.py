"""Takes a hostile file apart and writes it anew: a program of its own that can do nothing else.

`python -I cleaning.py image/png` reads the file on standard input and writes the clean one on
standard output. The exit code is a `Refusal` when there is none. It knows no setting and no key.
"""

import contextlib
import resource
import sys
from collections.abc import Callable, Iterator
from enum import IntEnum
from io import BytesIO
from typing import Any

MAX_PIXELS = 40_000_000
MAX_MEMORY_BYTES = 1024**3
MAX_CPU_SECONDS = 20
JPEG_QUALITY = 85
JPEG_MODES = {"L", "RGB"}
PNG_MODES = {"1", "L", "LA", "RGB", "RGBA", "I;16"}

FILES = {"/EmbeddedFiles", "/EF"}
PROGRAMS = {"/JS", "/JavaScript", "/XFA"}
ACTS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/RichMediaExecute",
}
MEDIA = {"/RichMedia", "/3D", "/Movie", "/Sound", "/Screen"}
TELLING = ("/Metadata", "/PieceInfo", "/LastModified")


class Refusal(IntEnum):
    """Why a file is not taken, as an exit code."""

    BROKEN = 10
    TOO_MANY_PIXELS = 11
    LOCKED = 12
    CAN_ACT = 13
    HOLDS_FILES = 14


class Refused(Exception):
    """The file is not taken."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.name)
        self.refusal = refusal


def clean_jpeg(content: bytes) -> bytes:
    """Draw a photo anew, turned as its camera meant it; nothing but the picture is left."""
    return _redrawn(content, "JPEG", JPEG_MODES, quality=JPEG_QUALITY)


def clean_png(content: bytes) -> bytes:
    """Draw an image anew; nothing but the picture is left."""
    return _redrawn(content, "PNG", PNG_MODES)


def clean_pdf(content: bytes) -> bytes:
    """Write a PDF anew from what its pages need: no earlier versions, no metadata.

    Raises:
        Refused: it is locked, can act by itself, holds other files, or has no page.
    """
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        raise Refused(Refusal.LOCKED)
    if not len(reader.pages):
        raise Refused(Refusal.BROKEN)
    for item in _dictionaries(reader.root_object):
        _require_harmless(item)
        _make_silent(item)
    writer = PdfWriter()
    writer.clone_reader_document_root(reader)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "image/jpeg": clean_jpeg,
    "image/png": clean_png,
    "application/pdf": clean_pdf,
}


def clean(content_type: str, content: bytes) -> bytes:
    """Return the clean file.

    Raises:
        Refused: it is not taken; whatever a hostile file does to a reader, that too.
    """
    try:
        return CLEANERS[content_type](content)
    except Refused:
        raise
    except Exception:  # noqa: BLE001  a broken file breaks its reader in any way there is
        raise Refused(Refusal.BROKEN) from None


def without_marks(jpeg: bytes) -> bytes:
    """Return a JPEG without where and when it was taken: all segments but those of the picture."""
    kept, place = bytearray(jpeg[:2]), 2
    while jpeg[place : place + 1] == b"\xff" and jpeg[place + 1] != 0xDA:
        is_filler = jpeg[place + 1] == 0xFF
        end = place + 2 + int.from_bytes(jpeg[place + 2 : place + 4], "big")
        end = place + 1 if is_filler else end
        if not _is_a_mark(jpeg[place + 1]):
            kept += jpeg[place:end]
        place = end
    return bytes(kept) + jpeg[place:]


def _is_a_mark(kind: int) -> bool:
    """Tell a comment or an application's segment; two of them say how to read the colors."""
    return kind == 0xFE or (0xE1 <= kind <= 0xEF and kind != 0xEE)


def _redrawn(content: bytes, kind: str, modes: set[str], **options: Any) -> bytes:
    from PIL import Image, ImageFile, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # counted here, before a pixel is read
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it where it is loaded
    with Image.open(BytesIO(content), formats=[kind]) as image:
        if image.width * image.height > MAX_PIXELS:
            raise Refused(Refusal.TOO_MANY_PIXELS)
        drawn = ImageOps.exif_transpose(image)
    if drawn.mode not in modes:
        drawn = drawn.convert("RGBA" if "transparency" in drawn.info and "RGBA" in modes else "RGB")
    drawn.info.clear()
    out = BytesIO()
    drawn.save(out, kind, **options)
    return out.getvalue()


def _dictionaries(root: Any) -> Iterator[Any]:
    """Yield every dictionary and stream of a PDF that its pages lead to, once."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    waiting, seen = [root], set()
    while waiting:
        item = waiting.pop()
        if isinstance(item, IndirectObject):
            if item.idnum in seen:
                continue
            seen.add(item.idnum)
            item = item.get_object()
        if isinstance(item, DictionaryObject):
            yield item
            waiting += dict.values(item)
        elif isinstance(item, ArrayObject):
            waiting += list.__iter__(item)


def _require_harmless(item: Any) -> None:
    if FILES & item.keys() or item.get("/Type") == "/EmbeddedFile":
        raise Refused(Refusal.HOLDS_FILES)
    if item.get("/Subtype") == "/FileAttachment":
        raise Refused(Refusal.HOLDS_FILES)
    acts = _name(item, "/S") in ACTS or _name(item, "/Subtype") in MEDIA
    if acts or PROGRAMS & item.keys():
        raise Refused(Refusal.CAN_ACT)


def _name(item: Any, key: str) -> str:
    value = item.get(key)
    return str(value) if isinstance(value, str) else ""


def _make_silent(item: Any) -> None:
    """Take out what tells who made it, when and where, the photos' own marks too."""
    for key in TELLING:
        item.pop(key, None)
    if _name(item, "/Subtype") == "/Image" and _is_jpeg(item.get("/Filter")):
        item._data = without_marks(item._data)


def _is_jpeg(filters: object) -> bool:
    return filters in ("/DCTDecode", ["/DCTDecode"])


def _give_up_powers() -> None:
    """Let this process write no file, start nothing large, and end soon, whatever it reads."""
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CPU: MAX_CPU_SECONDS,
        resource.RLIMIT_AS: MAX_MEMORY_BYTES,
    }
    for kind, limit in limits.items():
        with contextlib.suppress(OSError, ValueError):  # a system may not know a limit
            resource.setrlimit(kind, (limit, limit))


def main() -> int:
    """Clean standard input onto standard output."""
    _give_up_powers()
    try:
        made = clean(sys.argv[1], sys.stdin.buffer.read())
    except Refused as refused:
        return refused.refusal
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
