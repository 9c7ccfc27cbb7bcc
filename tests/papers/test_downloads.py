"""The pages of the downloads."""

import uuid

import pytest
from django.urls import reverse, reverse_lazy

from cvi.audit.models import AuditEvent
from cvi.papers import services
from cvi.papers.models import Job

LIST = reverse_lazy("papers:job_list")


@pytest.fixture
def owner(cast):
    return cast.manager()


@pytest.fixture
def job(owner, ask):
    return ask(owner)


def page_of(job):
    return reverse("papers:job", args=[job.pk])


def download_of(job):
    return reverse("papers:job_download", args=[job.pk])


class TestJobList:
    def test_shows_ones_own(self, owner, job, sign_in):
        page = sign_in(owner).get(LIST).content

        assert b"Caseload report, spreadsheet" in page
        assert b"Ready" in page

    def test_hides_everyone_elses(self, cast, job, sign_in):
        assert b"No downloads yet" in sign_in(cast.supervisor()).get(LIST).content

    def test_asks_as_many_questions_however_long(
        self, owner, job, sign_in, django_assert_max_num_queries
    ):
        browser = sign_in(owner)
        browser.get(LIST)
        for _number in range(5):
            services.start_job(kind=Job.Kind.CASELOAD_XLSX, params={}, by=owner)

        with django_assert_max_num_queries(15):
            browser.get(LIST)

    def test_sends_a_stranger_to_sign_in(self, client, db):
        assert client.get(LIST).status_code == 302


class TestJob:
    def test_asks_again_while_it_runs(self, owner, job, sign_in):
        Job.objects.filter(pk=job.pk).update(state="running", key=None, expires_at=None, percent=40)

        page = sign_in(owner).get(page_of(job)).content

        assert b'hx-trigger="every 1s"' in page
        assert b'value="40"' in page

    def test_stops_asking_when_it_is_done(self, owner, job, sign_in):
        part = sign_in(owner).get(page_of(job), headers={"HX-Request": "true"}).content

        assert b"hx-trigger" not in part
        assert b"<html" not in part
        assert b"Download file" in part

    def test_leaves_no_line_for_looking_at_ones_own_progress(self, owner, job, sign_in):
        browser = sign_in(owner)
        before = AuditEvent.objects.count()

        browser.get(page_of(job), headers={"HX-Request": "true"})

        assert AuditEvent.objects.count() == before

    def test_says_why_it_failed(self, owner, job, sign_in):
        failed = {"state": "failed", "message": "interrupted", "expires_at": None, "key": None}
        Job.objects.filter(pk=job.pk).update(**failed)

        assert b"The server stopped three times" in sign_in(owner).get(page_of(job)).content

    def test_hides_the_job_from_everyone_else_and_notes_it(self, cast, job, sign_in):
        sue = cast.supervisor()

        page = sign_in(sue).get(page_of(job))

        assert page.status_code == 404
        assert AuditEvent.objects.filter(actor_id=sue.pk, outcome="unseen").exists()

    def test_treats_a_job_that_does_not_exist_the_same(self, owner, sign_in):
        url = reverse("papers:job", args=[uuid.uuid4()])

        assert sign_in(owner).get(url).status_code == 404

    def test_sends_a_stranger_to_sign_in(self, client, job):
        assert client.get(page_of(job)).status_code == 302


class TestDownload:
    def test_hands_over_an_attachment_that_can_do_nothing(self, owner, job, sign_in):
        answer = sign_in(owner).post(download_of(job))

        assert answer.getvalue() == b"the content"
        name = f'attachment; filename="caseload-{job.asked_at:%Y}'
        assert answer["Content-Disposition"].startswith(name)
        assert answer["Content-Disposition"].endswith('.xlsx"')
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]

    def test_says_so_the_second_time(self, owner, job, sign_in):
        browser = sign_in(owner)
        browser.post(download_of(job))

        page = browser.post(download_of(job), follow=True).content

        assert b"This file is gone" in page
        assert b"Downloaded" in page

    def test_is_not_done_by_following_a_link(self, owner, job, sign_in):
        assert sign_in(owner).get(download_of(job)).status_code == 405

    def test_refuses_everyone_else(self, cast, job, sign_in):
        answer = sign_in(cast.manager("mia")).post(download_of(job))

        assert answer.status_code == 404
        assert Job.objects.get(pk=job.pk).is_ready

    def test_sends_a_stranger_to_sign_in(self, client, job):
        assert client.post(download_of(job)).status_code == 302
