"""Files to upload, made here: good ones that tell too much, and hostile ones."""

import struct
import zlib
from io import BytesIO

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

PNG = b"\x89PNG\r\n\x1a\n"
PLACE = "Place-CANARY"
GPS = {1: "N", 2: (39.0, 57.0, 9.0), 3: "W", 4: (75.0, 9.0, 54.0)}


def jpeg(size=(40, 20), **more):
    """A photo that says where and with what it was taken; its camera lay on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, PLACE
    exif.get_ifd(0x8825).update(GPS)
    return picture("JPEG", size, exif=exif, comment=PLACE.encode(), **more)


def png(size=(40, 20), **more):
    return picture("PNG", size, **more)


def picture(kind, size=(40, 20), mode="RGB", **more):
    out = BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind, **more)
    return out.getvalue()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def huge_png(width, height):
    """A picture of many pixels in a few bytes: what it unpacks to would fill the memory."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(min(height, 5_000) * (1 + (width + 7) // 8)), 9)
    return PNG + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def named(**names):
    """Return a dictionary of a PDF whose values are names, or texts without a slash."""
    pairs = names.items()
    return DictionaryObject(
        {
            NameObject(f"/{key}"): (NameObject if value[0] == "/" else TextStringObject)(value)
            for key, value in pairs
        }
    )


def pdf(change=None, *, password=""):
    """A page with text, an author and an earlier version; `change` makes it worse."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F1 12 Tf 20 100 Td (Birth record) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(stream)
    font = named(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica")
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    writer.add_metadata({"/Author": PLACE, "/Title": PLACE})
    xmp = DecodedStreamObject()
    xmp.set_data(PLACE.encode())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(xmp)
    if change:
        change(writer)
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def act(**entries):
    """Return a change that lets a PDF do something when it is opened."""

    def change(writer):
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(named(**entries))

    return change


def hold_a_file(writer):
    writer.add_attachment("more.txt", b"hidden")


def attach_to_page(writer):
    note = named(Type="/Annot", Subtype="/FileAttachment")
    writer.pages[0][NameObject("/Annots")] = ArrayObject([note])


def script_on_a_page(writer):
    when_opened = DictionaryObject({NameObject("/O"): named(S="/JavaScript", JS="x")})
    writer.pages[0][NameObject("/AA")] = when_opened


def form_with_scripts(writer):
    writer.root_object[NameObject("/AcroForm")] = named(XFA="x")


def pdf_with_photo(photo, width, height):
    """A page that shows a photo, with all that the photo says."""

    def change(writer):
        image = DecodedStreamObject()
        image._data = photo
        image.update(named(Subtype="/Image", Filter="/DCTDecode", ColorSpace="/DeviceRGB"))
        numbers = {"/Width": width, "/Height": height, "/BitsPerComponent": 8}
        image.update({NameObject(key): NumberObject(value) for key, value in numbers.items()})
        shown = DictionaryObject({NameObject("/I"): writer._add_object(image)})
        writer.pages[0]["/Resources"][NameObject("/XObject")] = shown

    return pdf(change)


def hidden_name(content):
    """Write /JS as a reader also understands it, and a search for it does not."""
    return content.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")


def text_of(content):
    return PdfReader(BytesIO(content)).pages[0].extract_text()
