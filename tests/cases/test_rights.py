"""Reports of duty stand among what left; complaints and corrections have a clock and an answer."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.audit.models import Disclosure
from cvi.cases import services
from cvi.cases.authority import require_authority
from cvi.cases.errors import AlreadyAnswered, AuthorityMissing, OwnReview
from cvi.cases.models import Case, Demand, DutyReport
from cvi.cases.services.rights import Told
from tests.cast import Cast, SignIn

REPORT = {
    "duty": "mandated_report",
    "recipient": "Child protection hotline",
    "told": "A child in the home has bruises.",
    "why": "The law demands it.",
    "participant_knows": "no",
}


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


class TestAReportOfDuty:
    def url(self, case: Case) -> str:
        return reverse("cases:duty_report_new", args=[case.pk])

    def test_says_who_decided_to_whom_what_and_why(
        self, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        sign_in(mo).post(self.url(case), REPORT)

        row = DutyReport.objects.get()
        assert (row.decided_by, row.recipient) == (mo, "Child protection hotline")
        assert (row.told, row.why) == (REPORT["told"], REPORT["why"])
        left = Disclosure.objects.get()
        assert (left.authority, left.authority_id) == ("mandated_report", row.pk)
        assert left.subject_id == case.participant_id

    def test_stands_in_what_left_without_its_words(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        sign_in(mo).post(self.url(case), REPORT)

        url = reverse("reports:disclosures", args=[case.participant_id])
        page = sign_in(cast.supervisor()).get(url).content.decode()

        assert "The law demands a report" in page
        assert "Someone outside" in page
        assert "bruises" not in page

    @pytest.mark.parametrize("field", sorted(REPORT))
    def test_lacks_nothing(self, case: Case, mo: User, sign_in: SignIn, field: str) -> None:
        answer = sign_in(mo).post(self.url(case), REPORT | {field: ""})

        assert field in answer.context["form"].errors
        assert not DutyReport.objects.exists()
        assert not Disclosure.objects.exists()

    def test_without_its_reason_lets_nothing_out(self, case: Case, mo: User) -> None:
        told = Told(**REPORT | {"why": " "})

        with pytest.raises(AuthorityMissing):
            services.record_duty_report(case=case, told=told, by=mo)

        assert not Disclosure.objects.exists()

    def test_of_another_person_or_decider_is_no_authority(
        self, cast: Cast, case: Case, mo: User
    ) -> None:
        report = services.record_duty_report(case=case, told=Told(**REPORT), by=mo)
        other = cast.case(mo, name="Other Testperson")
        ask = {"duty": report, "fields": ["mandated_report"]}

        assert require_authority(case.participant, **ask, by=mo)
        for person, by in ((other.participant, mo), (case.participant, cast.supervisor())):
            with pytest.raises(AuthorityMissing):
                require_authority(person, **ask, by=by)

    @pytest.mark.parametrize("text", ["x" * 10_000, "a\x00b"])
    def test_takes_only_text_that_fits(
        self, case: Case, mo: User, sign_in: SignIn, text: str
    ) -> None:
        answer = sign_in(mo).post(self.url(case), REPORT | {"told": text})

        assert "told" in answer.context["form"].errors

    def test_keeps_emoji_and_words_from_right_to_left(
        self, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        said = "طفل في البيت 🙂"

        sign_in(mo).post(self.url(case), REPORT | {"told": said})

        assert DutyReport.objects.get().told == said


class TestADemand:
    def test_starts_a_clock_by_its_kind(self, case: Case, mo: User) -> None:
        day = timezone.localdate()
        due = {
            kind: services.record_demand(case=case, kind=kind, text="Wrong.", by=mo).due_on
            for kind in ("complaint", "correction")
        }

        assert due == {
            "complaint": day + dt.timedelta(days=30),
            "correction": day + dt.timedelta(days=60),
        }

    def test_is_answered_by_the_supervisor_from_today(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        url = reverse("cases:demand_new", args=[case.pk])
        typed = {"kind": "correction", "text": "My name has two Zs."}
        sign_in(mo).post(url, typed | {"received_on": timezone.localdate().isoformat()})
        demand, browser = Demand.objects.get(), sign_in(cast.supervisor())
        url = reverse("cases:demand_answer", args=[demand.pk])
        assert url in browser.get("/today/").content.decode()

        browser.post(url, {"outcome": "done", "answer": "We wrote it right."})

        demand.refresh_from_db()
        assert (demand.outcome, demand.answer) == ("done", "We wrote it right.")
        assert url not in browser.get("/today/").content.decode()

    def test_is_not_for_the_worker_it_may_be_about(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        sue = cast.supervisor()
        services.record_demand(case=case, kind="complaint", text="Mo is late.", by=sue)
        sharing = reverse("desk:sharing", args=[case.participant_id])

        assert "Mo is late." not in sign_in(mo).get(sharing).content.decode()
        assert "Mo is late." in sign_in(sue).get(sharing).content.decode()

    def test_is_never_answered_by_the_worker_of_the_case(self, cast: Cast) -> None:
        sue = cast.supervisor()
        case = cast.case(sue)
        demand = services.record_demand(case=case, kind="complaint", text="Late.", by=cast.system)

        with pytest.raises(OwnReview):
            services.answer_demand(demand=demand, outcome="done", answer="Sorry.", by=sue)

    def test_is_answered_once(self, cast: Cast, case: Case) -> None:
        demand = services.record_demand(case=case, kind="complaint", text="Late.", by=cast.system)
        what = {"demand": demand, "outcome": "done", "answer": "Sorry.", "by": cast.supervisor()}
        services.answer_demand(**what)

        with pytest.raises(AlreadyAnswered):
            services.answer_demand(**what)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"text": ""}, "text"),
            ({"kind": "x"}, "kind"),
            ({"received_on": "2199-01-01"}, "received_on"),
        ],
    )
    def test_says_what_is_wrong(
        self, case: Case, mo: User, sign_in: SignIn, change: dict[str, str], field: str
    ) -> None:
        typed = {"kind": "complaint", "text": "Late.", "received_on": "2026-01-05"}

        answer = sign_in(mo).post(reverse("cases:demand_new", args=[case.pk]), typed | change)

        assert field in answer.context["form"].errors
        assert not Demand.objects.exists()
