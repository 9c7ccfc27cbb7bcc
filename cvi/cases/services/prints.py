"""Papers for participants. What is about them is theirs, so none of these is a disclosure."""

from cvi.accounts.models import User
from cvi.cases.models import Agreement, Consent, Participant, SafetyPlan
from cvi.papers import services as papers
from cvi.papers.models import Job


def print_consent(*, consent: Consent, language: str, by: User) -> Job:
    """Have what someone agreed to printed for them."""
    params = {"consent": str(consent.pk), "language": language}
    return papers.start_job(kind=Job.Kind.CONSENT_PDF, params=params, by=by)


def print_agreement(*, agreement: Agreement, language: str, by: User) -> Job:
    """Have printed for someone that they agreed to take part."""
    params = {"agreement": str(agreement.pk), "language": language}
    return papers.start_job(kind=Job.Kind.AGREEMENT_PDF, params=params, by=by)


def print_safety_plan(*, plan: SafetyPlan, language: str, by: User) -> Job:
    """Have the plan to stay safe printed for whom it is about."""
    params = {"case": str(plan.case_id), "language": language}
    return papers.start_job(kind=Job.Kind.SAFETY_PLAN_PDF, params=params, by=by)


def print_goals(*, participant: Participant, language: str, by: User) -> Job:
    """Have someone's goals and the steps to them printed: "my plan"."""
    params = {"participant": str(participant.pk), "language": language}
    return papers.start_job(kind=Job.Kind.GOALS_PDF, params=params, by=by)


def print_summary(*, participant: Participant, language: str, by: User) -> Job:
    """Have printed what is written down about someone, as far as `by` may read it."""
    params = {"participant": str(participant.pk), "language": language}
    return papers.start_job(kind=Job.Kind.SUMMARY_PDF, params=params, by=by)
