"""What a hostile person sends: others' ids wherever one fits, and fields nobody asked for.

Each page has its sweeper, in turn among the roles that may open it: who else opens it, within
reach and outside, is asked of every role in test_pages.py. Which names a page reads from an address
or a form is not guessed but listened for.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import getmembers, isclass
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models, transaction
from django.http import QueryDict
from django.test import Client
from django.utils.html import escape
from django.utils.module_loading import import_string, module_has_submodule

from cvi.accounts.models import Agency, Team, User
from cvi.accounts.roles import ROLES, Role
from tests.cast import Cast, SignIn
from tests.security import crawl
from tests.security.crawl import KEPT_APART, Ids
from tests.security.pages import PAGES, Page
from tests.security.world import (
    CASE_KINDS,
    HOMES,
    OFFICE_KINDS,
    PROGRAM_KINDS,
    STAFF_KINDS,
    fill,
    fill_others,
    home_of,
    job_of,
    match_between_others,
    staff_of,
    uses_between_others,
)

MINE, THEIRS, EVIL = "CANARY-MINE", "CANARY-THEIRS", "EVIL-WORD"
MARKUP = '"><script src=//evil.example></script><img src=x onerror=alert(1)>'
EVIL_DAY, EVIL_NUMBER = dt.date(1961, 1, 9), 76543
OPENED = {200, 302}
ASKED = ("all", "page", "case", "participant", "user", "id", "undo", "job", "next", "code", "who")

PROGRAMS = {"harbor_team": "outreach", "mercy_team": "hospital", "gvi_team": "gvi"} | {
    "reentry_team": "reentry"
}
WITHIN: dict[Role, frozenset[str]] = {
    role: CASE_KINDS | {"job", PROGRAM_KINDS[PROGRAMS[HOMES[role]]]}  # type: ignore[index]
    for role in (
        Role.MESSENGER,
        Role.SUPERVISOR,
        Role.HOSPITAL_SPECIALIST,
        Role.GVI_COORDINATOR,
        Role.REENTRY_COORDINATOR,
    )
}
WITHIN |= {
    Role.PRIVACY_OFFICER: OFFICE_KINDS | {"job"},
    Role.ADMINISTRATOR: STAFF_KINDS | {"job"},
}
"""Who sweeps, and the kinds of record within their reach."""

EVERYWHERE = {Role.PRIVACY_OFFICER: {"match_review", "waiting_role"}}
"""Kinds of which none is out of a role's reach."""

SAVED_ELSEWHERE = {
    "accounts:role_choose": "needs a second role; accounts/test_roles.py",
    "accounts:step_up": "needs a code; accounts/test_step_up.py",
    "cases:person_new": "asks first who it may be; cases/test_person_new_match.py",
    "emergency:break_glass": "needs the code of a participant; emergency/test_break_glass.py",
    "reports:disclosures_find": "needs the code of a participant; reports/test_disclosures.py",
}
"""Forms that a word in every box does not save."""

Figure = Callable[[str, int], None]


def sweepers(page: Page) -> list[Role]:
    """Return who may open a page about a record of their own, and not by code about anybody's."""
    return [role for role in WITHIN if _may_sweep(role, page)]


def _may_sweep(role: Role, page: Page) -> bool:
    may = ROLES[role].may
    is_elsewhere = page.program and page.program != PROGRAMS.get(HOMES.get(role, ""))
    if is_elsewhere or (page.by_code and page.by_code in may):
        return False
    return (page.to is None or page.to in may) and set(page.about) <= WITHIN[role]


def swept_by(role: Role) -> dict[str, Page]:
    """Return the pages of which it is this role's turn."""
    turns = ((name, page, sweepers(page)) for name, page in PAGES.items())
    return {n: p for i, (n, p, who) in enumerate(turns) if who and who[i % len(who)] == role}


