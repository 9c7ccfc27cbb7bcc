"""What is asked when a participant is handed on, and when a team answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Team, User
from cvi.cases.models import Consent
from cvi.cases.values import LifeDomain
from cvi.referrals.services import Handoff
from cvi.referrals.snapshot import Fact
from cvi.referrals.values import DeclineReason, Urgency

ROW = {"data-layout": "row"}


class ReferralForm(forms.Form):
    """What leaves, and how soon they should act. Only what was agreed to can be chosen."""

    mark_optional = False

    fields_to_share = forms.MultipleChoiceField(
        label=_("What they get"),
        help_text=_("This is all they said yes to. Take the tick off what is not needed."),
        widget=forms.CheckboxSelectMultiple(),
    )
    need = forms.ChoiceField(label=_("What for?"), required=False)
    urgency = forms.ChoiceField(
        label=_("How soon should they get in touch?"),
        choices=Urgency.choices,
        widget=forms.RadioSelect(attrs=ROW),
    )

    def __init__(
        self, *args: Any, facts: list[Fact], consent: Consent, team: Team, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        field: Any = self.fields["fields_to_share"]
        field.choices = [(fact.code, f"{fact.label}: {fact.value}") for fact in facts]
        field.initial = [fact.code for fact in facts]
        if Consent.Field.NEEDS in consent.scope:
            need: Any = self.fields["need"]
            need.choices = [("", _("Not said")), *LifeDomain.choices]
        else:
            del self.fields["need"]

    def handoff(self) -> Handoff:
        """Return what was chosen."""
        given = self.cleaned_data
        return Handoff(
            to_team=self.team,
            fields=given["fields_to_share"],
            urgency=given["urgency"],
            need=given.get("need", ""),
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

    reason = forms.ChoiceField(
        label=_("Why not?"),
        help_text=_("The sender sees this and can look for someone else."),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect(),
    )
