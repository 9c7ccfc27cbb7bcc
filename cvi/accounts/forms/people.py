"""What is asked at sign-in, of someone who was invited, and about someone to invite."""

import base64
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as CodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from cvi.accounts import services
from cvi.accounts.drafts import PLACE, SEALED_MAX_BYTES, SealedDraft
from cvi.accounts.errors import PlaceDoesNotFit
from cvi.accounts.models import Team, User
from cvi.accounts.roles import ROLES, Role
from cvi.accounts.services import Newcomer, Place
from cvi.accounts.widgets import DayInput, not_in_the_past

NAME_MAX_LENGTH = 80
USERNAME_MAX_LENGTH = 60
CODE_MAX_LENGTH = 60


class SignInForm(LoginForm):
    """The sign-in package's own form, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Sign-in name")
        self.fields["is_shared"] = forms.BooleanField(
            label=_("This device is shared"),
            help_text=_("It locks after 5 minutes and signs you out after 2 hours."),
            required=False,
            widget=forms.CheckboxInput(attrs={"data-shared": ""}),
        )


class UnlockForm(ReauthenticateForm):
    """The sign-in package's form for a password asked again, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")


class StepUpForm(CodeAgainForm):
    """The sign-in package's form for a code asked again, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the app")
        self.fields["code"].widget.attrs.pop("placeholder", None)


class CodeAppForm(ActivateTOTPForm):
    """The sign-in package's form for a code app, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the app")


class InviteAcceptForm(forms.Form):
    """The code that was given in person, and a first password."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=USERNAME_MAX_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    code = forms.CharField(
        label=_("Code"),
        help_text=_("26 letters and digits. Dashes do not matter."),
        max_length=CODE_MAX_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    password = forms.CharField(
        label=_("New password"),
        help_text=_(
            "12 characters or more. A sentence is good. "
            "Leave out your name, your organization and rows like 1234."
        ),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """Refuse a password that is easy for whoever knows the sign-in name."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(username=self.cleaned_data.get("username", "")))
        return password

    def clean(self) -> None:
        """Refuse two passwords that differ."""
        password, again = (self.cleaned_data.get(name) for name in ("password", "again"))
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ. Type it again."))


class RoleForm(forms.Form):
    """A role, and where it is held."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect())
    place = forms.ChoiceField(
        label=_("Where"),
        help_text=_("Roles for casework are held in a team, the others in an organization."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = user.managed_agencies().filter(closed_on=None).order_by("name")
        teams = Team.objects.visible_to(user).open().filter(agency__in=agencies)
        teams = teams.select_related("agency")
        self.places = _places(agencies, teams.order_by("agency__name", "name"))
        self.fields["role"].choices = [(r.value, f"{r.label}. {ROLES[r].about}") for r in Role]  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", _("Choose")), *_grouped(self.places)]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Refuse a role that is not held in such a place."""
        if not {"role", "place"} <= set(self.cleaned_data):
            return
        try:
            services.require_fitting(role=self._role(), place=self._place())
        except PlaceDoesNotFit as broken:
            self.add_error("place", str(broken))

    def _role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def _place(self) -> Place:
        return self.places[UUID(self.cleaned_data["place"])]


class StaffInviteForm(RoleForm):
    """Who is invited, in which role, and where."""

    field_order = ("name", "username", "email", "role", "place")
    name = forms.CharField(
        label=_("Name"),
        help_text=_("What colleagues call them."),
        max_length=NAME_MAX_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    username = forms.CharField(
        label=_("Sign-in name"),
        help_text=_("Short and easy to type, like mo.rivers."),
        max_length=USERNAME_MAX_LENGTH,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Where we write when somebody signs in on a new device. Never about a person."),
        required=False,
    )

    def newcomer(self) -> Newcomer:
        """Return who was described."""
        given = self.cleaned_data
        place, email = self._place(), given["email"]
        return Newcomer(given["name"], given["username"], self._role(), place, email)


class RoleGiveForm(RoleForm):
    """A further role for someone who works here, perhaps until a day."""

    ends_on = forms.DateField(
        label=_("Until"),
        help_text=_("The last day. Leave it empty if it has no end."),
        widget=DayInput(),
        required=False,
        validators=[not_in_the_past],
    )

    def given(self) -> dict[str, Any]:
        """Return the role as the service takes it."""
        ends_on = self.cleaned_data["ends_on"]
        return {"role": self._role(), "place": self._place(), "ends_on": ends_on}


def _places(agencies: Iterable[Any], teams: Iterable[Any]) -> dict[UUID, Place]:
    """Return every place under the id of its team, or of its agency where there is no team."""
    whole = {agency.pk: Place(agency) for agency in agencies}
    return whole | {team.pk: Place(team.agency, team) for team in teams}


def _grouped(places: dict[UUID, Place]) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Return the places as choices: each agency with itself first, then its teams."""
    rows = sorted(places.items(), key=lambda row: row[1].agency.name)
    return [
        (name, [(str(key), place.team or _("No team")) for key, place in group])
        for name, group in groupby(rows, key=lambda row: row[1].agency.name)
    ]


class DraftForm(forms.Form):
    """A draft as a page's script sends it, to be opened."""

    kid = forms.UUIDField()
    place = forms.RegexField(rf"^{PLACE}\Z")
    sealed = forms.RegexField(r"^[\w-]+\Z", max_length=SEALED_MAX_BYTES * 4 // 3 + 4)

    def clean_sealed(self) -> bytes:
        """Read the bytes; the script leaves the padding of base64 out."""
        text = self.cleaned_data["sealed"]
        try:
            return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except ValueError:
            raise forms.ValidationError("no base64", code="invalid") from None

    def draft(self) -> SealedDraft:
        """Return what was sent."""
        return SealedDraft(**self.cleaned_data)
