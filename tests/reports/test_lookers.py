"""Who has looked at one record: for the supervisor by name, for the participant by role."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from cvi.accounts.models import Program
from cvi.accounts.services import set_up_team
from cvi.audit.models import AuditEvent
from cvi.cases import services as cases
from cvi.cases.services import Opening
from cvi.papers.models import Job
from cvi.referrals import services as referrals
from cvi.referrals.services import Handoff
from cvi.reports import tasks

NEXT = re.compile(r'before=([^"&]+)" rel="next"')


@pytest.fixture
def case(cast):
    return cast.case(worker=cast.messenger())


@pytest.fixture
def sue(cast, sign_in):
    return sign_in(cast.supervisor())


@pytest.fixture
def page(case, sue):
    """Return a function that reads the page as the supervisor, as text."""

    def read(**asked):
        answer = sue.get(reverse("reports:lookers", args=[case.participant_id]), asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


@pytest.fixture
def elsewhere(cast, case):
    """The same person has a case in the agency's reentry team; Rita works it."""
    team = set_up_team(agency=cast.harbor, program=Program.REENTRY, name="Doors", by=cast.system)
    rita = cast.user("rita", "reentry_coordinator", team)
    opening = Opening(team=team, worker=rita)
    other = cases.open_new_case(participant=case.participant, opening=opening, by=rita)
    cases.set_goal(case=other, domain="work", words="Doors", by=rita)
    return rita


def rows(text):
    return text.split('<li class="row">')[1:]


class TestPage:
    def test_tells_who_opened_and_changed_what_and_in_which_role(self, cast, case, sign_in, page):
        mo = case.worker
        sign_in(mo).get(reverse("desk:participant", args=[case.participant_id]))
        cases.set_goal(case=case, domain="work", words="A job", by=mo)

        text = page()

        assert "Opened (participant)" in text
        assert "Added (goal)" in text
        assert "Credible messenger" in text
        assert "A job" not in text

    def test_tells_of_lists_and_of_papers(self, case, sign_in, page):
        sign_in(case.worker).get(reverse("desk:people"))

        assert "Looked at a list (case)" in page()

    def test_tells_of_whoever_was_not_let_in(self, cast, case, sign_in, page):
        eve = cast.messenger("eve", cast.hill_team)
        sign_in(eve).get(reverse("desk:participant", args=[case.participant_id]))

        refusal = next(row for row in rows(page()) if "Refused" in row)

        assert "Eve" in refusal

    def test_tells_nothing_of_a_program_that_the_supervisor_does_not_see(
        self, case, elsewhere, sign_in, page
    ):
        sign_in(elsewhere).get(reverse("desk:participant", args=[case.participant_id]))

        text = page()

        assert "Rita" not in text
        assert "Reentry" not in text

    def test_tells_of_an_outsider_even_of_such_a_program_who_was_refused(
        self, cast, case, sign_in, page
    ):
        sign_in(cast.reentry_coordinator()).get(
            reverse("desk:participant", args=[case.participant_id])
        )

        assert "Rey" in page()

    def test_is_on_its_own_list(self, page):
        page()

        assert "Sue" in page()

    def test_follows_from_page_to_page_without_gap_or_repeat(self, case, page, monkeypatch):
        monkeypatch.setattr("cvi.reports.views.EVENTS", 3)
        wanted = AuditEvent.objects.filter(subject_id=case.participant_id).count()
        asked, seen = {}, 0

        while True:
            text = page(**asked)
            seen += len(rows(text))
            if 'rel="next"' not in text:
                break
            asked = {"before": NEXT.search(text)[1]}

        assert seen == wanted + 1  # the first look at this page

    def test_asks_as_many_questions_however_many_looks(
        self, cast, case, sue, django_assert_num_queries
    ):
        url = reverse("reports:lookers", args=[case.participant_id])
        sue.get(url)
        with django_assert_num_queries(19):  # one asks the trail how fast one reads
            sue.get(url)
        for number in range(5):
            cases.set_goal(case=case, domain="work", words=f"Goal {number}", by=case.worker)

        with django_assert_num_queries(19):  # one asks the trail how fast one reads
            sue.get(url)


