"""What a hostile person sends: others' ids wherever one fits, and fields nobody asked for."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from cvi.accounts.models import Team, User
from cvi.accounts.roles import Role
from tests.cast import Cast, SignIn
from tests.security import crawl
from tests.security.crawl import Ids
from tests.security.pages import PAGES
from tests.security.world import a_standard, away_from, fill, home_of

MINE, THEIRS, EVIL = "CANARY-MINE", "CANARY-THEIRS", "EVIL-WORD"
MARKUP = '"><script src=//evil.example></script><img src=x onerror=alert(1)>'
EVIL_DAY, EVIL_NUMBER = dt.date(1961, 1, 9), 76543
OPENED = {200, 302}
ASKED = ("all", "page", "case", "participant", "user", "id", "undo", "job", "next", "code", "who")

# Every role opens every page in test_pages.py; who sweeps every id stands for a program.
SWEPT = [
    Role.MESSENGER,
    Role.HOSPITAL_SPECIALIST,
    Role.GVI_COORDINATOR,
    Role.REENTRY_COORDINATOR,
]
FITTING = ("case", "participant", "consent", "referral", "document")

Figure = Callable[[str, int], None]


class Stage:
    """One worker with a browser, their own records and those of another agency."""

    def __init__(self, cast: Cast, sign_in: SignIn, role: Role) -> None:
        home = home_of(cast, role)
        assert isinstance(home, Team)
        self.user: User = cast.user("player", role, home)
        self.own: Ids = fill(cast, home, self.user, MINE)
        self.other: Ids = fill(cast, away_from(cast, home), None, THEIRS)
        self.other.pop("team")  # known to all: sending to one is what referrals do
        self.browser: Client = sign_in(self.user)


@pytest.fixture(params=SWEPT)
def stage(request: Any, cast: Cast, sign_in: SignIn, settings: Any) -> Stage:
    settings.DEBUG = True
    return Stage(cast, sign_in, request.param)


def foreign_mentions(stage: Stage) -> Counter[str]:
    """Count, by column, the places in the database where an id of the other agency stands."""
    ids = set(stage.other.values())
    found: Counter[str] = Counter()
    for table, rows in crawl.told().items():
        for row in rows:
            row.pop("form_id", None)  # the mark of a form that was sent: it links nothing
            held = {k for k, v in row.items() if isinstance(v, uuid.UUID) and v in ids}
            found.update(f"{table}.{column}" for column in held)
    return found


class TestIds:
    def test_of_others_open_nothing_in_an_address(self, stage: Stage, figure: Figure) -> None:
        opened, tried = [], 0
        for name, page in crawl.reachable(stage.own):
            for place in set(page.about) - {"team"}:
                for kind, pk in stage.other.items():
                    ids = {**stage.own, place: pk}
                    url, tried = crawl.address(name, ids), tried + 1
                    answer = stage.browser.post(url) if page.is_post else stage.browser.get(url)
                    if answer.status_code in OPENED:
                        opened.append(f"{name} {place}={kind}: {answer.status_code}")

        figure("ids of others tried in addresses", tried)
        assert opened == []

    def test_of_others_show_nothing_in_a_query(self, stage: Stage, figure: Figure) -> None:
        shown, tried = [], 0
        for name, page in crawl.reachable(stage.own):
            if page.is_post:
                continue
            for kind in ("case", "participant", "referral"):
                tried += len(ASKED)
                query = dict.fromkeys(ASKED, stage.other[kind])
                answer = stage.browser.get(crawl.address(name, stage.own), query)
                shown += [name] * (THEIRS in crawl.body_of(answer))

        figure("ids of others tried in queries", tried)
        assert shown == []

    def test_of_others_reach_nothing_in_a_form(self, stage: Stage, figure: Figure) -> None:
        before, shown, tried = foreign_mentions(stage), [], 0
        for name, page in crawl.reachable(stage.own):
            if page.is_post:
                continue
            url = crawl.address(name, stage.own)
            form = (stage.browser.get(url).context or {}).get("form")
            typed = crawl.filled(form, "word") if form else {}
            for field in crawl.fields_for_ids(form) if form else ():
                for kind in FITTING:
                    tried, pk = tried + 1, stage.other[kind]
                    answer = stage.browser.post(url, typed | {field: pk})
                    shown += [f"{name} {field}={kind}"] * (THEIRS in crawl.body_of(answer))

        figure("ids of others tried in forms", tried)
        assert shown == []
        assert foreign_mentions(stage) == before


class TestExtraFields:
    def test_change_nothing(self, stage: Stage, figure: Figure) -> None:
        extra = evil_fields()
        sent = 0
        for name, page in crawl.reachable(stage.own):
            if page.to is None or page.about == ("job",):
                continue
            answer = crawl.send(stage.browser, name, stage.own, "word", extra=extra)
            sent += answer.status_code == 302

        figure("forms saved with fields that nobody asked for", sent)
        assert sent > 3
        assert evil_rows() == []


class TestMarkup:
    def test_stays_text_on_every_page(self, stage: Stage, figure: Figure) -> None:
        for name, _page in crawl.reachable(stage.own):
            crawl.send(stage.browser, name, stage.own, MARKUP)
        shown = {
            name: crawl.body_of(stage.browser.get(crawl.address(name, stage.own)))
            for name, _page in crawl.reachable(stage.own)
        }

        assert [name for name, text in shown.items() if MARKUP in text] == []
        escaped = [name for name, text in shown.items() if escape(MARKUP) in text]
        figure("pages that show a script as text", len(escaped))
        assert escaped


def evil_fields() -> dict[str, Any]:
    """Return every column of every table as a field, with a value that is found again."""
    extra: dict[str, Any] = {}
    for rows in crawl.told().values():
        for row in rows:
            extra |= {column: _evil(value) for column, value in row.items()}
    return extra | {"is_staff": "on", "is_superuser": "on"}


def _evil(value: Any) -> Any:
    if isinstance(value, dt.date | dt.datetime):
        return EVIL_DAY.isoformat()
    if isinstance(value, int):
        return EVIL_NUMBER
    return EVIL


def evil_rows() -> list[str]:
    found = []
    for table, rows in crawl.told().items():
        for row in rows:
            hits = [c for c, value in row.items() if _is_evil(value)]
            found += [f"{table}.{column}" for column in hits]
    return found


def _is_evil(value: Any) -> bool:
    day = value.date() if isinstance(value, dt.datetime) else value
    return day == EVIL_DAY or value == EVIL_NUMBER or EVIL in str(value)


class TestTheSweepsCanFail:
    def test_on_a_row_that_took_an_extra_field(self, cast: Cast) -> None:
        cast.user("mo", Role.MESSENGER, cast.harbor_team)
        User.objects.filter(username="mo").update(name=EVIL)

        assert evil_rows() == ["accounts.User.name"]

    def test_every_page_is_swept_by_someone(self, cast: Cast) -> None:
        kinds: set[str] = {
            "user",
            "membership",
            "job",
            "match_review",
            "emergency_use",
            "lost_right",
            *a_standard(),
        }
        for home in {home_of(cast, role) for role in SWEPT}:
            assert isinstance(home, Team)
            kinds |= set(fill(cast, home, cast.system, MINE))

        assert {name for name, page in PAGES.items() if not set(page.about) <= kinds} == set()
