"""What is asked when a participant is handed on, and when a team answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team, User
from cvi.accounts.widgets import DayInput, not_in_the_past
from cvi.cases.models import Consent
from cvi.cases.values import LifeDomain
from cvi.referrals.forms.course import BarriersField
from cvi.referrals.models import Referral, ReferralDraft
from cvi.referrals.services import Handoff, Outline
from cvi.referrals.snapshot import Fact
from cvi.referrals.values import DeclineReason, IneligibleReason, Urgency, Way

ROW = {"data-layout": "row"}
KEPT = ("need", "urgency", "way", "needed_by")
"""What a draft keeps, and what a new referral takes over from the one it goes instead of."""


class ReferralForm(forms.Form):
    """What leaves, how, and how soon they should act. Only what was agreed to can be chosen."""

    mark_optional = False

    fields_to_share = forms.MultipleChoiceField(
        label=_("What they get"),
        help_text=_("This is all they said yes to. Take the tick off what is not needed."),
        widget=forms.CheckboxSelectMultiple(),
        required=False,
    )
    need = forms.ChoiceField(label=_("What for?"), required=False)
    urgency = forms.ChoiceField(
        label=_("How soon should they get in touch?"),
        choices=Urgency.choices,
        widget=forms.RadioSelect(attrs=ROW),
    )
    way = forms.ChoiceField(
        label=_("How do you hand them on?"),
        choices=Way.choices,
        initial=Way.ELECTRONIC,
        widget=forms.RadioSelect(),
    )
    needed_by = forms.DateField(
        label=_("Is there a day by which they need it?"),
        widget=DayInput(),
        validators=[not_in_the_past],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        facts: list[Fact],
        consent: Consent,
        team: Team,
        draft: ReferralDraft | None = None,
        instead_of: Referral | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.team, self.instead_of = team, instead_of or (draft.reroute_of if draft else None)
        field: Any = self.fields["fields_to_share"]
        field.choices = [(fact.code, f"{fact.label}: {fact.value}") for fact in facts]
        field.initial = [fact.code for fact in facts]
        if draft:
            field.initial = [fact.code for fact in facts if fact.code in draft.fields]
        need: Any = self.fields["need"]
        need.choices = [("", _("Not said")), *LifeDomain.choices]
        if Consent.Field.NEEDS not in consent.scope:
            del self.fields["need"]
        self._begin_with(draft or instead_of)

    def _begin_with(self, earlier: ReferralDraft | Referral | None) -> None:
        for name in KEPT:
            value = getattr(earlier, name, None)
            if value and name in self.fields:
                self.fields[name].initial = value

    def clean(self) -> None:
        """Ask for something to share, unless the team is told of nobody."""
        given = self.cleaned_data
        is_told_only = given.get("way") == Way.INFO_ONLY
        if not is_told_only and not given.get("fields_to_share") and not self.errors:
            self.add_error("fields_to_share", _("Choose at least one thing to share."))

    def handoff(self) -> Handoff:
        """Return what was chosen."""
        given = self.cleaned_data
        return Handoff(
            to_team=self.team,
            fields=given["fields_to_share"],
            urgency=given["urgency"],
            need=given.get("need", ""),
            way=given["way"],
            needed_by=given["needed_by"],
            reroute_of=self.instead_of,
        )


class ReferralDraftForm(ReferralForm):
    """The same, not finished: anything may be missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def clean(self) -> None:
        """Take it as it is."""

    def outline(self) -> Outline:
        """Return what was chosen so far."""
        given = self.cleaned_data
        return Outline(
            to_team=self.team,
            fields=given["fields_to_share"],
            urgency=given["urgency"],
            need=given.get("need", ""),
            way=given["way"],
            needed_by=given["needed_by"],
            reroute_of=self.instead_of,
        )


class AcceptForm(forms.Form):
    """Who of the team will work with the person."""

    worker = forms.TypedChoiceField(label=_("Who will work with them?"), empty_value=None)

    def __init__(self, *args: Any, workers: list[User], user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {str(person.pk): person for person in workers}
        field: Any = self.fields["worker"]
        is_theirs = str(user.pk) in people
        field.choices = [] if is_theirs else [("", _("Choose"))]
        field.choices += [(pk, person.name) for pk, person in people.items()]
        field.coerce = people.get
        field.initial = str(user.pk) if is_theirs else ""
        field.required = bool(people)


class DeclineForm(forms.Form):
    """Why the team does not take it."""

    mark_optional = False

    reason = forms.ChoiceField(
        label=_("Why not?"),
        help_text=_("The sender sees this and can look for someone else."),
        choices=[
            (_("We can't take them"), DeclineReason.choices),
            (_("They do not qualify"), IneligibleReason.choices),
        ],
        widget=forms.RadioSelect(),
    )
    barriers = BarriersField()