class TestDoor:
    @pytest.mark.parametrize("name", ["reports:lookers", "reports:lookers_paper"])
    def test_is_closed_to_those_who_may_not_and_those_who_do_not_see(
        self, cast, case, sign_in, name
    ):
        url = reverse(name, args=[case.participant_id])

        def status(user):
            browser = sign_in(user)
            return (browser.post(url) if name.endswith("paper") else browser.get(url)).status_code

        assert status(case.worker) == 403
        assert status(cast.supervisor("sam", cast.hill_team)) == 404
        assert status(cast.auditor()) == 404

    def test_is_linked_from_the_participant_for_those_who_may(self, case, sue, sign_in):
        url = reverse("desk:sharing", args=[case.participant_id])
        looks = reverse("reports:lookers", args=[case.participant_id])

        assert looks in sue.get(url).content.decode()
        assert looks not in sign_in(case.worker).get(url).content.decode()


class TestPaper:
    @pytest.fixture
    def paper(self, case, sue, django_capture_on_commit_callbacks):
        """Return a function that has the paper made and reads it."""
        assert tasks.make_access_paper

        def made(language):
            url = reverse("reports:lookers_paper", args=[case.participant_id])
            with django_capture_on_commit_callbacks(execute=True):
                answer = sue.post(url, {"language": language})
            job_id = answer.url.split("/")[-2]
            download = sue.post(reverse("papers:job_download", args=[job_id]))
            pages = PdfReader(BytesIO(download.getvalue())).pages
            return " ".join(" ".join(page.extract_text() for page in pages).split())

        return made

    def test_tells_by_role_and_agency_and_names_nobody(self, cast, case, sign_in, paper):
        sign_in(case.worker).get(reverse("desk:participant", args=[case.participant_id]))

        text = paper("en")

        assert "Who saw my file" in text
        assert "Credible messenger, Harbor Peace opened your file" in text
        assert case.participant.code in text
        assert not any(name in text for name in ("Mo ", "Sue", "Zedd", "Testperson"))
        assert "Internal" not in text

    def test_is_in_the_language_that_was_chosen_not_that_of_the_worker(self, paper):
        text = paper("es")

        assert "Who saw" not in text
        assert "Quién vio mi expediente" in text
        assert "abrió su expediente" in text

    def test_tells_what_was_given_to_others(self, cast, case, paper):
        cast.consent(case, cast.hill, "name", "phone")
        handoff = Handoff(cast.hill_team, ["name", "phone"], "today")
        referrals.send_referral(case=case, handoff=handoff, by=case.worker)

        text = paper("en")

        assert "to Hill Forward. What: Name to use, Phone number" in text
        assert "Consent of the participant" in text

    def test_tells_nothing_of_a_program_that_the_supervisor_does_not_see(self, elsewhere, paper):
        assert "Reentry" not in paper("en")

    def test_leaves_lines_about_the_participant_and_no_disclosure(self, case, paper):
        paper("en")

        lines = AuditEvent.objects.filter(subject_id=case.participant_id, resource="papers.job")
        actions = set(lines.values_list("action", flat=True))
        assert actions == {"created", "printed", "downloaded"}
        assert not AuditEvent.objects.filter(action="disclosed").exists()

    def test_needs_a_language(self, case, sue):
        answer = sue.post(reverse("reports:lookers_paper", args=[case.participant_id]))

        assert answer.url == reverse("reports:lookers", args=[case.participant_id])
        assert not Job.objects.exists()

    def test_is_not_made_for_someone_who_lost_sight(
        self, cast, case, sue, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks() as later:
            sue.post(
                reverse("reports:lookers_paper", args=[case.participant_id]), {"language": "en"}
            )
        case.team = cast.hill_team
        case.save()

        for callback in later:
            callback()

        assert Job.objects.get().state == Job.State.FAILED
