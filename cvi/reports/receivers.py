"""Who gets a paper of the caseload report, and what they may never get."""

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.papers.models import Job
from cvi.reports.errors import TotalsOnly
from cvi.reports.questions import Quarter

RESOURCE = "reports.caseload"
TOTALS_ONLY = _(
    "A funder or a partner gets totals only. The law (28 CFR 94.115) protects what we know about "
    "each person in every form: as codes, encrypted and hashed too."
)


class Receiver(models.TextChoices):
    """Who gets it."""

    OFFICE = "office", _("Our own office")
    FUNDER = "funder", _("A funder")
    PARTNER = "partner", _("A partner")


THRESHOLDS = {Receiver.FUNDER: "small_cell_funder", Receiver.PARTNER: "small_cell_partner"}
"""The number of `standards` below which a count is hidden from whoever is outside."""

FOR_OTHERS = {
    Job.Kind.CASELOAD_PDF: Job.Kind.TOTALS_PDF,
    Job.Kind.TOTALS_PDF: Job.Kind.TOTALS_PDF,
    Job.Kind.TOTALS_XLSX: Job.Kind.TOTALS_XLSX,
}
"""What someone outside gets instead of each paper. What is missing here never leaves."""


def totals_for_others(kind: str, receiver: Receiver, *, by: User) -> Job.Kind:
    """Return the paper of totals that someone outside gets; note it where there is none.

    Source: 28 CFR 94.115: nothing about one person, encoded, encrypted, hashed or otherwise.

    Raises:
        TotalsOnly: the paper has a row for each person. The line on the trail must be kept.
    """
    if kind not in FOR_OTHERS:
        _note(kind, receiver, by=by)
        raise TotalsOnly(str(TOTALS_ONLY))
    return FOR_OTHERS[Job.Kind(kind)]


def require_office(job: Job) -> None:
    """Refuse to make a paper with rows about single people for someone outside, and note it.

    Raises:
        PermissionDenied: it is not for the office.
    """
    receiver = receiver_of(job)
    if receiver != Receiver.OFFICE:
        _note(job.kind, receiver, by=job.owner)
        raise PermissionDenied


def require_over(quarter: Quarter) -> None:
    """Refuse totals of a quarter whose numbers still change.

    Raises:
        PermissionDenied: it is not over.
    """
    if not quarter.is_over:
        raise PermissionDenied


def receiver_of(job: Job) -> Receiver:
    """Return who gets a job's paper; a job that names nobody is the office's own."""
    return Receiver(job.params.get("receiver", Receiver.OFFICE))


def _note(kind: str, receiver: Receiver, *, by: User) -> None:
    detail = {"kind": str(kind), "receiver": receiver.value}
    audit.denied(audit.Action.DISCLOSED, RESOURCE, by=by, detail=detail)
