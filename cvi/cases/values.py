"""The value lists of the shared record."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """The language a participant speaks best."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    OTHER = "other", _("Another language")
    DECLINED = "declined", _("Prefer not to say")
    NOT_ASKED = "not_asked", _("Did not ask")


class RaceEthnicity(models.TextChoices):
    """One question, select all that apply; one answer is complete.

    Source: OMB Statistical Policy Directive No. 15 (2024), minimum categories.
    """

    AIAN = "aian", _("American Indian or Alaska Native")
    ASIAN = "asian", _("Asian")
    BLACK = "black", _("Black or African American")
    HISPANIC = "hispanic", _("Hispanic or Latino")
    MENA = "mena", _("Middle Eastern or North African")
    NHPI = "nhpi", _("Native Hawaiian or Pacific Islander")
    WHITE = "white", _("White")
    DECLINED = "declined", _("Prefer not to say")
    NOT_ASKED = "not_asked", _("Did not ask")


class Gender(models.TextChoices):
    """Self-told, optional."""

    WOMAN = "woman", _("Woman or girl")
    MAN = "man", _("Man or boy")
    TRANS_WOMAN = "trans_woman", _("Transgender woman")
    TRANS_MAN = "trans_man", _("Transgender man")
    NON_BINARY = "non_binary", _("Non-binary")
    ANOTHER = "another", _("Another")
    UNKNOWN = "unknown", _("Don't know")
    DECLINED = "declined", _("Prefer not to say")
    NOT_ASKED = "not_asked", _("Did not ask")


class Answer(models.TextChoices):
    """Yes or no, where unknown, declined and not asked are three different answers."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Don't know")
    DECLINED = "declined", _("Prefer not to say")
    NOT_ASKED = "not_asked", _("Did not ask")


class RaceSource(models.TextChoices):
    """How we know someone's race and ethnicity. What they say themselves counts most."""

    SELF = "self", _("They told us")
    STAFF = "staff", _("Staff wrote what they saw")
    HOSPITAL = "hospital", _("From the hospital's record")
    DECLINED = "declined", _("Prefer not to say")
    NOT_ASKED = "not_asked", _("Did not ask")


class Orientation(models.TextChoices):
    """Self-told, optional, never in a federal export or on a printout."""

    STRAIGHT = "straight", _("Straight")
    GAY_LESBIAN = "gay_lesbian", _("Gay or lesbian")
    BISEXUAL = "bisexual", _("Bisexual")
    ANOTHER = "another", _("Another")
    UNKNOWN = "unknown", _("Don't know")
    DECLINED = "declined", _("Prefer not to say")
    NOT_ASKED = "not_asked", _("Did not ask")


class FederalSex(models.TextChoices):
    """What federal forms ask for since 2025. It is kept apart from gender, and never shown as it.

    Source: Executive Order 14168; domain notes 4.2.
    """

    MALE = "male", _("Male")
    FEMALE = "female", _("Female")
    UNKNOWN = "unknown", _("Don't know")


class LifeDomain(models.TextChoices):
    """The part of life that a need or a goal is about."""

    SAFETY = "safety", _("Safety")
    MEDICAL = "medical", _("Health care")
    MENTAL_HEALTH = "mental_health", _("Talk to someone")
    SUBSTANCE_USE = "substance_use", _("Alcohol or drugs")
    HOUSING = "housing", _("A place to stay")
    BASIC_NEEDS = "basic_needs", _("Food and clothes")
    MONEY = "money", _("Money and benefits")
    DOCUMENTS = "documents", _("ID and papers")
    TRANSPORT = "transport", _("A ride")
    PHONE = "phone", _("A phone")
    EDUCATION = "education", _("School")
    WORK = "work", _("Work")
    LEGAL = "legal", _("Court and legal help")
    COMPENSATION = "compensation", _("Victim compensation")
    FAMILY = "family", _("Family")
    GRIEF = "grief", _("Grief")
    RELOCATION = "relocation", _("Moving to safety")
    INSURANCE = "insurance", _("Health insurance")
    CIVIL = "civil", _("Rent, custody and other civil law")
    RECORD = "record", _("Clearing a record")
    CHILD_CARE = "child_care", _("Child care")
    MENTORING = "mentoring", _("A mentor")
    DISABILITY = "disability", _("Disability or brain injury")
    IMMIGRATION = "immigration", _("Immigration help")


NO_ANSWER = [Answer.UNKNOWN, Answer.DECLINED, Answer.NOT_ASKED]
"""Three ways to have no answer, and each says something else."""

CHILDREN = [(str(number), str(number)) for number in range(5)] + [("5", _("5 or more"))]
"""How many children someone has or cares for."""

_STATES = (
    "Alabama AL, Alaska AK, Arizona AZ, Arkansas AR, California CA, Colorado CO, Connecticut CT, "
    "Delaware DE, District of Columbia DC, Florida FL, Georgia GA, Guam GU, Hawaii HI, Idaho ID, "
    "Illinois IL, Indiana IN, Iowa IA, Kansas KS, Kentucky KY, Louisiana LA, Maine ME, "
    "Maryland MD, Massachusetts MA, Michigan MI, Minnesota MN, Mississippi MS, Missouri MO, "
    "Montana MT, Nebraska NE, Nevada NV, New Hampshire NH, New Jersey NJ, New Mexico NM, "
    "New York NY, North Carolina NC, North Dakota ND, Ohio OH, Oklahoma OK, Oregon OR, "
    "Pennsylvania PA, Puerto Rico PR, Rhode Island RI, South Carolina SC, South Dakota SD, "
    "Tennessee TN, Texas TX, Utah UT, Vermont VT, Virgin Islands VI, Virginia VA, Washington WA, "
    "West Virginia WV, Wisconsin WI, Wyoming WY"
)
US_STATES = [(one[-2:].lower(), one[:-3]) for one in _STATES.split(", ")]
"""The states with a compensation program of their own, by their two letters; names stay as are."""

KIN_BACK = {
    "mother": "child",
    "father": "child",
    "parent": "child",
    "child": "parent",
    "guardian": "ward",
    "ward": "guardian",
    "partner": "partner",
    "sibling": "sibling",
    "grandparent": "grandchild",
    "grandchild": "grandparent",
    "aunt_uncle": "niece_nephew",
    "niece_nephew": "aunt_uncle",
    "cousin": "cousin",
    "friend": "friend",
}
"""What one is to someone who is this to them. Of a value that a site added: someone else."""
