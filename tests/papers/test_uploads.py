"""What an uploaded file must stand, tried with files that people send and with hostile ones."""

import subprocess
import sys
import tempfile
from io import BytesIO

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from PIL import Image
from pypdf import PdfReader

from cvi.papers import checks, cleaning, uploads
from cvi.papers.receiving import MAX_UPLOAD_BYTES
from cvi.papers.uploads import UploadField, safe_name
from tests.papers import samples
from tests.papers.samples import PLACE, act, jpeg, pdf, png

CANARY = PLACE.encode()
HTML = b"<html><script>alert(1)</script></html>"
NOT_OURS = "PDF, JPEG and PNG files only"
NOT_READ = "could not read this file"
CAN_RUN = "can run by itself"
HOLDS_FILES = "holds other files"


def shown(value):
    """Name a case of a test; bytes by their length, which is the same each time."""
    return f"{len(value)} bytes" if isinstance(value, bytes) else str(value)


def upload(name, content):
    return UploadField().clean(SimpleUploadedFile(name, content))


def why_not(name, content):
    with pytest.raises(ValidationError) as refused:
        upload(name, content)
    return " ".join(refused.value.messages)


@pytest.fixture
def at_once(monkeypatch):
    """Clean files here; a process for each would take a minute."""

    def run(command, content, _seconds):
        try:
            return subprocess.CompletedProcess(command, 0, cleaning.clean(command[-1], content))
        except cleaning.Refused as refused:
            return subprocess.CompletedProcess(command, refused.refusal, b"")

    monkeypatch.setattr(uploads, "_run", run)


@pytest.mark.usefixtures("at_once")
class TestWhatIsTaken:
    @pytest.mark.parametrize(
        ("name", "content", "content_type"),
        [
            ("a.jpg", jpeg(), "image/jpeg"),
            ("A.JPEG", jpeg(mode="L"), "image/jpeg"),
            ("a.jpg", jpeg(mode="CMYK"), "image/jpeg"),
            ("a.png", png(), "image/png"),
            ("a.png", png(mode="P"), "image/png"),
            ("a.png", png(mode="LA"), "image/png"),
            ("a.png", png(mode="1"), "image/png"),
            ("a.pdf", pdf(), "application/pdf"),
        ],
        ids=shown,
    )
    def test_comes_out_as_what_it_was(self, name, content, content_type):
        clean = upload(name, content)

        assert (clean.name, clean.content_type) == (name, content_type)
        assert clean.content.startswith(uploads.SIGNATURES[clean.content_type])

    def test_keeps_the_picture_turned_as_the_camera_meant_it(self):
        with Image.open(BytesIO(upload("a.jpg", jpeg((40, 20))).content)) as drawn:
            assert drawn.size == (20, 40)

    def test_keeps_the_text_of_a_pdf(self):
        assert samples.text_of(upload("a.pdf", pdf()).content) == "Birth record"

    def test_keeps_a_picture_that_is_seen_through(self):
        content = samples.picture("PNG", mode="P", transparency=0)

        with Image.open(BytesIO(upload("a.png", content).content)) as drawn:
            assert drawn.mode == "RGBA"


