"""The kinds of standards, as the settings pages list them. To find how one is edited, begin here.

A kind's form is in `forms.py`, under its model in `FORMS`; every kind has the same pages.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cvi.standards.models import (
    ConsentRule,
    CriteriaSet,
    DeadlineRule,
    Instrument,
    ListItem,
    PhaseStandard,
    Protocol,
    Standard,
    Threshold,
)


@dataclass(frozen=True)
class Kind:
    """One kind: its place in the address, its table, its name, and what it is for."""

    slug: str
    model: type[Standard]
    name: Promise
    lead: Promise


KINDS = (
    Kind("lists", ListItem, _("Value lists"), _("What forms offer to choose from.")),
    Kind("numbers", Threshold, _("Numbers"), _("Limits, clocks, caseloads, times to keep.")),
    Kind("phases", PhaseStandard, _("Phases"), _("How often someone is met, and for how long.")),
    Kind("criteria", CriteriaSet, _("Criteria"), _("Who a program is for.")),
    Kind("protocols", Protocol, _("Follow-up plans"), _("Which follow-ups are due, and when.")),
    Kind("deadlines", DeadlineRule, _("Compensation deadlines"), _("How long there is to file.")),
    Kind("consent", ConsentRule, _("Consent of minors"), _("Who may say yes alone.")),
    Kind("screenings", Instrument, _("Screenings"), _("Questionnaires and their cut-offs.")),
)
