"""What the worker does: draw papers, clear up unowned files, destroy what is kept no longer."""

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from cvi.accounts.roles import Permission
from cvi.accounts.system import system_user
from cvi.cases import documents, services, summary
from cvi.cases.access import open_case, open_consent, open_participant, open_record
from cvi.cases.facts import agreement_facts, consent_facts
from cvi.cases.models import Agreement, Participant, SafetyPlan
from cvi.papers import services as papers
from cvi.papers.handlers import makes
from cvi.papers.models import Job
from cvi.papers.pdf import render_pdf


@db_periodic_task(crontab(hour="3", minute="20"))  # type: ignore[untyped-decorator]
def drop_unowned_files() -> None:
    """Delete the files of forms that were never saved."""
    documents.drop_unowned(now=timezone.now())


@db_periodic_task(crontab(hour="3", minute="40"))  # type: ignore[untyped-decorator]
def purge_eligibility_answers() -> None:
    """Destroy the answers about eligibility whose time is over."""
    services.purge_answers(by=system_user())


@makes(Job.Kind.CONSENT_PDF)
def make_consent_paper(job: Job) -> Iterable[bytes]:
    """Draw what someone agreed to, in their language, with what they were told and signed."""
    consent_id = UUID(job.params["consent"])
    consent = open_consent(job.owner, consent_id, to=Permission.RECORD_CONSENT)
    papers.report_progress(job=job, percent=40, message=Job.Message.DRAWING)
    context = {
        "title": _("What you allowed us to share"),
        "consent": consent,
        "facts": consent_facts(consent),
        "stamp": consent.participant.code,
    }
    return [render_pdf("pdf/consent.html", context)]


@makes(Job.Kind.AGREEMENT_PDF)
def make_agreement_paper(job: Job) -> Iterable[bytes]:
    """Draw that someone takes part, in their language, with what they were told and signed."""
    agreement_id = UUID(job.params["agreement"])
    row = open_record(job.owner, Agreement, agreement_id, to=Permission.RECORD_CONSENT)
    papers.report_progress(job=job, percent=40, message=Job.Message.DRAWING)
    context = {"title": _("You take part"), "agreement": row, "facts": agreement_facts(row)}
    return [render_pdf("pdf/agreement.html", context | {"stamp": row.case.participant.code})]


@makes(Job.Kind.GOALS_PDF)
def make_goals_sheet(job: Job) -> Iterable[bytes]:
    """Draw someone's goals in their own words, with the steps that are still to take."""
    person = _person(job)
    papers.report_progress(job=job, percent=40, message=Job.Message.DRAWING)
    context = {"title": _("My plan"), "stamp": person.code}
    return [render_pdf("pdf/goals.html", context | summary.plan_of(person, reader=job.owner))]


@makes(Job.Kind.SUMMARY_PDF)
def make_summary(job: Job) -> Iterable[bytes]:
    """Draw what is written down about someone, as far as whoever prints it may read it."""
    person = _person(job)
    papers.report_progress(job=job, percent=40, message=Job.Message.DRAWING)
    context = {"title": _("What we wrote down about you"), "stamp": person.code}
    return [render_pdf("pdf/summary.html", context | summary.known_of(person, reader=job.owner))]


@makes(Job.Kind.SAFETY_PLAN_PDF)
def make_safety_plan(job: Job) -> Iterable[bytes]:
    """Draw someone's plan to stay safe, in their language; no program stands on it."""
    case = open_case(job.owner, UUID(job.params["case"]), to=Permission.KEEP_SAFETY_PLAN)
    plan = SafetyPlan.objects.visible_to(job.owner).get(case=case)
    papers.report_progress(job=job, percent=40, message=Job.Message.DRAWING)
    context = {"title": _("My plan to stay safe"), "plan": plan, "stamp": case.participant.code}
    return [render_pdf("pdf/safety_plan.html", context)]


def _person(job: Job) -> Participant:
    """Check the owner's right again."""
    return open_participant(job.owner, UUID(job.params["participant"]), to=Permission.SET_GOAL)
