"""What a hostile person sends: others' ids wherever one fits, and fields nobody asked for.

Which names a page reads from an address or a form is not guessed but listened for.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import escape

from cvi.accounts import drafts, once
from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.cases import services as cases
from cvi.cases.models import Agreement, Case, Incentive, Participant, Transfer
from cvi.cases.services import Identity, Opening
from cvi.standards.views import SAVE
from tests.security import crawl
from tests.security.crawl import KEPT_APART
from tests.security.pages import PAGES
from tests.security.stage import THEIRS, Stage, may_sweep

pytestmark = pytest.mark.django_db

EVIL = "EVIL-WORD"
MARKUP = '"><script src=//evil.example></script><img src=x onerror=alert(1)>'
EVIL_DAY, EVIL_NUMBER = dt.date(1961, 1, 9), 76543
GUESSED = ("all", "page", "case", "participant", "user", "id", "undo", "job", "next", "code", "who")
EVERY_FORM = {once.FIELD, drafts.PLACE_FIELD}
"""Names that are read of every form, by the middleware and not by the page."""

LINKS_NOTHING = {"hospital.Encounter.form_id": "the mark of a form, looked for among one's own"}
"""Columns for an id that the browser makes."""

SAVED_ELSEWHERE = {
    "accounts:step_up": "needs a code of the app; accounts/test_step_up.py",
    "desk:gallery": "made-up samples, which nothing saves",
    "desk:people": "a search, which saves nothing",
    "referrals:import_new": "a file of data; referrals/test_directory_steward.py",
}
"""Forms that a word in every box does not save."""


def _nobody_works_it(stage: Stage) -> dict[str, Any]:
    Case.objects.filter(pk=stage.own["case"]).update(worker=None)
    return {}


def _nobody_was_asked(stage: Stage) -> dict[str, Any]:
    by = stage.user
    transfer = Transfer.objects.get(pk=stage.own["transfer"])
    cases.answer_transfer(transfer=transfer, status=Transfer.Status.WITHDRAWN, by=by)
    return {}


def _code_of_another(stage: Stage) -> str:
    """Return the code of someone else whose file is in reach, with a case that ended."""
    own = Case.objects.get(pk=stage.own["case"])
    person = cases.register_participant(
        agency=own.team.agency, identity=Identity(name_to_use="Zora Else"), by=stage.user
    )
    opening = Opening(team=own.team, worker=stage.user)
    case = cases.open_new_case(participant=person, opening=opening, by=stage.user)
    today = timezone.localdate()
    cases.close_case(case=case, status=Case.Status.CLOSED, closed_on=today, by=stage.user)
    return person.code


def _decides_for_others(stage: Stage) -> dict[str, Any]:
    """Let the sweeper decide as someone who does not work the case."""
    _nobody_works_it(stage)
    return {"answer": "word"}


def _approved(stage: Stage) -> dict[str, Any]:
    row = Incentive.objects.get(pk=stage.own["incentive"])
    leader = User(username="leader", name="Leader")
    leader.save()
    cases.decide_incentive(incentive=row, status="approved", by=leader)
    return {}


def _an_hour_from_now(_stage: Stage) -> dict[str, Any]:
    """Say when someone is back: an hour is neither past nor too far."""
    return {"back_at": f"{timezone.localtime() + dt.timedelta(hours=1):%H:%M}"}


def _tomorrow(_stage: Stage) -> dict[str, Any]:
    return {"on": (timezone.localdate() + dt.timedelta(days=1)).isoformat()}


def _nothing_is_signed(stage: Stage) -> dict[str, Any]:
    agreement = Agreement.objects.get(pk=stage.own["agreement"])
    cases.withdraw_agreement(agreement=agreement, by=stage.user)
    return {}


def _any_code(stage: Stage) -> dict[str, Any]:
    return {"code": Participant.objects.get(pk=stage.other["participant"]).code}


A_PHONE = {"number": "215-555-0100", "extension": "12"}
A_SERVICE = {"url": "https://word.example"}
PREPARED: dict[str, Callable[[Stage], dict[str, Any]]] = {
    "cases:agreement_new": _nothing_is_signed,
    "cases:claim_change": lambda _stage: {"no_report_reason": "", "completed_on": ""},
    "cases:claim_new": lambda _stage: {"no_report_reason": ""},
    "cases:demand_answer": _nobody_works_it,
    "cases:incentive_decide": _decides_for_others,
    "cases:incentive_pay": _approved,
    "cases:group_change": lambda _stage: {"starts_on": "2026-01-05", "ends_on": ""},
    "cases:goal_change": lambda _stage: {"resolved_via": "", "is_signed_off": ""},
    "cases:kin_new": lambda stage: {"kin": _code_of_another(stage)},
    "cases:merge_new": lambda stage: {"code": _code_of_another(stage), "other": ""},
    "cases:reach_edit": lambda _stage: {"has_no_address": ""},
    "cases:transfer_new": _nobody_was_asked,
    "emergency:break_glass": _any_code,
    "referrals:organization_change": lambda _stage: {"website": "https://word.example"},
    "referrals:part_change": lambda _stage: A_PHONE,
    "referrals:part_new": lambda _stage: A_PHONE,
    "referrals:sent_again": _tomorrow,
    "referrals:service_change": lambda _stage: {**A_SERVICE, "new_organization": ""},
    "referrals:service_new": lambda _stage: {**A_SERVICE, "organization": ""},
    "staffing:outing_start": _an_hour_from_now,
    "staffing:session_new": lambda _stage: {"next_on": ""},
    "staffing:training_new": lambda _stage: {"hours": "8"},
    "reports:disclosures_find": _any_code,
}
"""What must be so, and what must be typed, for a form to be saved."""

OPEN_TO_ALL = {"desk:model_assign teams": "the office says of every team how it works"}
"""Fields in which no id is out of reach."""

LONG_WORD = "-".join(["word"] * 5)

Names = set[str]
Mentions = Counter[tuple[str, str]]
Figure = Callable[[str, int], None]


@pytest.fixture(autouse=True)
def files() -> None:
    """Leave the files where the stage keeps them."""


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
        columns = [f.attname for f in model._meta.concrete_fields if _holds_an_id(f)]
        if columns and model._meta.app_label not in KEPT_APART:
            found.append((model, columns))
    return found


def _holds_an_id(column: Any) -> bool:
    if str(column).replace(".Historical", ".") in LINKS_NOTHING:
        return False
    return isinstance(column, models.UUIDField | models.ForeignKey)


def foreign_mentions(stage: Stage, tables: set[str] | None = None) -> Mentions:
    """Count, by column, the places in all or some tables where an id of the others stands."""
    ids = set(stage.other.values())
    found: Mentions = Counter()
    for model, columns in id_columns():
        table = model._meta.db_table
        if tables is not None and table not in tables:
            continue
        for row in model._base_manager.values_list(*columns):
            held = (c for c, v in zip(columns, row, strict=True) if v in ids)
            found.update((table, column) for column in held)
    return found


class TestIds:
    def test_of_others_open_nothing_in_an_address(self, stage: Stage, figure: Figure) -> None:
        wrong, tried = [], 0
        for name, place, kind, pk in addresses(stage):
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
            for query in [] if page.is_post else queries(stage, name, read):
                answer, tried = stage.ask(name, stage.own, query), tried + len(query)
                shown += [f"{name} {query}"] * (THEIRS in crawl.body_of(answer))

        figure("ids of others tried in queries", tried)
        assert shown == []

    def test_of_others_reach_nothing_in_a_form(
        self, stage: Stage, read: Names, figure: Figure
    ) -> None:
        before, wrong = foreign_mentions(stage), []
        counts: Counter[str] = Counter()
        for name in stage.pages:
            for attempt in attempts(stage, name, read):
                counts["ids of others tried in forms"] += attempt.ids
                if attempt.is_stopped:
                    continue
                counts["forms sent with ids of others"] += 1
                with stage.undone(), crawl.written() as tables:
                    answer = stage.send(name, attempt.sent)
                    is_shown = THEIRS in crawl.body_of(answer)
                    is_kept = foreign_mentions(stage, tables) != within(before, tables)
                wrong += [f"{name} {attempt.what}"] * (is_shown or is_kept)

        for label, count in counts.items():
            figure(label, count)
        assert wrong == []


def addresses(stage: Stage) -> Iterator[tuple[str, str, str, Any]]:
    """Yield each page with an id of its kind in each place, the first of a place with all kinds."""
    seen: Names = set()
    for name, page in stage.pages.items():
        for place in set(page.about):
            foreign = stage.foreign(place)
            kinds = foreign if place not in seen else {place} & set(foreign)
            seen.add(place)
            yield from ((name, place, kind, foreign[kind]) for kind in kinds)


def within(mentions: Mentions, tables: set[str]) -> Mentions:
    """Keep what was counted in these tables."""
    return Counter({place: count for place, count in mentions.items() if place[0] in tables})


def queries(stage: Stage, name: str, read: Names) -> Iterator[dict[str, Any]]:
    """Yield ids of others in every name there may be, then in those read, alone and all at once."""
    read.clear()
    known = {form.add_prefix(field) for form in stage.forms(name) for field in form.fields}
    asked = read | known
    read.clear()
    yield dict.fromkeys((*GUESSED, *asked), stage.other["case"])
    names = sorted((asked & read) - EVERY_FORM)
    yield from ({key: stage.other["case"]} for key in names)
    if names:
        yield from (dict.fromkeys(names, pk) for pk in stage.other.values())


@dataclass
class Attempt:
    """A form with ids of others in it; `is_stopped` if a field of it takes no such thing."""

    what: str
    sent: dict[str, Any]
    ids: int = 1
    is_stopped: bool = False


def attempts(stage: Stage, name: str, read: Names) -> Iterator[Attempt]:
    """Yield every id in every name that a page reads; in free text, which nobody looks up, one."""
    known = stage.forms(name)
    typed = {SAVE: "on"} | crawl.filled_all(known, LONG_WORD)
    read.clear()
    with stage.undone():
        stage.send(name, typed)
    texts = {key for form in known for key in crawl.texts_in(form)}
    told = dict(zip(sorted(texts | EVERY_FORM), cycle(map(str, stage.other.values()))))
    yield Attempt("in every text", typed | told, len(told))
    fields = set(typed) - texts - {SAVE}
    unknown = sorted(read - fields - set(told) - {SAVE})
    for kind, pk in stage.other.items():
        if unknown:
            whole = typed | dict.fromkeys(unknown, str(pk))
            yield Attempt(f"{unknown}={kind}", whole, len(unknown))
        for key in sorted(k for k in fields if f"{name} {k}" not in OPEN_TO_ALL):
            sent = typed | {key: str(pk)}
            is_stopped = any(crawl.is_refused(form, key, sent) for form in known)
            yield Attempt(f"{key}={kind}", sent, is_stopped=is_stopped)


class TestExtraFields:
    def test_change_nothing(self, stage: Stage, figure: Figure) -> None:
        extra = evil_fields()
        saved, refused, wrong = 0, set(), []
        for name in stage.pages:
            with stage.undone(), crawl.written() as tables:
                said = PREPARED[name](stage) if name in PREPARED else {}
                *shown, answer = crawl.shown_and_sent(
                    stage.browser, name, stage.own, LONG_WORD, extra=extra, said=said
                )
                if is_saved(answer):
                    saved += 1
                    wrong += [f"{name}: {place}" for place in evil_rows(tables)]
                elif crawl.forms_in(*shown) and answer.status_code != 405:
                    refused.add(name)

        figure("forms saved with fields that nobody asked for", saved)
        assert wrong == []
        assert refused == set(SAVED_ELSEWHERE) & set(stage.pages)


def is_saved(answer: Any) -> bool:
    """Answer whether a form was taken: the page leads on, or shows what came of it."""
    return answer.status_code == 302 or (answer.status_code == 200 and not crawl.forms_in(answer))


class TestMarkup:
    def test_stays_text_on_every_page(self, stage: Stage, figure: Figure) -> None:
        for name in stage.pages:
            crawl.send(stage.browser, name, stage.own, MARKUP)
        shown = {
            name: crawl.body_of(stage.browser.get(crawl.address(name, stage.own)))
            for name, page in PAGES.items()
            if may_sweep(stage.role, page)
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


def evil_rows(tables: set[str] | None = None) -> list[str]:
    """Return the columns, of all or some tables, in which such a value stands."""
    found = []
    for table, rows in crawl.told(tables).items():
        for row in rows:
            hits = [c for c, value in row.items() if _is_evil(value)]
            found += [f"{table}.{column}" for column in hits]
    return found


def _is_evil(value: Any) -> bool:
    day = value.date() if isinstance(value, dt.datetime) else value
    return day == EVIL_DAY or value == EVIL_NUMBER or EVIL in str(value)


@pytest.mark.parametrize("stage", [Role.SUPERVISOR], indirect=True)
class TestTheSweepsCanFail:
    def test_on_a_row_that_took_an_extra_field(self, stage: Stage) -> None:
        User.objects.filter(pk=stage.user.pk).update(name=EVIL)

        assert evil_rows() == ["accounts.User.name"]

    def test_on_an_id_that_was_taken_from_a_form(self, stage: Stage) -> None:
        before = foreign_mentions(stage)

        stage.user.memberships.update(user_id=stage.other["user"])

        assert foreign_mentions(stage) - before == Counter({("accounts_membership", "user_id"): 1})
