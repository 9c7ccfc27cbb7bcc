"""Which criteria of a program someone meets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.cases.models import Eligibility
from cvi.cases.models.eligibility import WHY_MAX_LENGTH
from cvi.cases.values import Answer
from cvi.standards.models import CriteriaSet

KNOWN = [Answer.YES, Answer.NO, Answer.UNKNOWN, Answer.DECLINED, Answer.NOT_ASKED]


class EligibilityForm(forms.Form):
    """One question a criterion. Nothing here is kept longer than it takes to decide."""

    why = forms.CharField(
        label=_("Why take them in all the same?"),
        help_text=_("Only if they meet too few. No names of others, no crimes, no weapons."),
        max_length=WHY_MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, criteria_set: CriteriaSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._criteria = {f"criterion_{row.code}": row for row in criteria_set.parts.all()}
        asked = {name: _question(str(row.label)) for name, row in self._criteria.items()}
        self.fields = {**asked, **self.fields}

    def told(self) -> dict[str, Any]:
        """Return the answer to each criterion, by its code, and why they fit all the same."""
        answers = {row.code: self.cleaned_data[name] for name, row in self._criteria.items()}
        return {"answers": answers, "why": self.cleaned_data["why"]}


class EligibilityReviewForm(forms.Form):
    """Whether an assessment holds."""

    mark_optional = False

    status = forms.ChoiceField(
        label=_("What do you say?"),
        choices=[
            (Eligibility.Status.APPROVED.value, _("Approve")),
            (Eligibility.Status.SENT_BACK.value, _("Send back. Talk to them first")),
        ],
        widget=forms.RadioSelect(),
    )


def _question(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(answer.value, answer.label) for answer in KNOWN],
        initial=Answer.NOT_ASKED.value,
        widget=forms.RadioSelect(attrs={"data-layout": "row"}),
    )
