"""Ask for the papers of the reports."""

from cvi.accounts.access import require_holds
from cvi.accounts.models import User
from cvi.accounts.roles import Permission
from cvi.cases.models import Participant
from cvi.papers import services as papers
from cvi.papers.models import Job
from cvi.reports.questions import Quarter, Question
from cvi.reports.receivers import Receiver, require_over, totals_for_others


def ask_for_caseload(*, kind: Job.Kind, question: Question, by: User) -> Job:
    """Ask for the caseload report as a file, for our own office."""
    return papers.start_job(kind=kind, params=question.as_params(), by=by)


def ask_for_totals(*, kind: str, receiver: Receiver, quarter: Quarter, by: User) -> Job:
    """Ask for totals that someone outside may have, of everything in one whole quarter.

    Raises:
        PermissionDenied: they may not make them, or the quarter is not over.
        TotalsOnly: rows about single people were asked for. The line on the trail must be kept.
    """
    require_holds(by, Permission.GIVE_TOTALS)
    require_over(quarter)
    paper = totals_for_others(kind, receiver, by=by)
    params = {"receiver": receiver.value, "quarter": str(quarter.first)}
    return papers.start_job(kind=paper, params=params, by=by)


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