class Stage:
    """Someone with a browser, a record of each kind of their own, and one of each kind of others'."""

    def __init__(self, cast: Cast, sign_in: SignIn, role: Role) -> None:
        self.role = role
        home: Agency | Team = cast.harbor if role == Role.ADMINISTRATOR else home_of(cast, role)
        self.user: User = cast.user("player", role, home)
        self.own: Ids = {**self._within(cast, home), "job": job_of(self.user)}
        self.other: Ids = fill_others(cast, home, self.user, THEIRS)
        self.browser: Client = sign_in(self.user)
        self.pages = swept_by(role)

    def _within(self, cast: Cast, home: Agency | Team) -> Ids:
        if isinstance(home, Team):
            return fill(cast, home, self.user, MINE)
        if self.role == Role.ADMINISTRATOR:
            return staff_of(cast, home, MINE)
        waiting = staff_of(cast, cast.harbor, MINE)["waiting_role"]
        office = {"match_review": match_between_others(cast, MINE), "waiting_role": waiting}
        return office | uses_between_others(cast, MINE)

    def ask(self, name: str, ids: Ids, **query: Any) -> Any:
        """Open a page, or press the button of one that only takes a form."""
        url = crawl.address(name, ids)
        return self.browser.post(url) if PAGES[name].is_post else self.browser.get(url, query)

    def foreign(self, place: str) -> Ids:
        """Return the ids that open nothing in a place of an address."""
        shown = EVERYWHERE.get(self.role, set()) & {place}
        return {kind: pk for kind, pk in self.other.items() if kind not in shown}


@pytest.fixture(params=WITHIN)
def stage(request: Any, cast: Cast, sign_in: SignIn, settings: Any) -> Stage:
    settings.DEBUG = True
    return Stage(cast, sign_in, request.param)


@contextmanager
def undone() -> Iterator[None]:
    """Take back what is written meanwhile: the next request finds all as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


Names = set[str]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Return the names that pages read from an address or a form, since it was last cleared."""
    names: Names = set()

    def listening(method: str) -> Any:
        original = getattr(QueryDict, method)

        def heard(self: QueryDict, key: str, *args: Any, **kwargs: Any) -> Any:
            names.add(key)
            return original(self, key, *args, **kwargs)

        return heard

    for method in ("__getitem__", "__contains__", "getlist"):
        monkeypatch.setattr(QueryDict, method, listening(method))
    return names


def id_columns() -> list[tuple[Any, list[str]]]:
    """Return every table but the trail and the sessions, with its columns that hold an id."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label in KEPT_APART or model._meta.label == "accounts.FormMark":
            continue
        fields = model._meta.concrete_fields
        ids = (models.UUIDField, models.ForeignKey, models.CharField)
        found.append((model, [f.attname for f in fields if isinstance(f, ids)]))
    return found


def foreign_mentions(stage: Stage) -> Counter[str]:
    """Count, by column, the places in the database where an id of the others stands."""
    ids = {*stage.other.values(), *map(str, stage.other.values())}
    found: Counter[str] = Counter()
    for model, columns in id_columns():
        for row in model._base_manager.values_list(*columns):
            held = (c for c, v in zip(columns, row, strict=True) if v in ids)
            found.update(f"{model._meta.label}.{column}" for column in held)
    return found


class TestIds:
    def test_of_others_open_nothing_in_an_address(self, stage: Stage, figure: Figure) -> None:
        wrong, tried = [], 0
        for name, page in stage.pages.items():
            for place in set(page.about):
                for kind, pk in stage.foreign(place).items():
                    answer, tried = stage.ask(name, {**stage.own, place: pk}), tried + 1
                    # To send to a team, its agency must be let know something: else, choose anew.
                    shut = {302} if place == "team" else {404}
                    if answer.status_code not in shut:
                        wrong.append(f"{name} {place}={kind}: {answer.status_code}")

        figure("ids of others tried in addresses", tried)
        assert wrong == []

    def test_of_others_show_nothing_in_a_query(
        self, stage: Stage, read: Names, figure: Figure
    ) -> None:
        shown, tried = [], 0
        for name, page in stage.pages.items():
            if page.is_post:
                continue
            known = crawl.forms_in(stage.ask(name, stage.own))
            fields = [form.add_prefix(field) for form in known for field in form.fields]
            read.clear()
            answer = stage.ask(
                name, stage.own, **dict.fromkeys((*ASKED, *fields), stage.other["case"])
            )
            shown += [name] * (THEIRS in crawl.body_of(answer))
            for key in set(read):
                for kind, pk in stage.other.items():
                    answer, tried = stage.ask(name, stage.own, **{key: pk}), tried + 1
                    shown += [f"{name} {key}={kind}"] * (THEIRS in crawl.body_of(answer))

        figure("ids of others tried in queries", tried)
        assert shown == []

    def test_of_others_reach_nothing_in_a_form(
        self, stage: Stage, read: Names, figure: Figure
    ) -> None:
        before, wrong = foreign_mentions(stage), []
        counts: Counter[str] = Counter()
        for name in stage.pages:
            for words, sent in attempts(stage, name, read):
                counts["ids of others tried in forms"] += words["ids"]
                if sent is None:
                    continue
                counts["forms sent with ids of others"] += 1
                with undone():
                    answer = stage.browser.post(crawl.address(name, stage.own), sent)
                    is_shown = THEIRS in crawl.body_of(answer)
                    is_kept = answer.status_code == 302 and foreign_mentions(stage) != before
                wrong += [f"{name} {words['what']}"] * (is_shown or is_kept)

        for label, count in counts.items():
            figure(label, count)
        assert wrong == []


def attempts(stage: Stage, name: str, read: Names) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield every id in every name that a page reads, or nothing to send where a field stops it."""
    url = crawl.address(name, stage.own)
    known = [] if PAGES[name].is_post else crawl.forms_in(stage.browser.get(url))
    typed: dict[str, Any] = {}
    for form in known:
        typed |= crawl.filled(form, "word")
    read.clear()
    with undone():
        stage.browser.post(url, typed)
    texts = {key for form in known for key in crawl.texts_in(form)}
    keys = sorted((read | set(typed)) - texts)
    for kind, pk in stage.other.items():
        if texts:
            yield (
                {"what": f"{kind} in every text", "ids": len(texts)},
                {
                    **typed,
                    **dict.fromkeys(texts, str(pk)),
                },
            )
        for key in keys:
            sent = typed | {key: str(pk)}
            is_stopped = any(crawl.is_refused(form, key, sent) for form in known)
            yield {"what": f"{key}={kind}", "ids": 1}, None if is_stopped else sent


