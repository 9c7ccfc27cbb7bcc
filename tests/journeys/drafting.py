"""What a person does with a form that is half filled in, and what the browser keeps of it."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import expect

from cvi.audit.models import AuditEvent
from cvi.cases.models import Case
from tests.journeys.test_sign_in import press
from tests.journeys.walker import Walker

WORDS = "Quillombra waits at the vexwood corner"
STORED = """
async () => {
  const known = await indexedDB.databases();
  if (!known.some((one) => one.name === "drafts")) return [];
  const done = (request) =>
    new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const base = await done(indexedDB.open("drafts"));
  const all = await done(base.transaction("drafts").objectStore("drafts").getAll());
  base.close();
  return all.map((one) => ({ ...one, sealed: [...one.sealed] }));
}
"""


def stored(walker: Walker) -> list[dict[str, Any]]:
    """Return every draft that lies in the browser."""
    found: list[dict[str, Any]] = walker.page.evaluate(STORED)
    return found


def wait_for(walker: Walker, count: int) -> None:
    """Wait until so many drafts lie in the browser."""
    for _try in range(40):
        if len(stored(walker)) == count:
            return
        walker.page.wait_for_timeout(100)
    assert len(stored(walker)) == count


def wait_until(walker: Walker, is_so: Callable[[], bool]) -> None:
    """Wait until something is so on the server."""
    for _try in range(40):
        if is_so():
            return
        walker.page.wait_for_timeout(100)
    assert is_so()


def note_of(case: Case) -> str:
    return reverse("cases:note_new", args=[case.pk])


def begin_note(walker: Walker, case: Case, words: str = WORDS) -> None:
    """Open the form and type, but do not save."""
    walker.page.goto(f"{walker.server}{note_of(case)}")
    walker.fill("Note", words)


def wait_for_lock(walker: Walker) -> None:
    """Wait until the server has heard of the lock; a page that is left does not wait for it."""
    for _try in range(40):
        if AuditEvent.objects.filter(action="locked").exists():
            return
        walker.page.wait_for_timeout(100)


def is_offered(walker: Walker) -> None:
    walker.sees("You were typing here on")


def is_not_offered(walker: Walker) -> None:
    """Wait until the page has asked whatever it asks, then look."""
    walker.page.wait_for_load_state("networkidle")
    expect(walker.page.get_by_text("You were typing here on")).to_have_count(0)


def put_back(walker: Walker) -> None:
    """Take the offer, and find the words in the form."""
    is_offered(walker)
    press(walker, "Put it back")
    expect(walker.page.get_by_label("Note").first).to_have_value(WORDS)
    is_not_offered(walker)
