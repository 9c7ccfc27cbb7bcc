"""What may be shared, with whom, for what, until when, and how they said so."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Agency, User
from cvi.accounts.widgets import DayInput, not_in_the_future
from cvi.cases.consent_rules import latest_end, minor_rule
from cvi.cases.forms.choices import GRID, offer
from cvi.cases.forms.signature import SignatureField
from cvi.cases.models import Consent, Participant
from cvi.cases.models.consent import NAME_MAX_LENGTH
from cvi.cases.services.consents import Release, Signing
from cvi.cases.values import Answer
from cvi.papers.uploads import UploadField
from cvi.standards import reading as standards
from cvi.standards.models import ConsentRule


class SigningForm(forms.Form):
    """How someone said yes: who, in which language, how it was kept, and when."""

    service = ConsentRule.Service.SHARE

    given_by = forms.ChoiceField(
        label=_("Who says yes?"),
        choices=Consent.Giver.choices,
        initial=Consent.Giver.PARTICIPANT.value,
        widget=forms.RadioSelect(),
    )
    giver_name = forms.CharField(
        label=_("Name of who signs for them"), max_length=NAME_MAX_LENGTH, required=False
    )
    giver_right = forms.CharField(
        label=_("What lets them sign?"),
        help_text=_("Mother, legal guardian, power of attorney. Never someone who hurt them."),
        max_length=NAME_MAX_LENGTH,
        required=False,
    )
    assented = forms.ChoiceField(label=_("Does the young person agree too?"), required=False)
    is_alone_by_law = forms.BooleanField(
        label=_("The law lets this young person decide alone"), required=False
    )
    language = forms.ChoiceField(
        label=_("In which language did you read it?"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect(attrs={"data-layout": "row"}),
    )
    had_interpreter = forms.BooleanField(label=_("An interpreter helped"), required=False)
    method = forms.ChoiceField(
        label=_("How did they agree?"),
        choices=Consent.Method.choices,
        widget=forms.RadioSelect(),
    )
    signature = SignatureField(label=_("Sign here"), required=False)
    witness = forms.CharField(
        label=_("Who heard them say yes?"),
        help_text=_("Only if they said it with a witness."),
        max_length=NAME_MAX_LENGTH,
        required=False,
    )
    signed_on = forms.DateField(
        label=_("When?"),
        widget=DayInput(),
        validators=[not_in_the_future],
        initial=timezone.localdate,
    )
    scan = UploadField(
        label=_("Picture of the paper"),
        help_text=_("PDF, JPEG or PNG. Only if they signed on paper."),
        required=False,
    )

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = minor_rule(participant, self.service, on=timezone.localdate())
        if self.rule is None:
            del self.fields["assented"], self.fields["is_alone_by_law"]
        else:
            self.fields["assented"].choices = Answer.choices  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> None:
        """Ask for what belongs to how they agreed."""
        data = self.cleaned_data
        if data.get("given_by") not in {None, Consent.Giver.PARTICIPANT}:
            self._require("giver_name", _("Write the name of who signs for them."))
            self._require("giver_right", _("Write what lets them sign."))
        if data.get("method") == Consent.Method.SCREEN:
            self._require("signature", _("Let them sign in the box."))
        if data.get("method") == Consent.Method.WITNESSED:
            self._require("witness", _("Write who heard it."))
        if self.errors and data.get("scan"):
            self.add_error("scan", _("Choose the file again."))

    def said(self) -> dict[str, Any]:
        """Return what was filled in."""
        return {name: v for name, v in self.cleaned_data.items() if v not in ("", None)}

    def _require(self, name: str, message: Any) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, message)


class ConsentForm(SigningForm):
    """A release of information. Nothing is ticked before they said so."""

    recipient: "forms.ModelChoiceField[Agency]" = forms.ModelChoiceField(
        label=_("Who may get it?"), queryset=None, empty_label=_("Choose")
    )
    scope = forms.MultipleChoiceField(
        label=_("What may they get?"),
        help_text=_("Only what the person says yes to. Everything else stays here."),
        choices=Consent.Field.choices,
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
    )
    purpose = forms.ChoiceField(label=_("What for?"))
    expires_on = forms.DateField(
        label=_("Until when?"), help_text=_("At most one year."), widget=DayInput()
    )
    copy = forms.ChoiceField(
        label=_("A copy for them"),
        choices=Consent.Copy.choices,
        initial=Consent.Copy.LATER.value,
        widget=forms.RadioSelect(),
    )

    field_order = ("recipient", "scope", "purpose", "expires_on")

    def __init__(self, *args: Any, user: User, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, participant=participant, **kwargs)
        others = Agency.objects.visible_to(user).open().exclude(pk=participant.agency_id)
        offer(self, "recipient", others.order_by("name"))
        purposes = [("", _("Choose")), *standards.choices("consent_purpose")]
        self.fields["purpose"].choices = purposes  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> None:
        """Ask for what belongs to how they agreed, and hold the days against each other."""
        self._ask_for_days()
        super().clean()

    def release(self) -> Release:
        """Return what was agreed to."""
        return Release(**self.said())

    def _ask_for_days(self) -> None:
        first, last = self.cleaned_data.get("signed_on"), self.cleaned_data.get("expires_on")
        if first is None or last is None:
            return
        if last <= max(first, timezone.localdate()):
            self.add_error("expires_on", _("Check this date. It must be after today."))
        elif last > latest_end(first):
            self.add_error("expires_on", _("Check this date. That is longer than allowed."))


class AgreementForm(SigningForm):
    """That someone agrees to take part in a program."""

    service = ConsentRule.Service.TAKE_PART

    def agreed(self) -> Signing:
        """Return how they said yes."""
        return Signing(**self.said())
