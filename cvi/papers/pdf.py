"""Tagged PDF from our own templates. Only the worker imports this: WeasyPrint takes 2 s to load."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

STATIC = "static:"
PACKED = {"static:css/print.css": "text/css"}


class NoFetch(URLFetcher):  # type: ignore[misc]  # weasyprint publishes no types
    """Fetches our own packed files and nothing else: no address, no file of the server."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=set(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, _headers: dict[str, str] | None = None) -> Any:
        """Return a packed file.

        Raises:
            ValueError: the page names anything else; then no PDF is made.
        """
        if url not in PACKED:
            raise ValueError("Blocked")
        path = finders.find(url.removeprefix(STATIC))
        content = Path(str(path)).read_bytes()
        return URLFetcherResponse(url, content, {"Content-Type": PACKED[url]})


def render_pdf(template: str, context: dict[str, Any]) -> bytes:
    """Draw a template that extends `pdf/base.html` as PDF/UA-1."""
    html = render_to_string(template, context)
    made: bytes = HTML(string=html, url_fetcher=NoFetch()).write_pdf(pdf_variant="pdf/ua-1")
    return made