class TestExtraFields:
    def test_change_nothing(self, stage: Stage, figure: Figure) -> None:
        extra = evil_fields()
        saved, wrong = set(), []
        for name in stage.pages:
            with undone():
                answer = crawl.send(stage.browser, name, stage.own, "word " * 5, extra=extra)
                if answer.status_code == 302:
                    saved.add(name)
                    wrong += [f"{name}: {place}" for place in evil_rows()]

        figure("forms saved with fields that nobody asked for", len(saved))
        assert wrong == []
        forms_shown = {n for n, p in stage.pages.items() if p.is_post or takes_a_form(stage, n)}
        assert forms_shown - saved <= set(SAVED_ELSEWHERE)


def takes_a_form(stage: Stage, name: str) -> bool:
    return bool(crawl.forms_in(stage.ask(name, stage.own)))


class TestMarkup:
    def test_stays_text_on_every_page(self, stage: Stage, figure: Figure) -> None:
        for name in stage.pages:
            crawl.send(stage.browser, name, stage.own, MARKUP)
        shown = {
            name: crawl.body_of(stage.browser.get(crawl.address(name, stage.own)))
            for name, page in PAGES.items()
            if _may_sweep(stage.role, page)
        }

        assert [name for name, text in shown.items() if MARKUP in text] == []
        escaped = [name for name, text in shown.items() if escape(MARKUP) in text]
        figure("pages that show a script as text", len(escaped))


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

    def test_on_an_id_that_was_taken_from_a_form(self, stage: Stage) -> None:
        before = foreign_mentions(stage)

        User.objects.filter(pk=stage.user.pk).update(name=str(stage.other["case"]))

        assert foreign_mentions(stage) - before == Counter({"accounts.User.name": 1})

    def test_every_page_is_swept_by_someone(self) -> None:
        assert [name for name, page in PAGES.items() if not sweepers(page)] == []
        assert set().union(*(swept_by(role) for role in WITHIN)) == set(PAGES)

    def test_every_kind_is_swept_within_reach_and_outside(self, stage: Stage) -> None:
        kinds = set().union(*(page.about for page in PAGES.values()))

        assert set(stage.own) == WITHIN[stage.role]
        assert kinds <= set(stage.other)
        assert set(stage.other) == set().union(*WITHIN.values())
        assert not set(stage.own.values()) & set(stage.other.values())

    def test_every_page_opens_to_its_sweeper(self, stage: Stage) -> None:
        answers = {}
        for name in stage.pages:
            with undone():
                answers[name] = stage.ask(name, stage.own).status_code

        assert {name for name, status in answers.items() if status not in OPENED} == set()
