"""What is asked of an alert, a shift, and of how someone wants to be written to."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team, User
from cvi.accounts.widgets import DayInput, PhoneField, not_in_the_past
from cvi.alerts.models.shifts import MINUTES_MAX
from cvi.alerts.services import ShiftPlan
from cvi.alerts.values import Kind, Post

WEEKS_MAX, DAYS_AHEAD_MAX = 12, 366
HALF_HOURS = [dt.time(hour, minute) for hour in range(24) for minute in (0, 30)]


class TeamChoice(forms.TypedChoiceField):
    """One of some teams; with one team there is nothing to choose."""

    def offer(self, teams: list[Team]) -> None:
        """Offer these teams."""
        known = {str(team.pk): team for team in teams}
        self.choices = [(pk, team.name) for pk, team in known.items()]
        self.coerce = known.get
        self.initial = next(iter(known), "")
        if len(known) == 1:
            self.widget = forms.HiddenInput()


class RaiseForm(forms.Form):
    """What an alert is about, and whose people on call are told."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        help_text=_("The message says none of this. It only asks them to open the app."),
        choices=Kind.choices,
        initial=Kind.HELP,
        widget=forms.RadioSelect(),
    )
    team = TeamChoice(label=_("Which team should come?"), empty_value=None)

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["team"]
        field.offer(teams)


class ShiftForm(forms.Form):
    """Who is on call for which team, and when."""

    team = TeamChoice(label=_("Team"), empty_value=None)
    user = forms.TypedChoiceField(label=_("Who?"), empty_value=None)
    post = forms.ChoiceField(
        label=_("Order"),
        help_text=_("The backup is told when whoever is on call does not answer."),
        choices=Post.choices,
        initial=Post.ON_CALL,
        widget=forms.RadioSelect(),
    )
    day = forms.DateField(
        label=_("First day"),
        initial=timezone.localdate,
        widget=DayInput(),
        validators=[not_in_the_past],
    )
    starts = forms.TypedChoiceField(label=_("From"), coerce=dt.time.fromisoformat)
    ends = forms.TypedChoiceField(
        label=_("Until"),
        help_text=_("If this is not later than the start, it means the next day."),
        coerce=dt.time.fromisoformat,
    )
    weeks_more = forms.IntegerField(
        label=_("Repeat each week, how many weeks more?"),
        min_value=0,
        max_value=WEEKS_MAX,
        initial=0,
    )

    def __init__(self, *args: Any, teams: list[Team], people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["team"].offer(teams)
        known = {str(user.pk): user for user in people}
        fields["user"].choices = [(pk, user.name) for pk, user in known.items()]
        fields["user"].coerce = known.get
        times = [(at.isoformat("minutes"), time_format(at)) for at in HALF_HOURS]
        fields["starts"].choices = fields["ends"].choices = times
        fields["starts"].initial, fields["ends"].initial = "16:00", "00:00"

    def clean_day(self) -> dt.date:
        """Refuse a day that nobody plans for."""
        day: dt.date = self.cleaned_data["day"]
        if day > timezone.localdate() + dt.timedelta(days=DAYS_AHEAD_MAX):
            raise ValidationError(_("Choose a day within the next twelve months."))
        return day

    def clean(self) -> dict[str, Any]:
        """Refuse a shift that would be over before it is saved."""
        cleaned = super().clean() or self.cleaned_data
        if {"day", "starts", "ends"} <= set(cleaned) and self._times()[1] <= timezone.now():
            self.add_error("ends", _("This shift would be over already."))
        return cleaned

    def plan(self) -> ShiftPlan:
        """Return what was asked for."""
        starts_at, ends_at = self._times()
        named = {name: self.cleaned_data[name] for name in ("team", "user", "post", "weeks_more")}
        return ShiftPlan(**named, starts_at=starts_at, ends_at=ends_at)

    def _times(self) -> tuple[dt.datetime, dt.datetime]:
        typed = self.cleaned_data
        starts = dt.datetime.combine(typed["day"], typed["starts"])
        ends = dt.datetime.combine(typed["day"], typed["ends"])
        ends += dt.timedelta(days=ends <= starts)
        return timezone.make_aware(starts), timezone.make_aware(ends)


def _minutes(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=MINUTES_MAX)


class TimesForm(forms.Form):
    """After how many minutes without an answer the next one is told."""

    team = TeamChoice(label=_("Team"), empty_value=None)
    backup_after = _minutes(_("Minutes until the backup is told"))
    lead_after = _minutes(_("Minutes more until the supervisor is told"))

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["team"]
        field.offer(teams)


def _hours(first: int) -> list[tuple[str, str]]:
    """Return the hours of a day from one on, as they are written here."""
    return [(str(hour % 24), time_format(dt.time(hour % 24))) for hour in range(first, first + 24)]


def _hour(value: str) -> int:
    return int(value)


class NoticeForm(forms.Form):
    """Whether, when and how the daily digest comes, and the number that colleagues call."""

    number = PhoneField(
        label=_("Work phone"),
        help_text=_("Colleagues call it in an emergency. It is kept sealed."),
        max_length=20,
        required=False,
    )
    has_digest = forms.BooleanField(
        label=_("Tell me once a day how many things are due"), required=False
    )
    digest_hour = forms.TypedChoiceField(label=_("At what time?"), coerce=_hour)
    by_email = forms.BooleanField(label=_("By e-mail"), required=False)
    by_sms = forms.BooleanField(label=_("By text message"), required=False)
    quiet_from = forms.TypedChoiceField(
        label=_("Quiet from"),
        help_text=_("In quiet hours no digest comes. Safety alerts always come."),
        coerce=_hour,
        empty_value=None,
        required=False,
    )
    quiet_until = forms.TypedChoiceField(
        label=_("Quiet until"), coerce=_hour, empty_value=None, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["digest_hour"].choices = _hours(6)
        fields["quiet_from"].choices = [("", _("No quiet hours")), *_hours(18)]
        fields["quiet_until"].choices = [("", _("No quiet hours")), *_hours(5)]

    def clean(self) -> dict[str, Any]:
        """Refuse half of the quiet hours, and a digest that would fall into them."""
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if (start is None) != (end is None) or (start is not None and start == end):
            self.add_error("quiet_until", _("Choose when the quiet hours begin and when they end."))
        elif start is not None and end is not None and "digest_hour" in cleaned:
            self._refuse_quiet_digest(start, end)
        return cleaned

    def settings(self) -> dict[str, Any]:
        """Return what was chosen, without the number."""
        return {name: value for name, value in self.cleaned_data.items() if name != "number"}

    def _refuse_quiet_digest(self, start: int, end: int) -> None:
        hour = self.cleaned_data["digest_hour"]
        is_quiet = start <= hour < end if start < end else hour >= start or hour < end
        if is_quiet and self.cleaned_data["has_digest"]:
            self.add_error(
                "digest_hour", _("This is within your quiet hours. Choose another time.")
            )
