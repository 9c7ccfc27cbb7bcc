"""A job from asking to download: what happens to it, and what may go wrong."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from cvi.accounts import services as accounts
from cvi.audit.models import AuditEvent
from cvi.audit.reasons import Reason
from cvi.papers import services, tasks
from cvi.papers.errors import DownloadGone, JobLost
from cvi.papers.models import Job
from cvi.vault import storage
from cvi.vault.errors import DomainDenied
from cvi.vault.keyring import open_ring
from cvi.vault.models import DataKey, Domain
from cvi.vault.services import key_for

KIND = Job.Kind.CASELOAD_XLSX


def stalled(owner, **values):
    """Return a job that nobody has worked on for three minutes."""
    old = timezone.now() - dt.timedelta(minutes=3)
    role, agency_id = owner.memberships.get().acting
    given = {"params": {"language": "en"}, "role": role, "heartbeat_at": old, **values}
    return Job.objects.create(owner=owner, agency_id=agency_id, kind=KIND, **given)


def some_key(job):
    return key_for(domain=Domain.PAPERS, realm=job.agency_id, subject=job.pk)


def later(minutes):
    return time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes))


class TestMaking:
    def test_ends_with_a_sealed_file_for_fifteen_minutes(self, ask, files):
        job = ask()

        assert (job.state, job.percent) == ("done", 100)
        assert dt.timedelta(minutes=14) < job.expires_at - timezone.now() <= services.LIFETIME
        (file,) = files.iterdir()
        assert f"papers/{file.name}" == job.file_name
        assert b"the content" not in file.read_bytes()

    def test_leaves_a_line_with_codes_only(self, ask):
        job = ask()

        line = AuditEvent.objects.get(object_id=job.pk)

        assert (line.action, line.reason) == ("created", Reason.REPORT_ASKED_FOR)
        assert line.detail == {"kind": "caseload_xlsx", "language": "en"}

    def test_waits_for_the_commit(self, cast, made_by):
        job = services.start_job(kind=KIND, params={}, by=cast.manager())

        job.refresh_from_db()

        assert job.state == "waiting"

    def test_opens_only_the_keys_of_the_owners_role(self, ask, made_by, cast):
        person = cast.case().participant

        def read_a_name(job):
            person.refresh_from_db()
            return [person.name_to_use.encode()]

        made_by(read_a_name)

        assert ask().state == "failed"

    def test_fails_for_an_owner_without_a_role_by_now(self, cast, made_by):
        manager = cast.manager()
        job = services.start_job(kind=KIND, params={}, by=manager)
        accounts.end_role(membership=manager.live_memberships[0], by=cast.system)

        services.run_job(job_id=str(job.pk))

        job.refresh_from_db()
        assert (job.state, job.message) == ("failed", "not_allowed")

    def test_tells_the_owner_but_not_the_log_what_broke(self, ask, made_by, caplog, files):
        def break_halfway(job):
            yield b"half"
            raise ValueError("Zedd Testperson")

        made_by(break_halfway)

        job = ask()

        assert (job.state, job.message) == ("failed", "broken")
        assert "ValueError" in caplog.text
        assert "Zedd" not in caplog.text
        assert list(files.iterdir()) == []

    def test_is_begun_once(self, ask, made_by):
        job = ask()
        made_by(lambda job: pytest.fail("begun again"))

        services.run_job(job_id=str(job.pk))

        job.refresh_from_db()
        assert job.state == "done"

    def test_is_given_up_when_another_attempt_has_the_job(self, ask, made_by):
        def lose_the_job(job):
            Job.objects.filter(pk=job.pk).update(attempt=2)
            services.report_progress(job=job, percent=50, message=Job.Message.WRITING)

        made_by(lose_the_job)

        job = ask()

        assert (job.state, job.attempt, job.percent) == ("running", 2, 0)

    def test_leaves_the_file_of_the_attempt_that_took_over(self, ask, made_by, files):
        def be_overtaken(job):
            Job.objects.filter(pk=job.pk).update(attempt=2)
            second = Job.objects.get(pk=job.pk)
            storage.keep(second.file_name, [b"of the second attempt"], key=some_key(job))
            return [b"late"]

        made_by(be_overtaken)

        job = ask()

        assert [f"papers/{path.name}" for path in files.iterdir()] == [job.file_name]

    def test_does_not_fail_a_job_that_another_attempt_has(self, ask, made_by):
        def lose_the_job_and_break(job):
            Job.objects.filter(pk=job.pk).update(attempt=2)
            raise ValueError

        made_by(lose_the_job_and_break)

        assert ask().state == "running"

    def test_says_how_far_it_is(self, ask, made_by):
        seen = []

        def report(job):
            services.report_progress(job=job, percent=40, message=Job.Message.WRITING)
            seen.append(Job.objects.get(pk=job.pk).percent)
            return [b"x"]

        made_by(report)
        ask()

        assert seen == [40]

    def test_reports_nothing_of_a_job_that_is_over(self, ask):
        with pytest.raises(JobLost):
            services.report_progress(job=ask(), percent=1, message=Job.Message.WRITING)


class TestDownload:
    def test_gives_the_content_once(self, ask):
        job = ask()

        assert services.download(job=job, by=job.owner) == b"the content"
        with pytest.raises(DownloadGone):
            services.download(job=job, by=job.owner)

    def test_leaves_no_file_and_no_key(self, ask, files, django_capture_on_commit_callbacks):
        job = ask()
        key_id = job.key_id

        with django_capture_on_commit_callbacks(execute=True):
            services.download(job=job, by=job.owner)

        assert list(files.iterdir()) == []
        assert DataKey.objects.get(pk=key_id).state == "destroyed"

    def test_is_on_the_trail(self, ask):
        job = ask()

        services.download(job=job, by=job.owner)

        assert AuditEvent.objects.filter(object_id=job.pk, action="downloaded").exists()

    def test_is_over_after_fifteen_minutes(self, ask):
        job = ask()

        with later(16), pytest.raises(DownloadGone):
            services.download(job=job, by=job.owner)

    def test_needs_the_owners_keys(self, ask):
        job = ask()

        with open_ring(()), pytest.raises(DomainDenied):
            services.download(job=job, by=job.owner)

    def test_says_so_when_the_file_is_lost(self, ask):
        job = ask()
        storage.drop(job.file_name)

        with pytest.raises(DownloadGone):
            services.download(job=job, by=job.owner)


class TestEveryMinute:
    def test_queues_again_what_a_dead_worker_left(self, cast, made_by):
        job = stalled(cast.manager(), state="running", attempt=1)

        tasks.wake_stalled_jobs.call_local()

        job.refresh_from_db()
        assert (job.state, job.attempt) == ("done", 2)

    def test_queues_again_what_never_reached_the_queue(self, cast, made_by):
        job = stalled(cast.manager())

        tasks.wake_stalled_jobs.call_local()

        job.refresh_from_db()
        assert job.state == "done"

    def test_gives_up_after_the_third_attempt_and_says_why(self, cast, made_by):
        job = stalled(cast.manager(), state="running", attempt=3)

        tasks.wake_stalled_jobs.call_local()

        job.refresh_from_db()
        assert (job.state, job.message) == ("failed", "interrupted")

    def test_leaves_alone_what_shows_signs_of_life(self, cast, made_by):
        job = stalled(cast.manager(), state="running", attempt=1, heartbeat_at=timezone.now())

        tasks.wake_stalled_jobs.call_local()

        job.refresh_from_db()
        assert (job.state, job.attempt) == ("running", 1)

    def test_deletes_what_nobody_downloaded_in_time(self, ask, files):
        job = ask()

        with later(16):
            tasks.drop_old_files.call_local()

        job.refresh_from_db()
        assert list(files.iterdir()) == []
        assert job.key is None
        assert not job.is_ready
