"""A release of information: every element the law asks for, and nothing without a yes."""

import datetime as dt
import json
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cvi.accounts.models import Agency, User
from cvi.audit.models import AuditEvent
from cvi.cases import services
from cvi.cases import tasks as _handlers  # noqa: F401  they make the papers
from cvi.cases.authority import require_authority
from cvi.cases.consent_rules import latest_end
from cvi.cases.errors import AuthorityMissing, GuardianMissing, WrongDay
from cvi.cases.models import Case, Consent, Participant
from cvi.cases.services import Release
from cvi.papers.models import Job
from cvi.papers.services import run_job
from tests.cast import Cast, SignIn

STROKES = [[[10, 20], [500, 900]], [[1000, 0]]]


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


@pytest.fixture
def typed(cast: Cast) -> dict[str, Any]:
    return {
        "recipient": cast.hill.pk,
        "scope": ["name", "phone"],
        "purpose": "services",
        "expires_on": in_days(30).isoformat(),
        "given_by": "participant",
        "language": "en",
        "method": "signed",
        "signed_on": timezone.localdate().isoformat(),
        "copy": "given",
    }


def in_days(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def release_to(agency: Agency, until: dt.date, **how: Any) -> Release:
    return Release(recipient=agency, scope=["name"], method="signed", expires_on=until, **how)


def url_of(case: Case) -> str:
    return reverse("cases:consent_new", args=[case.pk])


def grow_young(person: Participant, years: int) -> None:
    today = timezone.localdate()
    born = dt.date(today.year - years, 1, 1)
    services.update_participant(participant=person, changes={"birth_date": born}, by=person_by())


def person_by() -> User:
    return User.objects.order_by("pk")[0]


class TestGiving:
    def test_keeps_every_element(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn, typed: dict[str, Any]
    ) -> None:
        typed |= {"method": "screen", "signature": json.dumps(STROKES), "had_interpreter": "on"}
        typed |= {"language": "es"}

        answer = sign_in(mo).post(url_of(case), typed)

        row = Consent.objects.get()
        assert answer.url == reverse("desk:participant", args=[case.participant_id])
        assert (row.recipient, row.scope, row.purpose) == (cast.hill, ["name", "phone"], "services")
        assert (row.signed_on, row.expires_on) == (timezone.localdate(), in_days(30))
        assert (row.signature, row.language, row.had_interpreter) == (STROKES, "es", True)
        assert (row.recorded_by, row.copy) == (mo, Consent.Copy.GIVEN)

    def test_presets_nothing_that_goes_out(self, case: Case, mo: User, sign_in: SignIn) -> None:
        form = sign_in(mo).get(url_of(case)).context["form"]

        assert not any(form[name].initial for name in ("recipient", "scope", "purpose", "method"))

    def test_tells_first_what_they_must_know(self, case: Case, mo: User, sign_in: SignIn) -> None:
        page = sign_in(mo).get(url_of(case)).content.decode()

        for said in ("whether you say yes or no", "take it back on any day", "pass it on"):
            assert said in page

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"expires_on": ""}, "expires_on"),
            ({"expires_on": "2000-01-01"}, "expires_on"),
            ({"expires_on": "2199-01-01"}, "expires_on"),
            ({"signed_on": "2199-01-01"}, "signed_on"),
            ({"scope": []}, "scope"),
            ({"scope": ["name", "secret"]}, "scope"),
            ({"purpose": ""}, "purpose"),
            ({"method": ""}, "method"),
            ({"method": "screen"}, "signature"),
            ({"method": "screen", "signature": "[[]"}, "signature"),
            ({"method": "screen", "signature": "[[[1,2,3]]]"}, "signature"),
            ({"method": "screen", "signature": "[[[1001,2]]]"}, "signature"),
            ({"method": "screen", "signature": '[[["a",2]]]'}, "signature"),
            ({"method": "screen", "signature": "[" * 2000}, "signature"),
            ({"method": "witnessed"}, "witness"),
            ({"method": "witnessed", "witness": "x" * 10_000}, "witness"),
            ({"given_by": "guardian"}, "giver_name"),
            ({"given_by": "guardian", "giver_name": "Zara\x00", "giver_right": "m"}, "giver_name"),
        ],
    )
    def test_says_what_is_missing_and_saves_nothing(
        self,
        case: Case,
        mo: User,
        sign_in: SignIn,
        typed: dict[str, Any],
        change: dict[str, Any],
        field: str,
    ) -> None:
        answer = sign_in(mo).post(url_of(case), typed | change)

        assert field in answer.context["form"].errors
        assert not Consent.objects.exists()

    def test_never_goes_to_ones_own_agency(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn, typed: dict[str, Any]
    ) -> None:
        answer = sign_in(mo).post(url_of(case), typed | {"recipient": cast.harbor.pk})

        assert "recipient" in answer.context["form"].errors

    def test_lasts_a_year_at_most_also_from_leap_day(self, db: None) -> None:
        assert latest_end(dt.date(2026, 3, 15)) == dt.date(2027, 3, 15)
        assert latest_end(dt.date(2028, 2, 29)) == dt.date(2029, 2, 28)
        assert latest_end(dt.date(2026, 12, 31)) == dt.date(2027, 12, 31)

    def test_never_ends_before_it_begins(self, cast: Cast, case: Case, mo: User) -> None:
        day = timezone.localdate()
        release = release_to(cast.hill, day, signed_on=day)

        with pytest.raises(WrongDay):
            services.record_consent(case=case, release=release, by=mo)


