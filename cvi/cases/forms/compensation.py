"""Help with victim compensation."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput, not_in_the_future
from cvi.cases.claims import wrong_days
from cvi.cases.forms.caseload import day_field
from cvi.cases.forms.choices import ROW
from cvi.cases.models import ClaimAmount, ClaimPaper, CompensationClaim
from cvi.cases.models.compensation import MOST_DOLLARS, SHORT_MAX_LENGTH
from cvi.cases.services import Move
from cvi.cases.values import US_STATES
from cvi.standards import reading as standards

_S = CompensationClaim.Status
_DAYS = ("crime_on", "reported_on", "offered_on", "explained_on", "completed_on")


def past_day(label: Any, **kwargs: Any) -> forms.DateField:
    """Make a field for a day up to today that may stay empty."""
    checks = [not_in_the_future]
    return forms.DateField(
        label=label, widget=DayInput(), validators=checks, required=False, **kwargs
    )


def short_field(label: Any, **kwargs: Any) -> forms.CharField:
    """Make a field for a few words that may stay empty."""
    return forms.CharField(label=label, max_length=SHORT_MAX_LENGTH, required=False, **kwargs)


class ClaimForm(forms.Form):
    """What is known of a claim."""

    mark_optional = False

    harm = forms.ChoiceField(
        label=_("What happened?"),
        choices=CompensationClaim.Harm.choices,
        widget=forms.RadioSelect(attrs=ROW),
    )
    state = forms.ChoiceField(
        label=_("In which state did it happen?"), choices=[("", _("Choose")), *US_STATES]
    )
    crime_on = past_day(
        _("When did it happen?"), help_text=_("The time to file is counted from this day.")
    )
    reported_on = past_day(_("When were the police told?"))
    no_report_reason = short_field(
        _("If they were not told: why?"),
        help_text=_("Some states accept a good reason. No names of others."),
    )
    claimant = forms.ChoiceField(
        label=_("Who asks for the money?"),
        choices=CompensationClaim.Claimant.choices,
        widget=forms.RadioSelect(attrs=ROW),
    )
    claimant_name = short_field(_("Their name, if it is someone else"))
    offered_on = past_day(_("When did you offer to help with it?"))
    explained_on = past_day(_("When did you explain how it works?"))

    def __init__(
        self, *args: Any, claim: CompensationClaim | None = None, state: str = "", **kwargs: Any
    ) -> None:
        self._claim = claim
        kwargs["initial"] = {"state": state, "offered_on": timezone.localdate()}
        if claim:
            kwargs["initial"] = {name: getattr(claim, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        """Hold the days against each other."""
        days = {name: self.cleaned_data.get(name) for name in _DAYS if name in self.fields}
        days["submitted_on"] = self._claim.submitted_on if self._claim else None
        for name, message in wrong_days(days):
            place = name if name in self.fields else "crime_on"
            if place not in self.errors:
                self.add_error(place, message)
        if self.cleaned_data.get("reported_on") and self.cleaned_data.get("no_report_reason"):
            self.add_error(
                "no_report_reason", _("You wrote when the police were told. Leave one of both.")
            )

    def facts(self) -> dict[str, Any]:
        """Return what is known."""
        return dict(self.cleaned_data)


class ClaimNewForm(ClaimForm):
    """A new claim, and whether they want it."""

    status = forms.ChoiceField(
        label=_("Do they want to claim?"),
        choices=[
            (_S.PREPARING.value, _("Yes, we get it ready")),
            (_S.DECLINED.value, _("Not now. We ask again in some weeks")),
            (_S.NOT_ELIGIBLE.value, _("They do not qualify")),
        ],
        widget=forms.RadioSelect(),
    )

    field_order = ["status"]

    def opened(self) -> dict[str, Any]:
        """Return what is known, and where it begins."""
        facts = self.facts()
        return {"status": _S(facts.pop("status")), "facts": facts}


class ClaimChangeForm(ClaimForm):
    """What is known of a claim that was opened before."""

    claim_number = short_field(_("Claim number"))
    completed_on = past_day(
        _("Since when does the state say that it is complete?"),
        help_text=_("Only after it was sent in."),
    )


class ClaimMoveForm(forms.Form):
    """Where a claim stands now."""

    mark_optional = False

    status = forms.ChoiceField(label=_("Where does it stand now?"), widget=forms.RadioSelect())
    on = day_field(_("Since when?"))
    denial_reason = forms.ChoiceField(label=_("If it was denied: why?"), required=False)
    appeal_by = forms.DateField(
        label=_("If it was denied: until when can they appeal?"),
        help_text=_("The letter says so. Leave it empty, and we take the usual time."),
        widget=DayInput(),
        required=False,
    )

    def __init__(self, *args: Any, claim: CompensationClaim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._claim = claim
        reasons = standards.choices("compensation_denial_reason", keep=claim.denial_reason)
        self._fill("status", [(s.value, s.label) for s in claim.next_statuses])
        self._fill("denial_reason", [("", _("Choose")), *reasons])
        if _S.DENIED not in claim.next_statuses:
            del self.fields["denial_reason"], self.fields["appeal_by"]

    def clean(self) -> None:
        """Hold the day against the claim's, and ask why when it was denied."""
        given = self.cleaned_data
        on, crime_on = given.get("on"), self._claim.crime_on
        if on and crime_on and on < crime_on:
            self.add_error("on", _("Check this date. It is before the day it happened."))
        if given.get("status") == _S.DENIED:
            self._check_denial(given)
        elif given.get("denial_reason") or given.get("appeal_by"):
            given["denial_reason"], given["appeal_by"] = "", None

    def moved(self) -> Move:
        """Return where it goes."""
        return Move(**self.cleaned_data)

    def _check_denial(self, given: dict[str, Any]) -> None:
        if not given.get("denial_reason") and "denial_reason" not in self.errors:
            self.add_error("denial_reason", _("Say why it was denied."))
        on, appeal_by = given.get("on"), given.get("appeal_by")
        if on and appeal_by and appeal_by < on:
            self.add_error("appeal_by", _("Check this date. It is before the denial."))

    def _fill(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field


class ClaimPapersForm(forms.Form):
    """Every paper that a state may ask for, and whether it is there."""

    def __init__(self, *args: Any, known: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = dict(standards.choices("compensation_document"))
        called = standards.labels("compensation_document")["compensation_document"]
        named |= {code: called.get(code, code) for code in known}
        for code in sorted(named, key=lambda code: code not in known):
            self.fields[code] = forms.ChoiceField(
                label=named[code],
                choices=ClaimPaper.Status.choices,
                initial=known.get(code, ClaimPaper.Status.NOT_NEEDED),
                widget=forms.RadioSelect(attrs=ROW),
            )


class ClaimAmountForm(forms.Form):
    """What is asked for and awarded, for one kind of cost."""

    mark_optional = False

    cost = forms.ChoiceField(label=_("For what?"))
    requested = forms.DecimalField(
        label=_("Dollars asked for"),
        min_value=0,
        max_value=MOST_DOLLARS,
        decimal_places=2,
        required=False,
    )
    awarded = forms.DecimalField(
        label=_("Dollars awarded"),
        help_text=_("Leave both empty to take the line away."),
        min_value=0,
        max_value=MOST_DOLLARS,
        decimal_places=2,
        required=False,
    )

    def __init__(self, *args: Any, row: ClaimAmount | None = None, **kwargs: Any) -> None:
        if row:
            names = ("cost", "requested", "awarded")
            kwargs["initial"] = {name: getattr(row, name) for name in names}
        super().__init__(*args, **kwargs)
        costs = standards.choices("compensation_cost", keep=row.cost if row else "")
        self.fields["cost"].choices = [("", _("Choose")), *costs]  # type: ignore[attr-defined]  # a choice field
