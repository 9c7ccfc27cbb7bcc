"""While a file is read in an emergency, and how that ends and who is told."""

from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts import services as accounts
from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.accounts.services import Place
from cvi.audit.models import AuditEvent
from cvi.cases import documents
from cvi.cases import services as cases
from cvi.cases.models import Case, CaseGrant
from cvi.emergency import services
from cvi.emergency.models import BreakGlass
from cvi.papers import services as papers
from cvi.papers.models import Job
from cvi.papers.uploads import CleanFile, FileType
from cvi.vault.keyring import open_ring
from tests.accounts.test_lock import clock, minutes  # noqa: F401  a fixture
from tests.cast import Cast, SignIn
from tests.emergency.conftest import (
    END,
    OPEN,
    break_glass,
    letters,
    page_of,
    status_of,
    text_of,
)


class TestReadingOnly:
    @pytest.fixture
    def reader(self, cast: Cast, sign_in: SignIn, case: Case) -> Client:
        browser = sign_in(cast.supervisor())
        break_glass(browser, case)
        return browser

    @pytest.mark.parametrize(
        "name",
        [
            "cases:goal_new",
            "cases:follow_up_new",
            "cases:note_new",
            "cases:consent_new",
            "cases:participant_edit",
            "referrals:referral_send",
            "outreach:contact_log",
        ],
    )
    def test_opens_no_page_that_writes(self, reader: Client, case: Case, name: str) -> None:
        url = reverse(name, args=[case.pk])

        with open_ring(()):
            answers = [reader.get(url), reader.post(url, {"text": "Hello"})]

        assert [answer.status_code for answer in answers] == [403, 403]

    def test_changes_no_goal_and_no_follow_up(self, cast: Cast, reader: Client, case: Case) -> None:
        goal = cases.set_goal(case=case, domain="work", words="A job", by=cast.system)
        day = timezone.localdate()
        follow_up = cases.plan_follow_up(case=case, kind="check_in", due_on=day, by=cast.system)
        urls = [
            reverse("cases:goal_change", args=[goal.pk]),
            reverse("cases:follow_up_finish", args=[follow_up.pk]),
        ]

        text = text_of(reader, page_of(case))

        assert "A job" in text
        assert not any(url in text for url in urls)
        assert [status_of(reader, url) for url in urls] == [403, 403]

    def test_hands_out_no_document(self, cast: Cast, reader: Client, case: Case) -> None:
        file = CleanFile("id.pdf", FileType.PDF, b"%PDF-1.7 a paper")
        paper = documents.add_document(case=case, kind="id", file=file, by=cast.system)

        listed = text_of(reader, reverse("cases:document_list", args=[case.pk]))

        assert "Download file" not in listed
        assert "Add document" not in listed
        assert status_of(reader, reverse("cases:document", args=[paper.pk])) == 403

    def test_offers_nothing_to_do(self, reader: Client, case: Case) -> None:
        text = text_of(reader, page_of(case))

        for label in ("Add note", "Add goal", "Log contact", "Refer<", "Stop sharing", "Change<"):
            assert label not in text

    def test_asks_for_no_download(self, reader: Client) -> None:
        url = reverse("reports:caseload_download")
        text = text_of(reader, reverse("reports:caseload"))

        assert url not in text
        assert reader.post(url, {"kind": "caseload_pdf"}).status_code == 403
        assert not Job.objects.exists()

    def test_takes_no_download_that_was_asked_for_before(
        self, max_: User, manager: Client, case: Case
    ) -> None:
        job = papers.start_job(kind=Job.Kind.CASELOAD_XLSX, params={}, by=max_)
        break_glass(manager, case)
        url = reverse("papers:job_download", args=[job.pk])

        text = text_of(manager, reverse("papers:job", args=[job.pk]))

        assert url not in text
        assert manager.post(url).status_code == 403
        job.refresh_from_db()
        assert job.downloaded_at is None

    def test_is_not_printed(self, reader: Client, case: Case) -> None:
        styles = (settings.BASE_DIR / "static/css/app.css").read_text()

        assert "is-emergency" in text_of(reader, page_of(case))
        assert "body.is-emergency { display: none !important; }" in styles.split("@media print")[1]


class TestTheBanner:
    def test_stands_on_every_page_while_it_is_open(
        self, cast: Cast, manager: Client, case: Case
    ) -> None:
        break_glass(manager, case)
        until = timezone.localtime(BreakGlass.objects.get().expires_at)

        for url in (page_of(case), reverse("reports:caseload"), OPEN):
            text = text_of(manager, url)
            assert "Emergency sight of one file until" in text
            assert "Everything you open is reviewed." in text
            assert END in text
            assert str(until.minute) in text

    def test_is_gone_afterwards(self, manager: Client, case: Case) -> None:
        assert "Emergency sight of one file" not in text_of(manager, OPEN)
        break_glass(manager, case)
        manager.post(END)

        assert "Emergency sight of one file" not in text_of(manager, OPEN)


