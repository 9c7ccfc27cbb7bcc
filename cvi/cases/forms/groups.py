"""Groups: what one is, who joins or leaves, and the roll of a session."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team
from cvi.accounts.widgets import DayInput
from cvi.cases import loads
from cvi.cases.forms.caseload import day_field
from cvi.cases.forms.choices import GRID, ROW
from cvi.cases.models import Attendance, Group, GroupMember, GroupSession
from cvi.cases.models.groups import MOST_MINUTES, MOST_SESSIONS, NAME_MAX_LENGTH, NOTE_MAX_LENGTH
from cvi.cases.services import GroupPlan, Mark, Sitting
from cvi.standards import reading as standards

STATES = [*Attendance.State.choices, ("", _("Not said"))]
USUAL_MINUTES = 90


class GroupForm(forms.Form):
    """What a group is."""

    kind = forms.ChoiceField(label=_("What kind of group?"))
    name = forms.CharField(
        label=_("What is it called?"),
        help_text=_("No names of people, blocks or sets."),
        max_length=NAME_MAX_LENGTH,
    )
    curriculum = forms.CharField(
        label=_("What is taught?"), max_length=NAME_MAX_LENGTH, required=False
    )
    leads = forms.MultipleChoiceField(
        label=_("Who leads it?"),
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
        required=False,
    )
    starts_on = forms.DateField(label=_("First day"), widget=DayInput(), initial=timezone.localdate)
    ends_on = forms.DateField(label=_("Last day"), widget=DayInput(), required=False)
    planned_sessions = forms.IntegerField(
        label=_("How many sessions are planned?"),
        min_value=1,
        max_value=MOST_SESSIONS,
        required=False,
    )

    def __init__(self, *args: Any, team: Team, group: Group | None = None, **kwargs: Any) -> None:
        if group:
            names = [*GroupPlan.__dataclass_fields__]
            kwargs["initial"] = {name: getattr(group, name) for name in names}
            kwargs["initial"]["leads"] = [str(lead.user_id) for lead in group.leads.all()]
        super().__init__(*args, **kwargs)
        kinds = standards.choices("group_session_kind", keep=group.kind if group else "")
        self.fields["kind"].choices = [("", _("Choose")), *kinds]  # type: ignore[attr-defined]  # a choice field
        self._leads = {str(load.worker.pk): load.worker for load in loads.of_team(team)}
        if group:
            self._leads |= {str(lead.user_id): lead.user for lead in group.leads.all()}
        named = [(pk, user.name) for pk, user in self._leads.items()]
        self.fields["leads"].choices = named  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> None:
        """Ask for a last day that is not before the first."""
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Check this date. It is before the first day."))

    def planned(self) -> dict[str, Any]:
        """Return what the group is, and who leads it."""
        given = dict(self.cleaned_data)
        leads = [self._leads[pk] for pk in given.pop("leads")]
        return {"plan": GroupPlan(**given), "leads": leads}


class GroupField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's own is not generic
    """One of the groups, by its name."""

    def label_from_instance(self, obj: Any) -> str:
        """Say what it is called."""
        return str(obj.name)


class MemberForm(forms.Form):
    """Which group someone joins."""

    group = GroupField(label=_("Which group?"), queryset=None, empty_label=_("Choose"))
    joined_on = day_field(_("Since when?"))

    def __init__(self, *args: Any, groups: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["group"]
        field.queryset = groups


class LeaveForm(forms.Form):
    """When someone left a group, and why."""

    mark_optional = False

    why_left = forms.ChoiceField(label=_("Why?"))
    left_on = day_field(_("Their last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        why = standards.choices("group_left_reason")
        self.fields["why_left"].choices = [("", _("Choose")), *why]  # type: ignore[attr-defined]  # a choice field


class SessionForm(forms.Form):
    """A session and its roll: one question for each member whom the user may see."""

    mark_optional = False

    held_on = forms.DateField(label=_("When?"), widget=DayInput(), initial=timezone.localdate)
    status = forms.ChoiceField(
        label=_("Did it take place?"),
        choices=GroupSession.Status.choices,
        initial=GroupSession.Status.HELD,
        widget=forms.RadioSelect(attrs=ROW),
    )
    minutes = forms.IntegerField(
        label=_("How many minutes?"), min_value=1, max_value=MOST_MINUTES, initial=USUAL_MINUTES
    )
    topic = forms.CharField(
        label=_("What was it about?"), max_length=NOTE_MAX_LENGTH, required=False
    )

    def __init__(
        self,
        *args: Any,
        members: list[GroupMember],
        session: GroupSession | None = None,
        answers: list[Attendance] | None = None,
        **kwargs: Any,
    ) -> None:
        if session:
            kwargs["initial"] = {n: getattr(session, n) for n in Sitting.__dataclass_fields__}
        super().__init__(*args, **kwargs)
        self._day = session.held_on if session else None
        if session:
            del self.fields["held_on"]
        self._members = {str(member.pk): member for member in members}
        said = {str(row.member_id): row for row in answers or []}
        for pk, member in self._members.items():
            row = said.get(pk)
            self.fields[f"state_{pk}"] = _state(member, row)
            self.fields[f"note_{pk}"] = _note(row)

    @property
    def about(self) -> list[BoundField]:
        """The questions about the session itself."""
        return [
            self[name] for name in ("held_on", *Sitting.__dataclass_fields__) if name in self.fields
        ]

    @property
    def roll(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The questions about each member: whether they came, and a note."""
        return ((self[f"state_{pk}"], self[f"note_{pk}"]) for pk in self._members)

    def clean(self) -> None:
        """Ask for answers that fit together, beside the name they are about."""
        is_held = self.cleaned_data.get("status") == GroupSession.Status.HELD
        day = self._day or self.cleaned_data.get("held_on")
        if is_held and day and day > timezone.localdate() and "held_on" in self.fields:
            self.add_error("held_on", _("Check this date. It has not come yet."))
        for pk, member in self._members.items() if is_held else ():
            self._check(pk, member, day)

    def _check(self, pk: str, member: GroupMember, day: dt.date | None) -> None:
        state, note = self.cleaned_data.get(f"state_{pk}"), self.cleaned_data.get(f"note_{pk}")
        if note and not state:
            self.add_error(f"state_{pk}", _("Say whether they came."))
        if state and day and not member.was_in_on(day):
            self.add_error(f"state_{pk}", _("They were not in the group on this day."))

    def told(self) -> dict[str, Any]:
        """Return what the session was, and the roll."""
        given = self.cleaned_data
        names = Sitting.__dataclass_fields__
        roll = {
            member: Mark(given[f"state_{pk}"], given[f"note_{pk}"])
            for pk, member in self._members.items()
        }
        told = {"sitting": Sitting(**{name: given[name] for name in names}), "roll": roll}
        return told if self._day else {"held_on": given["held_on"], **told}


def _state(member: GroupMember, row: Attendance | None) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=member.case.participant.called,
        choices=STATES,
        initial=row.state if row else "",
        widget=forms.RadioSelect(attrs=ROW),
        required=False,
    )


def _note(row: Attendance | None) -> forms.CharField:
    return forms.CharField(
        label=_("A short note"),
        max_length=NOTE_MAX_LENGTH,
        initial=row.note if row else "",
        required=False,
    )
