"""Papers of one handler, and the folder that they lie in."""

import pytest

from cvi.papers import handlers, services
from cvi.papers.models import Job


@pytest.fixture
def files(files):
    return files / "papers"


@pytest.fixture
def made_by(monkeypatch):
    """Return a function that lets another handler make the papers."""

    def let(handler):
        monkeypatch.setitem(handlers.HANDLERS, Job.Kind.CASELOAD_XLSX, handler)

    let(lambda job: [b"the content"])
    return let


@pytest.fixture
def ask(cast, made_by, django_capture_on_commit_callbacks):
    """Return a function that asks for a paper, by default as a manager, and has it made."""

    def asked(owner=None):
        owner = owner or cast.manager()
        with django_capture_on_commit_callbacks(execute=True):
            job = services.start_job(kind=Job.Kind.CASELOAD_XLSX, params={}, by=owner)
        job.refresh_from_db()
        return job

    return asked