class TestTheEnd:
    def test_comes_by_hand(self, manager: Client, case: Case) -> None:
        break_glass(manager, case)

        manager.post(END)

        assert status_of(manager, page_of(case)) == 404
        use = BreakGlass.objects.get()
        assert use.ended_at
        assert CaseGrant.objects.get(kind="break_glass").expires_at == use.ended_at

    def test_without_a_use_changes_nothing(self, manager: Client) -> None:
        assert manager.post(END).status_code == 302

    def test_comes_after_an_hour(
        self,
        clock: time_machine.Traveller,  # noqa: F811
        manager: Client,
        case: Case,
    ) -> None:
        break_glass(manager, case)
        for _spell in range(7):
            clock.shift(minutes(8.5))
            assert status_of(manager, page_of(case)) == 200

        clock.shift(minutes(1))

        assert status_of(manager, page_of(case)) == 404
        assert "emergency" not in manager.session

    def test_comes_with_the_account(self, manager: Client, case: Case, max_: User) -> None:
        break_glass(manager, case)
        max_.is_active = False
        max_.save()

        assert status_of(manager, page_of(case)) == 302

    def test_comes_with_the_role(self, cast: Cast, manager: Client, case: Case, max_: User) -> None:
        break_glass(manager, case)

        accounts.end_role(membership=max_.memberships.get(), by=cast.system)

        assert status_of(manager, page_of(case)) == 404

    def test_comes_with_a_change_of_role(
        self, cast: Cast, sign_in: SignIn, case: Case, max_: User
    ) -> None:
        place = Place(cast.harbor, cast.harbor_team)
        accounts.give_role(user=max_, role=Role.SUPERVISOR, place=place, by=cast.system)
        browser = sign_in(max_)
        manager, supervisor = max_.memberships.order_by("pk")
        choose = reverse("accounts:role_choose")
        browser.post(choose, {"role": str(manager.pk)})
        break_glass(browser, case)
        assert status_of(browser, page_of(case)) == 200

        browser.post(choose, {"role": str(supervisor.pk)})

        assert status_of(browser, page_of(case)) == 404

    def test_comes_with_a_review_that_finds_no_reason(
        self, cast: Cast, manager: Client, case: Case
    ) -> None:
        break_glass(manager, case)

        services.review(
            use=BreakGlass.objects.get(), verdict="not_justified", note="No.", by=cast.officer()
        )

        assert status_of(manager, page_of(case)) == 404


class TestTelling:
    @pytest.fixture
    def told(
        self, cast: Cast, manager: Client, case: Case, django_capture_on_commit_callbacks: Any
    ) -> Client:
        people = [cast.officer(), cast.supervisor("hal", cast.hill_team), cast.supervisor()]
        for user in (*people, cast.messenger(team=cast.hill_team)):
            user.email = f"{user.username}@example.org"
            user.save()
        cast.officer("pia")  # without an address
        with django_capture_on_commit_callbacks(execute=True):
            break_glass(manager, case)
        return manager

    @pytest.mark.usefixtures("told")
    def test_writes_to_the_privacy_officer_and_the_supervisors_of_the_file(self) -> None:
        assert letters() == ["hal@example.org", "pat@example.org"]

    @pytest.mark.usefixtures("told")
    def test_writes_no_name_no_code_and_no_reason(self, case: Case) -> None:
        for letter in mail.outbox:
            text = letter.subject + letter.body
            for word in ("Zedd", "Max", case.participant.code, "cousin", "Hill"):
                assert word not in text

    @pytest.mark.usefixtures("told")
    def test_tells_the_supervisor_on_today(self, sign_in: SignIn) -> None:
        hal, sue = User.objects.get(username="hal"), User.objects.get(username="sue")

        assert "Max read the file of Zedd Testperson in an emergency" in text_of(
            sign_in(hal), "/today/"
        )
        assert "in an emergency" not in text_of(sign_in(sue), "/today/").split("<main")[1]

    @pytest.mark.usefixtures("told")
    def test_tells_the_privacy_officer_where_they_start(self, sign_in: SignIn) -> None:
        pat = User.objects.get(username="pat")

        text = text_of(sign_in(pat), reverse("reports:trail"))

        assert "1 emergency use waits for your review." in text

    @pytest.mark.usefixtures("told")
    def test_leaves_its_line_with_the_category(self, case: Case, max_: User) -> None:
        line = AuditEvent.objects.get(action="broke_glass")

        assert (line.actor_id, line.subject_id) == (max_.pk, case.participant_id)
        assert line.detail == {"category": "danger"}

    def test_does_not_write_to_whoever_did_it(
        self,
        cast: Cast,
        sign_in: SignIn,
        case: Case,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        pat = cast.officer()
        pat.email = "pat@example.org"
        pat.save()

        with django_capture_on_commit_callbacks(execute=True):
            break_glass(sign_in(pat), case)

        assert letters() == []
