"""Ask for the papers of the reports."""

from cvi.accounts.models import User
from cvi.papers import services as papers
from cvi.papers.models import Job
from cvi.reports.questions import Question


def ask_for_caseload(*, kind: Job.Kind, question: Question, by: User) -> Job:
    """Ask for the caseload report as a file."""
    return papers.start_job(kind=kind, params=question.as_params(), by=by)
