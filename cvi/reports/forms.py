"""What may be asked of the reports and of the trail."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Program
from cvi.accounts.widgets import OLDEST_YEAR
from cvi.cases.models.participant import read_code
from cvi.papers.models import Job
from cvi.reports.questions import NO_WORKER, Places, Quarter, Question, past_quarters
from cvi.reports.receivers import Receiver
from cvi.reports.trail import ACTIONS, NOUNS

RESULTS = [("done", _("Done")), ("refused", _("Refused"))]

A_WEEK = 7
HALF_A_YEAR = 182
SPANS = [(1, _("One day")), (A_WEEK, _("A week")), (30, _("30 days"))]
NEWEST_YEAR = 2999
ALL_PROGRAMS = ("", _("All programs"))
ALL_TEAMS = ("", _("All teams"))
ALL_WORKERS = ("", _("All workers"))


def day_field(label: Any) -> forms.DateField:
    """Make a field for a day, with the browser's own calendar."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[_require_sane_year],
    )


def _require_sane_year(day: dt.date) -> None:
    """Refuse a year so far off that the day before or after it is no date."""
    if not OLDEST_YEAR <= day.year <= NEWEST_YEAR:
        raise forms.ValidationError(_("Check the year. Use four digits, like 2026."))


class CaseloadForm(forms.Form):
    """Filters and period of the caseload report."""

    mark_optional = False
    program = forms.ChoiceField(label=_("Program"), required=False)
    team = forms.ChoiceField(label=_("Team"), required=False)
    worker = forms.ChoiceField(label=_("Worker"), required=False)
    first = day_field(_("From"))
    last = day_field(_("Up to"))

    def __init__(self, data: Any, *, places: Places) -> None:
        start = Question()
        days = {"first": start.first, "last": start.last}
        super().__init__({**days, **data.dict()} if data else None, initial=days)
        teams = [(code, places.team_name(code)) for code in places.teams]
        workers = [(code, places.worker_name(code)) for code in places.workers]
        nobody = (NO_WORKER, _("No worker yet"))
        self.fields["program"].choices = [ALL_PROGRAMS, *Program.choices]  # type: ignore[attr-defined]
        self.fields["team"].choices = [ALL_TEAMS, *teams]  # type: ignore[attr-defined]
        self.fields["worker"].choices = [ALL_WORKERS, *workers, nobody]  # type: ignore[attr-defined]

    def clean_first(self) -> dt.date:
        """Begin thirty days ago where no day is given."""
        return self.cleaned_data["first"] or Question().first

    def clean_last(self) -> dt.date:
        """End today where no day is given, and refuse a day that has not been yet."""
        last: dt.date = self.cleaned_data["last"] or Question().last
        if last > timezone.localdate():
            raise forms.ValidationError(_("Choose today or a day before."))
        return last

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned = self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("first", _("Choose a day before the last one."))
        return cleaned

    def question(self) -> Question:
        """Return what was asked; without an answer it is the last thirty days of everything."""
        return Question(**self.cleaned_data) if self.is_bound else Question()


class TrailForm(forms.Form):
    """Filters of the trail."""

    mark_optional = False
    who = forms.ChoiceField(label=_("Who"), required=False)
    action = forms.ChoiceField(
        label=_("Did what"), required=False, choices=[("", _("Anything")), *ACTIONS.items()]
    )
    resource = forms.ChoiceField(
        label=_("Kind of record"), required=False, choices=[("", _("Any kind")), *NOUNS.items()]
    )
    code = forms.CharField(label=_("Participant code"), required=False, max_length=8)
    outcome = forms.ChoiceField(
        label=_("Result"), required=False, choices=[("", _("Any result")), *RESULTS]
    )
    first = day_field(_("From"))
    last = day_field(_("Up to"))
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, staff: dict[str, str]) -> None:
        super().__init__(data)
        self.fields["who"].choices = [("", _("Anyone")), *staff.items()]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """Take a code as people write it: small letters, without its P."""
        return read_code(self.cleaned_data["code"])


class SentForm(forms.Form):
    """The days on which the referrals were sent that are counted."""

    mark_optional = False
    first = day_field(_("From"))
    last = day_field(_("Up to"))

    def __init__(self, data: Any) -> None:
        super().__init__(data, initial=half_a_year())

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        period = half_a_year() | {name: day for name, day in self.cleaned_data.items() if day}
        if period["first"] > period["last"]:
            self.add_error("last", _("The last day is before the first."))
        return self.cleaned_data

    def period(self) -> dict[str, dt.date]:
        """Return the first and the last day: the last half year where none is given."""
        given = self.cleaned_data if self.is_bound else {}
        return half_a_year() | {name: day for name, day in given.items() if day}


def half_a_year() -> dict[str, dt.date]:
    """Return the first and the last day of the half year that ends today."""
    today = timezone.localdate()
    return {"first": today - dt.timedelta(days=HALF_A_YEAR), "last": today}


class PagingForm(forms.Form):
    """Which event the page before ended with."""

    before = forms.UUIDField(required=False)


class AnomaliesForm(forms.Form):
    """How far back to look."""

    mark_optional = False
    days = forms.TypedChoiceField(label=_("How far back"), choices=SPANS, coerce=int)


class CodeForm(forms.Form):
    """A participant's code, as people write it."""

    code = forms.CharField(label=_("Participant code"), max_length=8, help_text=_("Like P-7KQ2MX"))

    def clean_code(self) -> str:
        """Take small letters, and a code without its P."""
        return read_code(self.cleaned_data["code"])


class DownloadForm(forms.Form):
    """Which file of the caseload report, for whom."""

    mark_optional = False
    receiver = forms.ChoiceField(
        label=_("Who gets it?"), choices=Receiver.choices, required=False, initial=Receiver.OFFICE
    )
    kind = forms.ChoiceField(
        label=_("What do they get?"),
        choices=[
            (Job.Kind.CASELOAD_PDF, _("Totals (PDF)")),
            (Job.Kind.TOTALS_XLSX, _("Totals (spreadsheet)")),
            (Job.Kind.CASELOAD_XLSX, _("One row for each person (spreadsheet)")),
        ],
    )
    quarter = forms.ChoiceField(
        label=_("Which quarter, for a funder or a partner?"), required=False
    )

    def __init__(self, data: Any, *, may_give: bool) -> None:
        super().__init__(data)
        quarters = [(str(quarter.first), quarter.label) for quarter in past_quarters()]
        self.fields["quarter"].choices = quarters  # type: ignore[attr-defined]
        if not may_give:
            self.fields["receiver"].choices = Receiver.choices[:1]  # type: ignore[attr-defined]
            self.fields["receiver"].widget = forms.HiddenInput()
            self.fields["quarter"].widget = forms.HiddenInput()

    def clean_receiver(self) -> Receiver:
        """Take the office where nobody is named: its papers say that they are internal."""
        return Receiver(self.cleaned_data["receiver"] or Receiver.OFFICE)

    def clean_quarter(self) -> Quarter:
        """Take the last quarter where none is named."""
        first = self.cleaned_data["quarter"]
        return Quarter.of(dt.date.fromisoformat(first)) if first else past_quarters()[0]