@pytest.mark.usefixtures("at_once")
class TestWhatIsLeftBehind:
    def test_where_and_with_what_a_photo_was_taken(self):
        made = upload("a.jpg", jpeg()).content

        with Image.open(BytesIO(made)) as drawn:
            assert not drawn.getexif()
            assert set(drawn.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert CANARY not in made
        assert b"Exif" not in made

    def test_what_a_png_says_about_itself(self):
        exif = Image.Exif()
        exif[0x010E] = PLACE
        made = upload("a.png", png(exif=exif, icc_profile=CANARY)).content

        assert CANARY not in made
        assert b"eXIf" not in made

    def test_what_follows_after_a_picture(self):
        assert HTML not in upload("a.png", png() + HTML).content
        assert HTML not in upload("a.jpg", jpeg() + HTML).content

    def test_who_made_a_pdf(self):
        made = upload("a.pdf", pdf()).content

        assert CANARY not in made
        assert not PdfReader(BytesIO(made)).metadata

    def test_what_follows_after_a_pdf_and_what_nothing_leads_to(self):
        made = upload("a.pdf", pdf(lambda w: w._add_object(samples.TextStringObject(PLACE))) + HTML)

        assert HTML not in made.content
        assert CANARY not in made.content

    def test_where_a_photo_in_a_pdf_was_taken(self):
        made = upload("a.pdf", samples.pdf_with_photo(jpeg((40, 20)), 40, 20)).content

        (image,) = PdfReader(BytesIO(made)).pages[0].images
        assert image.image.size == (40, 20)
        assert CANARY not in made
        assert b"Exif" not in made


@pytest.mark.usefixtures("at_once")
class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("a.html", HTML, NOT_OURS),
            ("a.svg", b"<svg/>", NOT_OURS),
            ("a.heic", b"\0\0\0\x18ftypheic", NOT_OURS),
            ("a", jpeg(), NOT_OURS),
            ("a.pdf.exe", pdf(), NOT_OURS),
            ("a.jpg", HTML, "not what its name says"),
            ("a.pdf", HTML, "not what its name says"),
            ("a.pdf", HTML + pdf(), "not what its name says"),
            ("a.png", jpeg(), "not what its name says"),
            ("a.jpg", pdf(), "not what its name says"),
            ("a.png", b"", "empty"),
            ("a.jpg", jpeg()[:400], NOT_READ),
            ("a.png", png()[:-60], NOT_READ),
            ("a.jpg", b"\xff\xd8\xff" + HTML, NOT_READ),
            ("a.pdf", b"%PDF-1.7\n" + HTML, NOT_READ),
            ("a.pdf", pdf()[:300], NOT_READ),
            ("a.png", samples.huge_png(10_000, 5_000), "too large"),
            ("a.png", samples.huge_png(60_000, 60_000), "too large"),
            ("a.pdf", pdf(password="x"), "locked"),
            ("a.pdf", pdf(act(S="/JavaScript", JS="app.alert(1)")), CAN_RUN),
            ("a.pdf", samples.hidden_name(pdf(act(S="/JavaScript", JS="x"))), CAN_RUN),
            ("a.pdf", pdf(samples.script_on_a_page), CAN_RUN),
            ("a.pdf", pdf(samples.form_with_scripts), CAN_RUN),
            ("a.pdf", pdf(act(S="/Launch", F="calc.exe")), CAN_RUN),
            ("a.pdf", pdf(act(S="/GoToR", F="//there/share")), CAN_RUN),
            ("a.pdf", pdf(act(S="/SubmitForm", F="http://there")), CAN_RUN),
            ("a.pdf", pdf(samples.hold_a_file), HOLDS_FILES),
            ("a.pdf", pdf(samples.attach_to_page), HOLDS_FILES),
        ],
        ids=shown,
    )
    def test_says_why(self, name, content, why):
        assert why in why_not(name, content)

    def test_asks_for_a_file(self):
        with pytest.raises(ValidationError, match="Choose a file"):
            UploadField().clean(None)


class TestNames:
    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("../../x.pdf", "x.pdf"),
            ("C:\\papers\\x.pdf", "x.pdf"),
            ("x\0\n\r\t.pdf", "x.pdf"),
            ("fdp\u202egpj.pdf", "fdpgpj.pdf"),
            ("\u200bx\u2066 y\u2069.pdf", "x y.pdf"),
            ('a"; filename="b.pdf', 'a"; filename="b.pdf'),
            ("niñez.pdf", "niñez.pdf"),
            ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ],
    )
    def test_keep_only_what_people_read(self, sent, kept):
        assert safe_name(sent) == kept


def sent(files):
    """Return what arrives of a form with files, as a browser sends it."""
    return RequestFactory().post("/", {"typed": "kept", **files})


