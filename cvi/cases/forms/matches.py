"""Whether two files are about the same person."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput, not_in_the_past
from cvi.cases import sight
from cvi.cases.models import MatchReview
from cvi.cases.models.matching import WHY_MAX_LENGTH

SIGHT_DAYS = 14


class SightAnswerForm(forms.Form):
    """Whether a colleague of another team may see a file, and until when."""

    mark_optional = False

    answer = forms.ChoiceField(
        label=_("Is it the same person?"),
        help_text=_("Talk to them first if you are not sure."),
        choices=[
            ("yes", _("Yes. Let them see the file")),
            ("no", _("No, or not now. Do not show it")),
        ],
        widget=forms.RadioSelect(),
    )
    until = forms.DateField(
        label=_("Until when?"),
        help_text=_("At most 90 days."),
        widget=DayInput(),
        validators=[not_in_the_past],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = dt.timedelta(days=SIGHT_DAYS)
        self.fields["until"].initial = timezone.localdate() + days

    def clean(self) -> None:
        """Ask for the last day of a yes, and refuse one too far away."""
        if self.cleaned_data.get("answer") != "yes" or "until" in self.errors:
            return
        day = self.cleaned_data.get("until")
        if day is None:
            self.add_error("until", _("Say until which day they may see it."))
        elif day > timezone.localdate() + dt.timedelta(days=sight.MAX_DAYS):
            self.add_error("until", _("Check this date. 90 days is the longest."))

    def last_day(self) -> dt.date | None:
        """Return the last day on which they may see the file; None for a no."""
        day: dt.date | None = self.cleaned_data.get("until")
        return day if self.cleaned_data["answer"] == "yes" else None


class MatchReviewForm(forms.Form):
    """Whether two agencies know the same person, and why one thinks so."""

    mark_optional = False

    state = forms.ChoiceField(
        label=_("Are they the same person?"),
        choices=[c for c in MatchReview.State.choices if c[0] != MatchReview.State.OPEN],
        widget=forms.RadioSelect(),
    )
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("What you asked, and whom. No names."),
        max_length=WHY_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
