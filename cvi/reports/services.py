"""Ask for the papers of the reports."""

from cvi.accounts.models import User
from cvi.cases.models import Participant
from cvi.papers import services as papers
from cvi.papers.models import Job
from cvi.reports.questions import Question


def ask_for_caseload(*, kind: Job.Kind, question: Question, by: User) -> Job:
    """Ask for the caseload report as a file."""
    return papers.start_job(kind=kind, params=question.as_params(), by=by)


def print_for_participant(*, participant: Participant, language: str, by: User) -> Job:
    """Ask for the paper that tells a participant who saw their file. Nothing leaves by it.

    It is theirs, so no authority is asked for; that it was made is on the trail.
    """
    params = {"participant": str(participant.pk), "language": language}
    return papers.start_job(kind=Job.Kind.ACCESS_PDF, params=params, by=by)


def ask_for_disclosures(*, participant: Participant, by: User) -> Job:
    """Ask for what left about a participant in six years, as a file."""
    params = {"participant": str(participant.pk)}
    return papers.start_job(kind=Job.Kind.DISCLOSURES_PDF, params=params, by=by)
