"""What is asked about a participant, and about what is done with them."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import Agency, Team, User, Zone
from cvi.accounts.roles import Permission
from cvi.accounts.widgets import DayInput, MemorableDateField, PhoneField, not_in_the_past
from cvi.cases import sight
from cvi.cases.models import Consent, Document, FollowUp, Goal, MatchReview
from cvi.cases.models.document import ABOUT_MAX_LENGTH
from cvi.cases.models.matching import WHY_MAX_LENGTH
from cvi.cases.models.work import NOTE_MAX_LENGTH
from cvi.cases.services import Identity, Release
from cvi.cases.values import Answer, Language, LifeDomain, RaceEthnicity
from cvi.papers.uploads import UploadField

NAME_MAX_LENGTH = 120
WORDS_MAX_LENGTH = 500
SIGHT_DAYS = 14
GRID = {"data-layout": "grid"}
ROW = {"data-layout": "row"}


def offer(form: forms.Form, name: str, rows: Any) -> None:
    """Fill a drop-down of a form with the rows that its user may choose from."""
    field: Any = form.fields[name]
    field.queryset = rows


class IdentityForm(forms.Form):
    """Who someone is, as far as they want to say."""

    name_to_use = forms.CharField(
        label=_("Name to use"),
        help_text=_("What do they want to be called?"),
        max_length=NAME_MAX_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_date = MemorableDateField(label=_("Birth date"), required=False)
    phone = PhoneField(label=_("Phone"), required=False, max_length=30)
    safe_to_text = forms.ChoiceField(
        label=_("Is it safe to text?"),
        choices=Answer.choices,
        initial=Answer.NOT_ASKED,
        required=False,
    )
    zone: "forms.ModelChoiceField[Zone]" = forms.ModelChoiceField(
        label=_("Area of the city"),
        queryset=None,
        required=False,
        empty_label=_("Not known"),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=Language.choices,
        initial=Language.NOT_ASKED,
        required=False,
    )
    race_ethnicity = forms.MultipleChoiceField(
        label=_("Race and ethnicity"),
        help_text=_("We ask so the city can see who gets help. Choose all that fit; one is fine."),
        choices=RaceEthnicity.choices,
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "zone", Zone.objects.visible_to(user).order_by("name"))

    def identity(self) -> Identity:
        """Return what was filled in."""
        names = set(Identity.__dataclass_fields__)
        given = {name: value for name, value in self.cleaned_data.items() if name in names}
        return Identity(**{**given, "safe_to_text": given.get("safe_to_text") or Answer.NOT_ASKED})


class NewPersonForm(IdentityForm):
    """A new participant of one of the user's own teams."""

    team: "forms.ModelChoiceField[Team]" = forms.ModelChoiceField(
        label=_("Team"), queryset=None, empty_label=None
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        own = [team.pk for team in user.teams_for(Permission.REGISTER_PARTICIPANT)]
        offer(self, "team", Team.objects.visible_to(user).filter(pk__in=own).order_by("name"))
        if len(own) == 1:
            self.fields["team"].initial = own[0]
            self.fields["team"].widget = forms.HiddenInput()


class SightAnswerForm(forms.Form):
    """Whether a colleague of another team may see a file, and until when."""

    mark_optional = False

    answer = forms.ChoiceField(
        label=_("Is it the same person?"),
        help_text=_("Talk to them first if you are not sure."),
        choices=[
            ("yes", _("Yes. Let them see the file")),
            ("no", _("No, or not now. Do not show it")),
        ],
        widget=forms.RadioSelect(),
    )
    until = forms.DateField(
        label=_("Until when?"),
        help_text=_("At most 90 days."),
        widget=DayInput(),
        validators=[not_in_the_past],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = dt.timedelta(days=SIGHT_DAYS)
        self.fields["until"].initial = timezone.localdate() + days

    def clean(self) -> None:
        """Ask for the last day of a yes, and refuse one too far away."""
        if self.cleaned_data.get("answer") != "yes" or "until" in self.errors:
            return
        day = self.cleaned_data.get("until")
        if day is None:
            self.add_error("until", _("Say until which day they may see it."))
        elif day > timezone.localdate() + dt.timedelta(days=sight.MAX_DAYS):
            self.add_error("until", _("Check this date. 90 days is the longest."))

    def last_day(self) -> dt.date | None:
        """Return the last day on which they may see the file; None for a no."""
        day: dt.date | None = self.cleaned_data.get("until")
        return day if self.cleaned_data["answer"] == "yes" else None


class MatchReviewForm(forms.Form):
    """Whether two agencies know the same person, and why one thinks so."""

    mark_optional = False

    state = forms.ChoiceField(
        label=_("Are they the same person?"),
        choices=[c for c in MatchReview.State.choices if c[0] != MatchReview.State.OPEN],
        widget=forms.RadioSelect(),
    )
    why = forms.CharField(
        label=_("Why?"),
        help_text=_("What you asked, and whom. No names."),
        max_length=WHY_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GoalForm(forms.Form):
    """What they want next."""

    domain = forms.ChoiceField(
        label=_("What is it about?"),
        choices=LifeDomain.choices,
        widget=forms.RadioSelect(attrs=GRID),
    )
    words = forms.CharField(
        label=_("What do they want next?"),
        help_text=_("In their own words."),
        max_length=WORDS_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    target_on = forms.DateField(label=_("By when?"), widget=DayInput(), required=False)


class GoalStatusForm(forms.Form):
    """Where a goal stands."""

    status = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=Goal.Status.choices,
        widget=forms.RadioSelect(),
    )


class FollowUpForm(forms.Form):
    """A promise to get back to someone."""

    kind = forms.ChoiceField(label=_("What for?"), choices=FollowUp.Kind.choices)
    due_on = forms.DateField(label=_("When?"), widget=DayInput(), validators=[not_in_the_past])


class FollowUpDoneForm(forms.Form):
    """How a follow-up went."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=FollowUp.Outcome.choices,
        widget=forms.RadioSelect(),
    )


class NoteForm(forms.Form):
    """A note for the team."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("No names of others, no crimes, no weapons."),
        max_length=NOTE_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DocumentForm(forms.Form):
    """A paper to keep."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=[("", _("Choose")), *Document.Kind.choices]
    )
    file = UploadField(
        label=_("File or picture"),
        help_text=_(
            "PDF, JPEG or PNG, up to 10 MB. No photos of people, no rap sheets or other police "
            "records, no immigration papers."
        ),
    )
    about = forms.CharField(
        label=_("Note"),
        help_text=_("What helps the team find it. No names of others."),
        max_length=ABOUT_MAX_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> None:
        """Ask for the file again when something else is wrong: a browser keeps no chosen file."""
        if self.errors and "file" in self.cleaned_data:
            self.add_error("file", _("Choose the file again."))


class DocumentRemoveForm(forms.Form):
    """Why a paper is removed."""

    why = forms.ChoiceField(
        label=_("Why do you remove it?"),
        help_text=_("The file is deleted now and cannot come back."),
        choices=Document.Why.choices,
        widget=forms.RadioSelect(),
    )


class ConsentForm(forms.Form):
    """What may be shared, with whom, until when. Nothing is ticked before they said so."""

    recipient: "forms.ModelChoiceField[Agency]" = forms.ModelChoiceField(
        label=_("Who may get it?"), queryset=None, empty_label=_("Choose")
    )
    scope = forms.MultipleChoiceField(
        label=_("What may they get?"),
        help_text=_("Only what the person says yes to."),
        choices=Consent.Field.choices,
        widget=forms.CheckboxSelectMultiple(attrs=GRID),
    )
    expires_on = forms.DateField(
        label=_("Until when?"), help_text=_("At most one year."), widget=DayInput()
    )
    method = forms.ChoiceField(
        label=_("How did they agree?"),
        choices=Consent.Method.choices,
        widget=forms.RadioSelect(attrs=ROW),
    )

    def __init__(self, *args: Any, user: User, own_agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.visible_to(user).exclude(pk=own_agency.pk)
        offer(self, "recipient", others.order_by("name"))

    def clean_expires_on(self) -> dt.date:
        """Refuse a consent that ends before it begins, or lasts longer than a year."""
        day: dt.date = self.cleaned_data["expires_on"]
        today = timezone.localdate()
        if day <= today:
            raise forms.ValidationError(_("Check this date. It must be after today."))
        if day > today + dt.timedelta(days=Consent.MAX_DAYS):
            raise forms.ValidationError(_("Check this date. One year is the longest."))
        return day

    def release(self) -> Release:
        """Return what was agreed to."""
        return Release(**self.cleaned_data)
