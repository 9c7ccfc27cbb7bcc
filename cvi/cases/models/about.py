"""What someone told about their life: language, home, work, and whatever helps them take part."""

from django.db import models

from cvi.audit.history import tracked
from cvi.cases.models.participant import Participant, PersonRecord, PersonRecordQuerySet
from cvi.cases.values import Answer
from cvi.vault.fields import SealedJSONField, SealedTextField


def code_field(name: str, label: str, *, default: str = Answer.NOT_ASKED) -> SealedTextField:
    """Make a sealed column for one code; nobody was asked until someone says so."""
    return SealedTextField(name, label=f"about.{label}", default=default, blank=True)


class About(PersonRecord):
    """What a participant told about themselves, beyond who they are. Nothing in it is required.

    Never here: immigration status, a photo, where a phone is. `baseline` is what was said first
    of housing, school, work and insurance, with the day of each; the columns hold what is true now.
    """

    STANDINGS = ("housing", "schooling", "work", "insurance")

    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="+")
    pronouns = SealedTextField("pronouns", label="about.pronouns", blank=True)
    gender_words = SealedTextField(
        "gender in their own words", label="about.gender_words", blank=True
    )
    orientation = code_field("orientation", "orientation")
    sex_for_federal_report = code_field("sex, for federal reports", "sex", default="unknown")
    race_source = code_field("how we know race and ethnicity", "race_source")
    language_words = SealedTextField("which language", label="about.language_words", blank=True)
    interpreter = code_field("needs an interpreter", "interpreter")
    reading_help = code_field("wants help with reading", "reading_help")
    access_needs = SealedJSONField(
        "what makes it easier to take part", label="about.access_needs", default=list, blank=True
    )
    stays_at = SealedTextField("stays at", label="about.stays_at", blank=True)
    has_no_address = SealedJSONField(
        "no fixed address", label="about.has_no_address", default=bool, blank=True
    )
    veteran = code_field("served in the military", "veteran")
    children = code_field("children", "children")
    housing = code_field("housing", "housing")
    schooling = code_field("school", "schooling")
    work = code_field("work", "work")
    insurance = code_field("health insurance", "insurance")
    baseline = SealedJSONField(
        "what was said first", label="about.baseline", default=dict, blank=True
    )

    objects = PersonRecordQuerySet.as_manager()
    history = tracked()

    class Meta:
        verbose_name_plural = "about"
