"""PDF: tagged, in a language, with a title, and fetching nothing."""

import subprocess
import sys
from io import BytesIO

import pytest
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from cvi.papers.pdf import NoFetch, render_pdf

CONTEXT = {"title": "Caseload report", "question": "This counts all.", "stamp": "Made for user 1."}
LINKS = [
    '<img src="file:///etc/hostname" alt="">',
    '<img src="http://127.0.0.1/a.png" alt="">',
    '<img src="static:../config/settings.py" alt="">',
    '<link rel="attachment" href="file:///etc/hostname">',
    '<link rel="stylesheet" href="static:css/app.css">',
]


@pytest.fixture(scope="module")
def made():
    return PdfReader(BytesIO(render_pdf("pdf/base.html", CONTEXT)))


class TestPdf:
    def test_is_tagged_and_says_so(self, made):
        root = made.trailer["/Root"]

        assert root["/MarkInfo"]["/Marked"]
        assert b"pdfuaid" in root["/Metadata"].get_data()

    def test_has_a_language_and_a_title_and_no_author(self, made):
        assert made.trailer["/Root"]["/Lang"] == "en"
        assert made.metadata.title == "Caseload report"
        assert not made.metadata.author

    def test_says_on_the_page_what_it_is_and_that_it_is_internal(self, made):
        text = made.pages[0].extract_text()

        assert "Internal: do not pass on" in text
        assert text.count("Made for user 1.") == 2


class TestTheWeb:
    def test_never_loads_what_makes_a_pdf(self):
        asked = (
            "import sys, django; django.setup(); import config.urls; "
            "sys.exit('weasyprint' in sys.modules)"
        )

        made = subprocess.run([sys.executable, "-c", asked], check=False)  # noqa: S603  ours

        assert made.returncode == 0


class TestNoFetch:
    @pytest.mark.parametrize("link", LINKS)
    def test_stops_the_paper_for_anything_but_the_packed_style(self, link):
        page = f"<title>x</title>{link}"

        with pytest.raises(FatalURLFetchingError):
            HTML(string=page, url_fetcher=NoFetch()).write_pdf()