class TestMinors:
    def test_sign_with_a_guardian(self, cast: Cast, case: Case, mo: User) -> None:
        grow_young(case.participant, 16)
        alone = release_to(cast.hill, in_days(30))
        names = {"giver_name": "Zara Testparent", "giver_right": "mother", "assented": "yes"}
        helped = release_to(cast.hill, in_days(30), given_by="guardian", **names)

        with pytest.raises(GuardianMissing):
            services.record_consent(case=case, release=alone, by=mo)
        row = services.record_consent(case=case, release=helped, by=mo)

        assert (row.giver_name, row.assented) == ("Zara Testparent", "yes")

    def test_may_sign_alone_where_the_law_lets_them(self, cast: Cast, case: Case, mo: User) -> None:
        grow_young(case.participant, 17)
        alone = release_to(cast.hill, in_days(30), is_alone_by_law=True)

        assert services.record_consent(case=case, release=alone, by=mo)

    def test_are_asked_more_than_adults(self, case: Case, mo: User, sign_in: SignIn) -> None:
        browser = sign_in(mo)
        adult = set(browser.get(url_of(case)).context["form"].fields)

        grow_young(case.participant, 15)
        minor = set(browser.get(url_of(case)).context["form"].fields)

        assert minor - adult == {"assented", "is_alone_by_law"}

    def test_are_told_so_beside_the_form(
        self, case: Case, mo: User, sign_in: SignIn, typed: dict[str, Any]
    ) -> None:
        grow_young(case.participant, 15)

        page = sign_in(mo).post(url_of(case), typed).content.decode()

        assert "A parent or guardian signs, unless the law lets them alone." in page
        assert not Consent.objects.exists()


class TestItsEnd:
    def test_blocks_what_would_leave_the_day_after(self, cast: Cast, case: Case, mo: User) -> None:
        """Worked example 11: a release that ends on 30 June lets nothing out on 1 July."""
        with time_machine.travel("2026-06-01T12:00:00-05:00"):
            release = release_to(cast.hill, dt.date(2026, 6, 30))
            services.record_consent(case=case, release=release, by=mo)
        ask = {"recipient": cast.hill, "fields": ["name"], "by": mo}

        with time_machine.travel("2026-06-30T12:00:00-05:00"):
            assert require_authority(case.participant, **ask)
        with time_machine.travel("2026-07-01T12:00:00-05:00"), pytest.raises(AuthorityMissing):
            require_authority(case.participant, **ask)

        tried = AuditEvent.objects.filter(outcome=AuditEvent.Outcome.NOT_ALLOWED)
        assert [event.action for event in tried] == [AuditEvent.Action.DISCLOSED]

    def test_is_said_on_today_before_it_comes(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        cast.consent(case, cast.hill, "name")

        page = sign_in(mo).get("/today/").content.decode()

        assert "Sharing with Hill Forward ends" in page
        assert "renews=" in page

    def test_is_not_said_once_it_was_renewed(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn, typed: dict[str, Any]
    ) -> None:
        earlier = cast.consent(case, cast.hill, "name")
        url = f"{url_of(case)}?renews={earlier.pk}"
        browser = sign_in(mo)
        assert browser.get(url).context["form"].initial["scope"] == ["name"]

        browser.post(url, typed | {"expires_on": in_days(300).isoformat()})

        assert Consent.objects.get(renews=earlier)
        assert "Sharing with Hill Forward ends" not in browser.get("/today/").content.decode()

    def test_of_someone_else_is_never_renewed(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn, typed: dict[str, Any]
    ) -> None:
        other = cast.consent(cast.case(mo, name="Zora Example"), cast.hill, "phone")
        url = f"{url_of(case)}?renews={other.pk}"

        sign_in(mo).post(url, typed)

        assert Consent.objects.get(participant=case.participant).renews is None


class TestTheCopy:
    @pytest.mark.parametrize(
        ("language", "said"),
        [("en", "What you allowed us to share"), ("es", "Lo que usted permitió compartir")],
    )
    def test_is_theirs_in_their_language(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn, language: str, said: str
    ) -> None:
        consent = cast.consent(case, cast.hill, "name")
        browser = sign_in(mo)

        url = reverse("cases:consent_print", args=[consent.pk])
        browser.post(url, {"language": language})
        run_job.call_local(job_id=str(Job.objects.get().pk))
        answer = browser.post(reverse("papers:job_download", args=[Job.objects.get().pk]))

        pages = PdfReader(BytesIO(b"".join(answer.streaming_content))).pages
        text = " ".join(pages[0].extract_text().split())
        assert said in text
        assert "Hill Forward" in text
        assert "Zedd" not in text

    def test_page_says_all_that_was_agreed_to(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn, typed: dict[str, Any]
    ) -> None:
        browser = sign_in(mo)
        browser.post(url_of(case), typed | {"method": "witnessed", "witness": "Zack Witness"})

        page = browser.get(reverse("cases:consent", args=[Consent.objects.get().pk]))

        text = page.content.decode()
        for said in ("Hill Forward", "Phone number", "So that they get help", "Zack Witness"):
            assert said in text

    def test_of_a_stranger_is_not_there(self, cast: Cast, mo: User, sign_in: SignIn) -> None:
        consent = cast.consent(cast.case(team=cast.mercy_team), cast.hill, "name")

        for name in ("consent", "consent_print"):
            url = reverse(f"cases:{name}", args=[consent.pk])
            assert sign_in(mo).post(url).status_code in {404, 405}
        assert sign_in(mo).get(reverse("cases:consent", args=[consent.pk])).status_code == 404