class TestReceiving:
    def test_holds_a_small_file(self):
        request = sent({"file": SimpleUploadedFile("a.png", png())})

        assert request.FILES["file"].read() == png()

    def test_lets_go_of_a_large_one_and_of_nothing_else(self):
        large = SimpleUploadedFile("a.png", png() + bytes(MAX_UPLOAD_BYTES))

        request = sent({"file": large})

        assert request.FILES["file"].read() == b""
        assert request.POST["typed"] == "kept"
        with pytest.raises(ValidationError, match="10 MB is the most"):
            UploadField().clean(request.FILES["file"])

    def test_counts_all_files_of_a_request_together(self):
        half = bytes(MAX_UPLOAD_BYTES // 2 + 1)

        request = sent({n: SimpleUploadedFile(f"{n}.png", half) for n in "ab"})

        assert len(request.FILES["a"].read()) == len(half)
        assert request.FILES["b"].size > MAX_UPLOAD_BYTES

    def test_writes_nothing_to_the_disk(self, tmp_path, monkeypatch):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        monkeypatch.setattr(tempfile, "_get_candidate_names", lambda: pytest.fail("a file"))

        request = sent({"file": SimpleUploadedFile("a.png", png() + bytes(9 * 1024 * 1024))})
        UploadField().clean(request.FILES["file"])

        assert list(tmp_path.iterdir()) == []


class TestTheReader:
    @pytest.mark.parametrize(
        ("name", "content"),
        [("a.jpg", jpeg()), ("a.png", png()), ("a.pdf", pdf())],
        ids=shown,
    )
    def test_hands_back_what_is_clean(self, name, content):
        assert CANARY not in upload(name, content).content

    def test_says_why_it_refuses(self):
        assert HOLDS_FILES in why_not("a.pdf", pdf(samples.hold_a_file))

    def test_gives_up_on_a_file_that_takes_too_long(self, monkeypatch):
        monkeypatch.setattr(uploads, "CLEAN_SECONDS", 0.001)

        assert NOT_READ in why_not("a.png", png())

    def test_survives_a_reader_that_dies(self, monkeypatch):
        monkeypatch.setattr(uploads.sys, "executable", "/bin/false")

        assert NOT_READ in why_not("a.png", png())

    def test_can_write_no_file(self, tmp_path):
        begin = "import runpy, sys; sys.argv = ['x']; "
        begin += f"own = runpy.run_path({cleaning.__file__!r}); own['_give_up_powers'](); "
        place = tmp_path / "spill"

        done = subprocess.run(  # noqa: S603  ours
            [sys.executable, "-c", f"{begin}open({str(place)!r}, 'wb', 0).write(b'x' * 9)"],
            capture_output=True,
            check=False,
        )

        assert done.returncode != 0
        assert place.read_bytes() == b""

    def test_knows_no_setting_and_no_key(self, monkeypatch):
        seen = {}

        def note(command, **how):
            seen.update(how)
            return subprocess.CompletedProcess(command, 0, b"clean")

        monkeypatch.setenv("VAULT_KEYRING", "secret")
        monkeypatch.setattr(uploads.subprocess, "run", note)

        upload("a.png", png())

        assert set(seen["env"]) == {"PATH"}

    @pytest.mark.parametrize(
        ("content_type", "content", "code"),
        [
            ("image/png", png(), 0),
            ("image/png", b"", cleaning.Refusal.BROKEN),
            ("application/pdf", pdf(samples.hold_a_file), cleaning.Refusal.HOLDS_FILES),
        ],
        ids=shown,
    )
    def test_ends_with_what_it_found(self, monkeypatch, content_type, content, code):
        out = BytesIO()
        monkeypatch.setattr(cleaning, "_give_up_powers", lambda: None)
        monkeypatch.setattr(sys, "argv", ["cleaning.py", content_type])
        monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": BytesIO(content)}))
        monkeypatch.setattr(sys, "stdout", type("Out", (), {"buffer": out}))

        assert cleaning.main() == code
        assert bool(out.getvalue()) == (code == 0)

    def test_reads_a_photos_segments_whatever_lies_between(self):
        body = b"\xff\xda\0\x02picture\xff\xd9"
        marks = b"\xff\xe1\0\x08CANARY" + b"\xff\xff\xfe\0\x04no" + b"\xff\xee\0\x04ok"

        assert cleaning.without_marks(b"\xff\xd8" + marks + body) == (
            b"\xff\xd8\xff\xff\xee\0\x04ok" + body
        )


class TestTheVirusCheck:
    @pytest.fixture
    def scanner(self, settings):
        """Return a function that lets a line of Python be the scanner."""

        def let(line):
            settings.UPLOAD_SCAN_COMMAND = f'{sys.executable} -c "{line}"'

        return let

    def test_lets_a_clean_file_through_and_reads_what_was_sent(self, scanner):
        scanner("import sys; sys.exit(b'CANARY' not in sys.stdin.buffer.read())")

        assert upload("a.jpg", jpeg()).content

    def test_refuses_an_infected_one(self, scanner):
        scanner("import sys; sys.exit(1)")

        assert "did not pass the virus check" in why_not("a.png", png())

    @pytest.mark.parametrize("command", ["/no/such/scanner -", "/dev/null"])
    def test_refuses_everything_while_there_is_no_scanner(self, settings, command):
        settings.UPLOAD_SCAN_COMMAND = command

        assert "does not work now" in why_not("a.png", png())

    def test_refuses_what_takes_too_long(self, scanner, monkeypatch):
        scanner("import time; time.sleep(9)")
        monkeypatch.setattr(uploads, "SCAN_SECONDS", 0.2)

        assert "does not work now" in why_not("a.png", png())

    def test_refuses_when_the_scanner_dies(self, scanner):
        scanner("import os; os.abort()")

        assert "did not pass the virus check" in why_not("a.png", png())

    @pytest.mark.parametrize("command", ["", "none"])
    def test_is_left_out_where_there_is_none(self, settings, command):
        settings.UPLOAD_SCAN_COMMAND = command

        assert upload("a.png", png())


class TestChecks:
    def ids(self, **options):
        return {message.id for message in run_checks(tags=["security"], **options)}

    @pytest.mark.parametrize(("command", "warns"), [("", True), ("none", False), ("x -", False)])
    def test_ask_for_a_virus_check_before_production(self, settings, command, warns):
        settings.UPLOAD_SCAN_COMMAND = command

        found = self.ids(include_deployment_checks=True)

        assert ("papers.W001" in found) == warns

    def test_refuse_a_handler_that_may_write_to_a_disk(self, settings):
        assert checks.check_upload_handlers() == []

        settings.FILE_UPLOAD_HANDLERS = [
            "django.core.files.uploadhandler.TemporaryFileUploadHandler"
        ]

        assert "papers.E001" in self.ids()
