"""That a participant agrees to take part in a program, and how they said so."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.case import CaseRecord, CaseRecordQuerySet
from cvi.cases.models.consent import NAME_MAX_LENGTH, Consent
from cvi.cases.models.document import Document
from cvi.cases.values import Answer
from cvi.vault.fields import SealedJSONField, SealedTextField
from cvi.vault.models import SealedModel


class Agreement(SealedModel, CaseRecord):
    """A yes to taking part. It lets nothing out: that needs a release of its own.

    Whether and how a program asks is its own matter; help never hangs on it.
    """

    method = models.CharField(max_length=10, choices=Consent.Method.choices)
    signed_on = models.DateField("agreed on", default=timezone.localdate)
    given_by = models.CharField(max_length=14, choices=Consent.Giver.choices)
    giver_name = SealedTextField(
        "who signed for them",
        label="agreement.giver_name",
        max_length=NAME_MAX_LENGTH,
        blank=True,
    )
    giver_right = SealedTextField(
        "what lets them sign",
        label="agreement.giver_right",
        max_length=NAME_MAX_LENGTH,
        blank=True,
    )
    assented = models.CharField(
        "the minor agrees too", max_length=10, choices=Answer.choices, default=Answer.NOT_ASKED
    )
    is_alone_by_law = models.BooleanField("a minor who may decide alone", default=False)
    signature = SealedJSONField(
        "strokes of the finger", label="agreement.signature", null=True, blank=True
    )
    witness = SealedTextField(
        "who heard it", label="agreement.witness", max_length=NAME_MAX_LENGTH, blank=True
    )
    language = models.CharField("language it was read in", max_length=5, default="en")
    had_interpreter = models.BooleanField("an interpreter helped", default=False)
    scan = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", null=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = CaseRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_live_agreement_a_case",
                fields=["case"],
                condition=Q(withdrawn_at=None),
            ),
        ]
