"""What left about one participant in six years: 45 CFR 164.528."""

import datetime as dt
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cvi.audit.models import AuditEvent
from cvi.referrals import services as referrals
from cvi.referrals.services import Handoff
from cvi.reports import disclosures, tasks

FIND = "reports:disclosures_find"


@pytest.fixture
def case(cast):
    """Someone who was referred to Hill Forward by name and phone, with consent."""
    case = cast.case(worker=cast.messenger())
    cast.consent(case, cast.hill, "name", "phone")
    handoff = Handoff(cast.hill_team, ["name", "phone"], "today")
    referrals.send_referral(case=case, handoff=handoff, by=case.worker)
    return case


@pytest.fixture
def url(case):
    return reverse("reports:disclosures", args=[case.participant_id])


@pytest.fixture
def officer(cast, sign_in):
    return sign_in(cast.user("olive", "privacy_officer", cast.ovp))


class TestPage:
    @pytest.mark.parametrize("who", ["supervisor", "officer"])
    def test_tells_when_to_whom_what_why_and_what_allowed_it(
        self, cast, sign_in, url, who, request
    ):
        browser = (
            sign_in(cast.supervisor()) if who == "supervisor" else request.getfixturevalue(who)
        )

        text = browser.get(url).content.decode()

        for told in ("Hill Forward", "Name to use, Phone number", "Referral", "Consent of the"):
            assert told in text
        assert f"{timezone.localdate().year}" in text
        assert "Zedd" not in text

    def test_goes_back_six_years(self, case):
        with time_machine.travel(timezone.now() + dt.timedelta(days=6 * 365)):
            assert len(disclosures.rows_about(case.participant)) == 1
        with time_machine.travel(timezone.now() + dt.timedelta(days=6 * 366)):
            assert disclosures.rows_about(case.participant) == []

    def test_begins_on_the_last_of_february_after_a_leap_day(self):
        with time_machine.travel("2028-02-29 12:00:00-05:00"):
            assert disclosures.first_moment().date() == dt.date(2022, 2, 28)

    def test_says_so_when_nothing_left(self, cast, officer):
        other = cast.case()

        text = officer.get(reverse("reports:disclosures", args=[other.participant_id]))

        assert "Nothing was shared" in text.content.decode()

    def test_leaves_a_line_about_the_participant(self, cast, case, officer, url):
        officer.get(url)

        line = AuditEvent.objects.newest_first()[0]
        assert (line.action, line.subject_id, line.role) == (
            "viewed",
            case.participant_id,
            "privacy_officer",
        )

    def test_asks_as_many_questions_however_much_left(
        self, cast, case, officer, url, django_assert_num_queries
    ):
        officer.get(url)
        with django_assert_num_queries(13):
            officer.get(url)
        cast.consent(case, cast.mercy, "name")
        handoff = Handoff(cast.mercy_team, ["name"], "today")
        referrals.send_referral(case=case, handoff=handoff, by=case.worker)

        with django_assert_num_queries(13):
            officer.get(url)


class TestDoor:
    def test_is_closed_to_those_who_may_not_and_those_who_do_not_see(
        self, cast, case, sign_in, url
    ):
        def status(user):
            return sign_in(user).get(url).status_code

        assert status(case.worker) == 403
        assert status(cast.supervisor("sam", cast.hill_team)) == 404
        assert status(cast.auditor()) == 404

    def test_knows_nobody_by_an_id_that_is_nobodys(self, cast, officer):
        url = reverse("reports:disclosures", args=[cast.system.pk])

        assert officer.get(url).status_code == 404


class TestByCode:
    def test_goes_to_the_participant_of_a_code_typed_in_small_letters(self, case, officer, url):
        code = case.participant.code.lower().removeprefix("p-")

        answer = officer.post(reverse(FIND), {"code": code})

        assert answer.url == url

    def test_keeps_a_code_that_nobody_has(self, officer):
        text = officer.post(reverse(FIND), {"code": "222222"}).content.decode()

        assert "Nobody has this code" in text
        assert 'value="222222"' in text
        assert AuditEvent.objects.get(action="searched").detail["count"] == 0

    def test_is_for_the_privacy_officer(self, cast, sign_in):
        assert sign_in(cast.supervisor()).get(reverse(FIND)).status_code == 403


class TestPdf:
    @pytest.mark.parametrize("who", ["supervisor", "officer"])
    def test_has_every_disclosure_and_no_name_of_the_participant(
        self, cast, case, sign_in, who, request, django_capture_on_commit_callbacks
    ):
        assert tasks.make_disclosures_pdf
        browser = (
            sign_in(cast.supervisor()) if who == "supervisor" else request.getfixturevalue(who)
        )
        url = reverse("reports:disclosures_download", args=[case.participant_id])

        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(url)
        job_id = answer.url.split("/")[-2]
        file = browser.post(reverse("papers:job_download", args=[job_id]))

        text = " ".join(PdfReader(BytesIO(file.getvalue())).pages[0].extract_text().split())
        assert case.participant.code in text
        assert "Hill Forward" in text
        assert "Internal: do not pass on" in text
        assert "Zedd" not in text
        assert "P-" not in file["Content-Disposition"]
        assert AuditEvent.objects.filter(action="printed", subject_id=case.participant_id).exists()
