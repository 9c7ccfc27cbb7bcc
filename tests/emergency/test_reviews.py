"""Every emergency use is reviewed by somebody else, within 72 hours."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.audit.models import AuditEvent
from cvi.cases.models import Case
from cvi.emergency import services
from cvi.emergency.errors import AlreadyDecided, NotOneself
from cvi.emergency.models import BreakGlass, RightReturn
from cvi.vault.keyring import open_ring
from tests.cast import Cast, SignIn
from tests.emergency.conftest import (
    OPEN,
    WHY,
    Use,
    break_glass,
    page_of,
    text_of,
)

LIST = reverse("emergency:review_list")


@pytest.fixture
def pat(cast: Cast) -> User:
    return cast.officer()


@pytest.fixture
def officer(pat: User, sign_in: SignIn) -> Client:
    return sign_in(pat)


def url_of(use: BreakGlass) -> str:
    return reverse("emergency:review", args=[use.pk])


def decide(browser: Client, use: BreakGlass, verdict: str, note: str = "Called both.") -> int:
    with open_ring(()):
        return browser.post(url_of(use), {"verdict": verdict, "note": note}).status_code


def age(use: BreakGlass, hours: float) -> None:
    """Make a use as old as that."""
    ago = timezone.now() - dt.timedelta(hours=hours)
    BreakGlass.objects.filter(pk=use.pk).update(
        began_at=ago, expires_at=ago + dt.timedelta(hours=1)
    )


@pytest.fixture
def found_twice(cast: Cast, max_: User, use: Use, pat: User) -> None:
    """Two uses of the manager were not justified."""
    for _each in range(2):
        row = use(cast.case(team=cast.hill_team), max_)
        services.review(use=row, verdict="not_justified", note="No need.", by=pat)


class TestTheReviewer:
    def test_sees_who_whose_why_and_what_was_opened_but_no_name(
        self, case: Case, manager: Client, officer: Client
    ) -> None:
        break_glass(manager, case)
        for _look in range(3):
            text_of(manager, page_of(case))

        pages = text_of(officer, LIST) + text_of(officer, url_of(BreakGlass.objects.get()))

        assert "Max" in pages
        assert case.participant.code in pages
        assert "Someone may be hurt or killed" in pages
        assert WHY in pages
        assert "The participant&#x27;s page: 3 times" in pages
        assert "Zedd" not in pages

    def test_sees_nothing_opened_before_or_after(
        self, cast: Cast, case: Case, sign_in: SignIn, officer: Client
    ) -> None:
        sue = cast.supervisor(team=cast.hill_team)
        other = cast.case(team=cast.mercy_team)
        browser = sign_in(sue)
        browser.get(page_of(case))
        break_glass(browser, other)

        text = text_of(officer, url_of(BreakGlass.objects.get()))

        assert "Nothing." in text

    @pytest.mark.parametrize("verdict", ["justified", "not_justified", "training"])
    def test_decides_with_a_note(
        self, case: Case, max_: User, use: Use, officer: Client, pat: User, verdict: str
    ) -> None:
        row = use(case, max_)

        assert decide(officer, row, verdict) == 302

        row.refresh_from_db()
        assert (row.verdict, row.reviewed_by, row.note) == (verdict, pat, "Called both.")
        assert AuditEvent.objects.filter(reason="break_glass_reviewed").count() == 1
        assert "Called both." in text_of(officer, url_of(row))

    @pytest.mark.parametrize("sent", [("", "Called."), ("justified", ""), ("waiting", "Called.")])
    def test_says_both_what_and_why(
        self, case: Case, max_: User, use: Use, officer: Client, sent: tuple[str, str]
    ) -> None:
        row = use(case, max_)

        assert decide(officer, row, *sent) == 200

        assert BreakGlass.objects.waiting().count() == 1

    def test_decides_once(self, case: Case, max_: User, use: Use, officer: Client) -> None:
        row = use(case, max_)
        decide(officer, row, "justified")

        assert decide(officer, row, "training") == 200

        row.refresh_from_db()
        assert row.verdict == "justified"

    def test_never_sees_or_reviews_their_own(
        self, case: Case, pat: User, use: Use, officer: Client
    ) -> None:
        row = use(case, pat)

        assert officer.get(url_of(row)).status_code == 404
        assert case.participant.code not in text_of(officer, LIST)
        with pytest.raises(NotOneself):
            services.review(use=row, verdict="justified", note="Me.", by=pat)
        row.verdict, row.reviewed_by, row.reviewed_at = "justified", pat, timezone.now()
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()

    def test_is_nobody_else(self, cast: Cast, case: Case, max_: User, use: Use) -> None:
        use(case, max_)

        for user in (cast.auditor(), cast.supervisor(), cast.manager("mia")):
            assert not BreakGlass.objects.visible_to(user).exists()

    def test_asks_as_many_queries_for_many_uses_as_for_one(
        self, cast: Cast, use: Use, officer: Client, django_assert_num_queries
    ) -> None:
        for number in range(4):
            use(cast.case(), cast.manager(f"m{number}"))
        officer.get(LIST)
        with django_assert_num_queries(11):
            officer.get(LIST)


class TestTheClock:
    def test_says_when_it_is_due(self, case: Case, max_: User, use: Use, officer: Client) -> None:
        use(case, max_)

        assert "Due in 2\xa0days" in text_of(officer, LIST)

    def test_says_how_late_it_is(self, case: Case, max_: User, use: Use, officer: Client) -> None:
        age(use(case, max_), 72 + 5.5)

        assert "Late by 5\xa0hours" in text_of(officer, LIST)

    def test_tells_the_auditor_how_many_are_late(
        self, cast: Cast, case: Case, max_: User, use: Use, sign_in: SignIn, pat: User
    ) -> None:
        auditor = sign_in(cast.auditor())
        row = use(case, max_)
        assert "72 hours" not in text_of(auditor, reverse("reports:trail"))
        age(row, 73)

        assert "1 emergency use was not reviewed within 72 hours." in text_of(
            auditor, reverse("reports:trail")
        )
        services.review(use=row, verdict="justified", note="Fine.", by=pat)
        assert "72 hours" not in text_of(auditor, reverse("reports:trail"))


@pytest.mark.usefixtures("found_twice")
class TestTwoThatWereNotJustified:
    def test_take_the_right_away_and_say_so(self, manager: Client, case: Case) -> None:
        uses = BreakGlass.objects.count()

        for text in (text_of(manager, OPEN), break_glass(manager, case).content.decode()):
            assert "two of your uses were not justified" in text
            assert "<textarea" not in text
        assert BreakGlass.objects.count() == uses

    def test_take_nobody_elses(self, cast: Cast, sign_in: SignIn, case: Case) -> None:
        assert break_glass(sign_in(cast.auditor()), case).status_code == 302

    def test_are_given_back_with_a_recorded_reason(
        self, manager: Client, max_: User, officer: Client, case: Case
    ) -> None:
        url = reverse("emergency:give_back", args=[max_.pk])
        assert url in text_of(officer, LIST)

        with open_ring(()):
            officer.post(url, {"why": "We went through both together."})

        assert RightReturn.objects.get().why == "We went through both together."
        assert AuditEvent.objects.filter(reason="break_glass_returned").count() == 1
        assert break_glass(manager, case).url == page_of(case)
        assert officer.get(url).status_code == 404

    def test_are_not_given_back_without_a_reason(self, officer: Client, max_: User) -> None:
        url = reverse("emergency:give_back", args=[max_.pk])

        assert officer.post(url, {"why": ""}).status_code == 200
        assert not RightReturn.objects.exists()

    def test_count_anew_afterwards(
        self, cast: Cast, max_: User, pat: User, use: Use, manager: Client, case: Case
    ) -> None:
        services.give_back(user=max_, why=WHY, by=pat)
        row = use(cast.case(team=cast.hill_team), max_)
        services.review(use=row, verdict="not_justified", note="Again.", by=pat)

        assert "<textarea" in text_of(manager, OPEN)

    def test_are_not_given_back_to_oneself_nor_twice(self, max_: User, pat: User) -> None:
        with pytest.raises(NotOneself):
            services.give_back(user=max_, why=WHY, by=max_)
        services.give_back(user=max_, why=WHY, by=pat)
        with pytest.raises(AlreadyDecided):
            services.give_back(user=max_, why=WHY, by=pat)


def test_one_that_was_not_justified_takes_nothing_away(
    manager: Client, max_: User, pat: User, use: Use, case: Case
) -> None:
    services.review(use=use(case, max_), verdict="not_justified", note="No need.", by=pat)

    assert "<textarea" in text_of(manager, OPEN)
