"""Words of each class of data, looked for in all that comes out and all that is left lying."""

import datetime as dt
import json
import re
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from pypdf import PdfReader

from cvi.accounts.models import Team, User
from cvi.accounts.roles import ROLES, Permission, Role
from cvi.accounts.sessions import SessionStore
from cvi.audit.models import AuditEvent, Disclosure
from cvi.papers.models import Job
from cvi.reports import tasks as _handlers  # noqa: F401  they make the papers
from cvi.reports.questions import Question
from cvi.reports.receivers import Receiver
from cvi.vault.models import Domain
from tests.cast import Cast, SignIn
from tests.security import crawl
from tests.security.programs import INJURED_ON
from tests.security.world import away_from, fill

MINE, THEIRS = "CANARY-MINE", "CANARY-THEIRS"
PLAYERS = [
    (Role.MESSENGER, "harbor_team"),
    (Role.SUPERVISOR, "mercy_team"),
    (Role.SUPERVISOR, "gvi_team"),
    (Role.HOSPITAL_SPECIALIST, "mercy_team"),
    (Role.NAVIGATOR, "gvi_team"),
    (Role.GVI_COORDINATOR, "gvi_team"),
    (Role.MANAGER, "ovp"),
    (Role.PRIVACY_OFFICER, "ovp"),
]
CLASSES = {
    "S1 identity": ("NAME", "LEGAL", "STREET"),
    "S2 narrative": ("GOAL", "NOTE", "CONTACT", "JAIL", "DOC", "FILE", "CONTENT"),
    "S4 medical": ("MEDICAL",),
    "S6 group": ("GVI",),
    "S7 drop box": ("BOX",),
}
NEEDS: dict[str, Domain | Permission] = {
    "S1 identity": Permission.OPEN_CASE,
    "S2 narrative": Permission.OPEN_CASE,
    "S4 medical": Domain.MEDICAL,
    "S6 group": Domain.GVI,
    "S7 drop box": Permission.READ_DROP_BOX,
}

Figure = Callable[[str, int], None]


class Sweep:
    """One person who opens and sends everything, and all that comes out of it."""

    def __init__(self, cast: Cast, sign_in: SignIn, role: Role, home: str) -> None:
        self.role = role
        at = getattr(cast, home)
        self.user: User = cast.user("player", role, at)
        self.own = fill(cast, at, self.user, MINE) if isinstance(at, Team) else {}
        self.other = fill(cast, away_from(cast, at), None, THEIRS)
        self.browser: Client = sign_in(self.user)
        self.out = "".join(self.walk())

    def walk(self) -> Iterator[str]:
        """Yield every answer to every page, about one's own records and about others'."""
        for ids in (self.own, self.other):
            for name, _page in crawl.reachable(ids):
                yield crawl.body_of(self.browser.get(crawl.address(name, ids)))
                yield crawl.body_of(crawl.send(self.browser, name, ids, "word"))
        kinds = (Job.Kind.CASELOAD_PDF, Job.Kind.CASELOAD_XLSX, Job.Kind.TOTALS_XLSX)
        for kind, receiver in product(kinds, Receiver.values):
            asked = Question().as_params() | {"kind": kind, "receiver": receiver}
            yield crawl.body_of(self.browser.post(reverse("reports:caseload_download"), asked))

    def papers(self) -> str:
        """Return every word of the papers that were asked for on the way."""
        return "".join(text_of(job, self.browser) for job in Job.objects.filter(owner=self.user))

    def may_read(self, kind: str) -> bool:
        """Answer whether the role may read a class of data of its own people."""
        powers, needed = ROLES[self.role], NEEDS[kind]
        return needed in (powers.may if isinstance(needed, Permission) else powers.domains)


@pytest.fixture(params=PLAYERS, ids=lambda player: "-".join(player))
def sweep(
    request: Any,
    cast: Cast,
    sign_in: SignIn,
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> Sweep:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    with django_capture_on_commit_callbacks(execute=True):
        sweep = Sweep(cast, sign_in, *request.param)
    sweep.out += sweep.papers()
    return sweep


def text_of(job: Job, browser: Client) -> str:
    """Download a paper and return every word in it."""
    body = browser.post(reverse("papers:job_download", args=[job.pk]))
    content = b"".join(body.streaming_content) if body.streaming else body.content
    if content.startswith(b"%PDF"):
        return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    if content.startswith(b"PK"):
        sheets = openpyxl.load_workbook(BytesIO(content)).worksheets
        return repr([list(sheet.iter_rows(values_only=True)) for sheet in sheets])
    return content.decode(errors="ignore")


def words(text: str, owner: str) -> set[str]:
    """Return the canaries of an owner in a text, by the class they belong to."""
    found = set(re.findall(rf"{owner}-([A-Z]+)", text))
    if any(form in text for form in as_written(INJURED_ON[owner])):
        found.add("MEDICAL")
    return {kind for kind, suffixes in CLASSES.items() if found & set(suffixes)}


def as_written(day: dt.date) -> set[str]:
    """Return the ways in which a day is written: for people, for browsers and in three boxes."""
    return {date_format(day, "DATE_FORMAT"), day.isoformat(), repr(day), f'value="{day.year}"'}


def left_lying(tmp: Path, caplog: Any) -> dict[str, str]:
    """Return all that outlives a request: logs, mail, sessions opened, tables, files."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        cached = repr(cursor.fetchall())
    opened = [SessionStore().decode(row.session_data) for row in Session.objects.all()]
    files = [path.read_bytes() for path in tmp.rglob("*") if path.is_file()]
    return {
        "log": caplog.text,
        "mail": repr([vars(message) for message in mail.outbox]),
        "cache": cached,
        "session": json.dumps(opened),
        "trail": repr(list(AuditEvent.objects.values())),
        "disclosure": repr(list(Disclosure.objects.values())),
        "job": repr(list(Job.objects.values())),
        "file": b"".join(files).decode(errors="ignore"),
    }


class TestCanaries:
    def test_come_out_only_where_they_belong(
        self, sweep: Sweep, caplog: Any, tmp_path: Path, figure: Figure
    ) -> None:
        figure("characters of answers swept for canaries", len(sweep.out))
        allowed = {kind for kind in CLASSES if sweep.may_read(kind)}
        figure("papers swept for canaries", Job.objects.filter(downloaded_at__isnull=False).count())
        assert words(sweep.out, THEIRS) == set()
        assert words(sweep.out, MINE) <= allowed
        assert words(sweep.out, MINE) >= {"S1 identity", "S2 narrative"} & allowed
        for place, text in left_lying(tmp_path, caplog).items():
            assert words(text, MINE) == words(text, THEIRS) == set(), place
            assert "555-0199" not in text, place
            assert "2155550199" not in text, place


class TestTheSweepCanFail:
    @pytest.mark.parametrize(("word", "kind"), [("NAME", "S1 identity"), ("GVI", "S6 group")])
    def test_on_a_canary_of_each_class(self, word: str, kind: str) -> None:
        assert words(f"... {MINE}-{word} ...", MINE) == {kind}
        assert words(f"... {MINE}-{word} ...", THEIRS) == set()

    def test_every_class_is_in_the_world(self, cast: Cast) -> None:
        for home in ("harbor_team", "mercy_team", "gvi_team", "reentry_team"):
            fill(cast, getattr(cast, home), None, MINE)

        assert words(repr(crawl.told()), MINE) == set(CLASSES)
