"""How someone goes out, how they are, and what whoever leads them writes down."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User, Zone
from cvi.accounts.widgets import DayInput, not_in_the_future
from cvi.cases.models import Case
from cvi.staffing.models import (
    ACTION_MAX_LENGTH,
    MOST_CASES,
    MOST_HOURS,
    NOTES_MAX_LENGTH,
    Exposure,
    StaffSession,
)
from cvi.staffing.services import Course, Debrief, Happening, SessionPlan, Way
from cvi.staffing.values import DebriefAnswer, Mood, SessionKind
from cvi.standards import reading as standards

GRID, ROW = {"data-layout": "grid"}, {"data-layout": "row"}
OLDEST = dt.date(1990, 1, 1)
FAR_DAYS = 3650
A_WEEK, TWO_WEEKS = dt.timedelta(days=7), dt.timedelta(days=14)


def _past_day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=DayInput(),
        validators=[not_in_the_future, _not_long_ago],
        initial=timezone.localdate,
    )


def _not_long_ago(day: dt.date) -> None:
    if day < OLDEST:
        raise ValidationError(_("Check the year."))


def _not_far(day: dt.date) -> None:
    if day > timezone.localdate() + dt.timedelta(days=FAR_DAYS):
        raise ValidationError(_("Check the year."))


def _later_day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), validators=[_not_far], **kwargs)


def _text(label: Any, rows: int = 4, **kwargs: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=NOTES_MAX_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        **kwargs,
    )


class PeopleField(forms.TypedChoiceField):
    """One of several colleagues, by name."""

    def offer(self, people: Iterable[User], *, empty: Any) -> None:
        """Fill in who may be chosen."""
        self._people = {str(user.pk): user for user in people}
        self.choices = [("", empty), *((pk, user.name) for pk, user in self._people.items())]
        self.coerce = self._people.get


class ZoneField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is not generic
    """One of the zones of the city."""


class OutingForm(forms.Form):
    """Back by when, with whom, and in which zone."""

    mark_optional = False

    back_at = forms.TimeField(
        label=_("When are you back?"),
        help_text=_("If you are late, whoever is on call hears of it and calls you."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    with_whom = PeopleField(label=_("Who goes with you?"), required=False, empty_value=None)
    zone = ZoneField(
        label=_("Which area?"), queryset=None, required=False, empty_label=_("Not said")
    )

    def __init__(self, *args: Any, user: User, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._longest = standards.number("outing_max_hours")
        fields: Any = self.fields
        fields["with_whom"].offer(colleagues, empty=_("I go alone"))
        fields["zone"].queryset = Zone.objects.visible_to(user).order_by("name")

    def clean_back_at(self) -> dt.datetime:
        """Take the next time that the clock says so, if that is not too far."""
        at: dt.time = self.cleaned_data["back_at"]
        now = timezone.localtime()
        moment = _at(now.date(), at)
        moment = moment if moment > now else _at(now.date() + dt.timedelta(days=1), at)
        if moment - now > dt.timedelta(hours=self._longest):
            text = _("Check the time. It must be within %(hours)s hours from now.")
            raise ValidationError(text, params={"hours": self._longest})
        return moment

    def way(self) -> Way:
        """Return how they go out."""
        given = self.cleaned_data
        return Way(given["back_at"], given["with_whom"], given["zone"])


class WellbeingForm(forms.Form):
    """How someone is, for themselves."""

    mood = forms.TypedChoiceField(
        label=_("How are you?"),
        choices=Mood.choices,
        coerce=int,
        widget=forms.RadioSelect(),
    )
    note = _text(
        _("Anything you want to write down?"),
        help_text=_("Only you can open this: no colleague, no manager, no funder."),
    )
    is_shared = forms.BooleanField(
        label=_("Share this with my supervisor"),
        help_text=_("They see it on your page. Nobody else does."),
        required=False,
    )


class SessionForm(forms.Form):
    """A session of staff supervision: how, when, what was said, and the next one."""

    kind = forms.ChoiceField(
        label=_("What kind?"), choices=SessionKind.choices, widget=forms.RadioSelect(attrs=GRID)
    )
    held_on = _past_day(_("When?"))
    others = forms.MultipleChoiceField(
        label=_("Who else took part?"),
        help_text=_("Each gets the same notes on a page of their own, without the cases."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
    )
    caseload_reviewed = forms.IntegerField(
        label=_("How many of their people did you go through?"),
        min_value=0,
        max_value=MOST_CASES,
        initial=0,
    )
    flagged = forms.MultipleChoiceField(
        label=_("Whom to look at more closely?"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
    )
    notes = _text(_("What was said?"), help_text=_("The worker reads this too."), rows=5)
    next_on = _later_day(_("When is the next one?"), required=False)

    def __init__(
        self, *args: Any, others: list[User], cases: Iterable[Case], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._others = {str(user.pk): user for user in others}
        self._cases = {str(case.pk): case for case in cases}
        self._offer("others", [(pk, user.name) for pk, user in self._others.items()])
        codes = [(pk, case.participant.code) for pk, case in self._cases.items()]
        self._offer("flagged", codes)
        self.fields["next_on"].initial = timezone.localdate() + TWO_WEEKS

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        if not choices:
            del self.fields[name]
            return
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    def plan(self) -> SessionPlan:
        """Return what the session was."""
        names = SessionPlan.__dataclass_fields__
        return SessionPlan(**{name: self.cleaned_data[name] for name in names})

    def people(self) -> list[User]:
        """Return who else took part."""
        return [self._others[pk] for pk in self.cleaned_data.get("others", [])]

    def cases(self) -> list[Case]:
        """Return the cases to look at more closely."""
        return [self._cases[pk] for pk in self.cleaned_data.get("flagged", [])]


class ActionForm(forms.Form):
    """What was agreed, who does it, and until when."""

    mark_optional = False

    what = forms.CharField(
        label=_("What was agreed?"),
        max_length=ACTION_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    owner = PeopleField(label=_("Who does it?"), empty_value=None)
    due_on = _later_day(_("Until when?"))

    def __init__(self, *args: Any, session: StaffSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.offer([session.worker, session.led_by], empty=_("Choose"))
        self._since = session.held_on
        self.fields["due_on"].initial = timezone.localdate() + A_WEEK

    def clean_due_on(self) -> dt.date:
        """Refuse a day before it was agreed."""
        day: dt.date = self.cleaned_data["due_on"]
        if day < self._since:
            raise ValidationError(_("Check this date. It is before the day it was agreed."))
        return day


class TrainingForm(forms.Form):
    """A course that a worker took."""

    course = forms.ChoiceField(label=_("Which course?"))
    hours = forms.DecimalField(
        label=_("How many hours?"),
        min_value=0,
        max_value=MOST_HOURS,
        decimal_places=2,
    )
    held_on = _past_day(_("When did it end?"))
    expires_on = _later_day(_("Until when does it count?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = standards.choices("training_course")
        self.fields["course"].choices = [("", _("Choose")), *found]  # type: ignore[attr-defined]  # a choice field

    def clean_hours(self) -> Any:
        """Refuse a course that took no time."""
        if not self.cleaned_data["hours"]:
            raise ValidationError(_("Say how long it took."))
        return self.cleaned_data["hours"]

    def taken(self) -> Course:
        """Return the course."""
        return Course(**self.cleaned_data)


class ExposureForm(forms.Form):
    """What a worker went through."""

    kind = forms.ChoiceField(label=_("What happened?"), widget=forms.RadioSelect(attrs=GRID))
    happened_on = _past_day(_("When?"))
    note = _text(_("Anything to add?"), help_text=_("The worker and you read this. No story."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = standards.choices("staff_exposure")
        self.fields["kind"].choices = found  # type: ignore[attr-defined]  # a choice field

    def happening(self) -> Happening:
        """Return what it was."""
        return Happening(**self.cleaned_data)


class DebriefForm(forms.Form):
    """Whether a talk was offered, what the worker said, and when it was held."""

    offered_on = _past_day(_("When did you offer to talk?"))
    answer = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[*DebriefAnswer.choices, ("", _("No answer yet"))],
        required=False,
        widget=forms.RadioSelect(attrs=ROW),
    )
    debriefed_on = forms.DateField(
        label=_("When was the talk?"),
        widget=DayInput(),
        validators=[not_in_the_future, _not_long_ago],
        required=False,
    )

    def __init__(self, data: Any, *, exposure: Exposure) -> None:
        names = Debrief.__dataclass_fields__
        initial = {name: getattr(exposure, name) for name in names}
        if exposure.offered_on is None:
            initial.pop("offered_on")
        super().__init__(data, initial=initial)

    def debrief(self) -> Debrief:
        """Return what was offered and what came of it."""
        return Debrief(**self.cleaned_data)


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))
