"""Where a case stands, who works it, and how it ends."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Membership, Team, User
from cvi.accounts.widgets import DayInput, not_in_the_future, not_in_the_past
from cvi.cases import loads
from cvi.cases.loads import Load
from cvi.cases.models import Assignment, Case, Transfer
from cvi.standards import reading as standards

COVER_DAYS = 14


def day_field(label: Any) -> forms.DateField:
    """Make a field for a day up to today, which it offers first."""
    return forms.DateField(
        label=label,
        widget=DayInput(),
        validators=[not_in_the_future],
        initial=timezone.localdate,
    )


class CaseStatusForm(forms.Form):
    """Where a case stands, and in which phase."""

    mark_optional = False

    status = forms.ChoiceField(label=_("Where does it stand?"), widget=forms.RadioSelect())
    phase = forms.ChoiceField(label=_("Phase"), required=False)
    on = day_field(_("Since when?"))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        kwargs["initial"] = {"status": case.status, "phase": case.phase}
        super().__init__(*args, **kwargs)
        stands = Case.Status(case.status)
        self.fields["status"].choices = [(s.value, s.label) for s in [stands, *case.next_statuses]]  # type: ignore[attr-defined]  # a choice field
        own = standards.phases(case.program, model=case.model)
        phases = [(phase.code, phase.label) for phase in own]
        if case.phase and case.phase not in dict(phases):
            old = standards.PhaseNames([case.program])
            phases.insert(0, (case.phase, old.of(case.phase, program=case.program)))
        if phases:
            self.fields["phase"].choices = [("", _("None yet")), *phases]  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["phase"]


class CaseCloseForm(forms.Form):
    """How and why a case ends."""

    mark_optional = False

    status = forms.ChoiceField(
        label=_("How does it end?"),
        choices=[
            (Case.Status.GRADUATED.value, _("They finished the program")),
            (Case.Status.CLOSED.value, _("It ends before that")),
        ],
        widget=forms.RadioSelect(),
    )
    exit_reason = forms.ChoiceField(label=_("Why?"))
    closed_on = day_field(_("When?"))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = standards.choices("exit_reason", model=case.model)
        self.fields["exit_reason"].choices = [("", _("Choose")), *offered]  # type: ignore[attr-defined]  # a choice field


class WorkerField(forms.TypedChoiceField):
    """One of those who work in a team, each with how many people they have."""

    def offer(self, found: list[Load]) -> None:
        """Fill in who may be chosen."""
        self._workers = {str(load.worker.pk): load.worker for load in found}
        self.choices = [("", _("Choose")), *((str(x.worker.pk), _with_load(x)) for x in found)]
        self.coerce = self._workers.get


class AssignForm(forms.Form):
    """Who works a case, or covers for its worker."""

    mark_optional = False

    worker = WorkerField(label=_("Who?"))
    kind = forms.ChoiceField(
        label=_("For how long?"),
        choices=[
            (Assignment.Kind.PRIMARY.value, _("From now on")),
            (Assignment.Kind.COVER.value, _("They cover for a while")),
        ],
        initial=Assignment.Kind.PRIMARY.value,
        widget=forms.RadioSelect(),
    )
    until = forms.DateField(
        label=_("Until when do they cover?"),
        widget=DayInput(),
        validators=[not_in_the_past],
        required=False,
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].offer(loads.of_team(team))  # type: ignore[attr-defined]  # a worker field
        self.fields["until"].initial = timezone.localdate() + dt.timedelta(days=COVER_DAYS)

    def clean(self) -> None:
        """Ask for the last day of a cover."""
        is_cover = self.cleaned_data.get("kind") == Assignment.Kind.COVER
        if is_cover and not self.cleaned_data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say until which day they cover."))


class TransferForm(forms.Form):
    """Whom to ask to take a case over."""

    mark_optional = False

    to = forms.ChoiceField(
        label=_("Who should take it over?"),
        help_text=_("They see the file only after they say yes."),
    )

    def __init__(self, *args: Any, case: Case, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked: dict[str, tuple[Team, User | None]] = {
            f"worker-{load.worker.pk}": (case.team, load.worker)
            for load in loads.of_team(case.team)
            if load.worker.pk != case.worker_id
        }
        self._asked |= {f"team-{team.pk}": (team, None) for team in teams}
        named = [(key, who.name if who else team.name) for key, (team, who) in self._asked.items()]
        self.fields["to"].choices = [("", _("Choose")), *named]  # type: ignore[attr-defined]  # a choice field

    def asked(self) -> dict[str, Any]:
        """Return the team, and the colleague in it if one was named."""
        team, worker = self._asked[self.cleaned_data["to"]]
        return {"to_team": team, "to_worker": worker}


class TransferAnswerForm(forms.Form):
    """Whether one takes a case over."""

    mark_optional = False

    status = forms.ChoiceField(
        label=_("Do you take it?"),
        choices=[
            (Transfer.Status.ACCEPTED.value, _("Yes, it is ours now")),
            (Transfer.Status.DECLINED.value, _("No. It stays where it is")),
        ],
        widget=forms.RadioSelect(),
    )


class MoveForm(forms.Form):
    """Which of a worker's cases go to whom."""

    mark_optional = False

    cases = forms.MultipleChoiceField(label=_("Whom?"), widget=forms.CheckboxSelectMultiple())
    worker = WorkerField(label=_("Who takes them over?"))

    def __init__(self, *args: Any, cases: list[Case], at: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [load for load in loads.of_team(at.team) if load.worker.pk != at.user_id]
        self._cases = {str(case.pk): case for case in cases}
        named = [(key, case.participant.called) for key, case in self._cases.items()]
        self.fields["cases"].choices = named  # type: ignore[attr-defined]  # a choice field
        self.fields["cases"].initial = list(self._cases)
        self.fields["worker"].offer(others)  # type: ignore[attr-defined]  # a worker field

    def chosen(self) -> dict[str, Any]:
        """Return the cases, and who takes them."""
        cases = [self._cases[key] for key in self.cleaned_data["cases"]]
        return {"cases": cases, "worker": self.cleaned_data["worker"]}


def _with_load(load: Load) -> str:
    many = ngettext("%(name)s, %(count)s person", "%(name)s, %(count)s people", load.cases)
    text = many % {"name": load.worker.name, "count": load.cases}
    return gettext("%(text)s (more than the standard)") % {"text": text} if load.is_over else text
