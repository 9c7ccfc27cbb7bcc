"""Family: who to call, and who of them is a participant too."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.accounts.widgets import PhoneField
from cvi.cases.forms.about import UNTYPED, AnswersForm, choice_field
from cvi.cases.forms.people import NAME_MAX_LENGTH
from cvi.cases.matching import Masked
from cvi.cases.models import Participant, Relative
from cvi.cases.models.participant import read_code
from cvi.cases.values import Answer
from cvi.standards import reading as standards

CODE_LENGTH = 20


def _relations(keep: str = "") -> list[tuple[str, Any]]:
    """Return who someone may be to someone else; nobody is a mother because nobody chose."""
    return [("", _("Choose")), *standards.choices("kin_relation", keep=keep)]


class RelativeForm(AnswersForm):
    """Someone of the family, or a friend."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_MAX_LENGTH, widget=forms.TextInput(attrs=UNTYPED)
    )
    relation = forms.ChoiceField(label=_("Who are they to this person?"))
    phone = PhoneField(label=_("Phone"), required=False, max_length=30)
    lives_there = choice_field(_("Do they live in the same home?"), Answer.choices)
    call_in_emergency = forms.BooleanField(label=_("Call them in an emergency"), required=False)
    is_guardian = forms.BooleanField(
        label=_("They decide for this person, who is a minor"), required=False
    )
    may_contact = choice_field(_("May we contact them?"), Answer.choices)
    knows_of_hospital = choice_field(_("Do they know about the hospital visit?"), Answer.choices)

    def __init__(self, *args: Any, relative: Relative | None = None, **kwargs: Any) -> None:
        if relative:
            kwargs["initial"] = {name: getattr(relative, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        kept = relative.relation if relative else ""
        self.fields["relation"].choices = _relations(kept)  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> None:
        """Refuse to call someone in an emergency whom we may not contact."""
        may_not = self.cleaned_data.get("may_contact") == Answer.NO
        if may_not and self.cleaned_data.get("call_in_emergency"):
            self.add_error(
                "call_in_emergency",
                _("You wrote that we may not contact them. Change one of both."),
            )


class CodeField(forms.CharField):
    """The code of a participant whose file the user may open."""

    default_error_messages = {"unknown": _("No file that you may open has this code.")}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={**UNTYPED, "autocapitalize": "characters"})
        super().__init__(max_length=CODE_LENGTH, widget=widget, **kwargs)
        self.user: User | None = None

    def clean(self, value: Any) -> Any:
        """Return the participant; of a code that is another's, say what one says of none."""
        code = read_code(super().clean(value))
        if not code:
            return None
        seen = Participant.objects.visible_to(self.user) if self.user else None
        found = seen.filter(code=code).first() if seen is not None else None
        if found is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return found


class KinForm(forms.Form):
    """A participant who is family of this one."""

    mark_optional = False

    kin = CodeField(
        label=_("The other person's code"),
        help_text=_("It stands at the top of their file, like P-4F7KMN."),
    )
    relation = forms.ChoiceField(label=_("Who are they to this person?"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kin"].user = user  # type: ignore[attr-defined]  # a code field
        self.fields["relation"].choices = _relations()  # type: ignore[attr-defined]  # a choice field


class MergeForm(forms.Form):
    """Which other file is about the same person."""

    mark_optional = False

    other = forms.ChoiceField(
        label=_("Which file is the same person?"), widget=forms.RadioSelect(), required=False
    )
    code = CodeField(
        label=_("Or type the code of the other file"),
        help_text=_("It stands at the top of their file, like P-4F7KMN."),
        required=False,
    )

    def __init__(self, *args: Any, user: User, likely: list[Masked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["code"].user = user  # type: ignore[attr-defined]  # a code field
        if likely:
            self.fields["other"].choices = [(str(m.participant_id), _told(m)) for m in likely]  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["other"]

    def clean(self) -> None:
        """Ask for one file, and for no more than one."""
        chosen, typed = self.cleaned_data.get("other"), self.cleaned_data.get("code")
        if bool(chosen) == bool(typed) and not self.errors:
            self.add_error("code", _("Choose one file."))

    def drop(self) -> Participant:
        """Return the other file."""
        typed: Participant | None = self.cleaned_data["code"]
        if typed:
            return typed
        return Participant.objects.visible_to(self.user).get(pk=self.cleaned_data["other"])


def _told(one: Masked) -> str:
    parts = [one.name, str(one.birth_year or ""), one.case.team.name]
    return " · ".join(filter(None, parts))
