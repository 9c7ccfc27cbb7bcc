"""The kinds of standards, as the settings pages list them. To find how one is edited, begin here.

A kind's form is in `forms.py`, under its model in `FORMS`; every kind has the same pages.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cvi.standards.models import (
    ConsentRule,
    CriteriaSet,
    DeadlineRule,
    Holiday,
    Instrument,
    ListItem,
    PhaseStandard,
    ProgramModel,
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
    codes: frozenset[str] = frozenset()
    """Only these; where other kinds share the table, the rest stands under the kind without."""

    def rows(self) -> Any:
        """Return the versions of every standard of this kind."""
        if self.codes:
            return self.model.objects.filter(code__in=self.codes)
        others = [code for kind in KINDS if kind.model is self.model for code in kind.codes]
        return self.model.objects.exclude(code__in=others)


CASELOAD = frozenset({"caseload_min", "caseload_max"})
KEPT_FOR = frozenset(
    {
        "criteria_purge_days",
        "keep_call_in_group_days",
        "keep_consent_years",
        "keep_contact_note_months",
        "keep_mediation_story_days",
    }
)

KINDS = (
    Kind(
        "models",
        ProgramModel,
        _("Program models"),
        _("Ways to run a program, set up without code."),
    ),
    Kind("lists", ListItem, _("Value lists"), _("What forms offer to choose from.")),
    Kind("numbers", Threshold, _("Numbers"), _("Limits and clocks.")),
    Kind(
        "caseload", Threshold, _("Caseload targets"), _("How many people a worker has."), CASELOAD
    ),
    Kind("retention", Threshold, _("Times to keep"), _("When something is destroyed."), KEPT_FOR),
    Kind("holidays", Holiday, _("Public holidays"), _("When work days stand still.")),
    Kind("phases", PhaseStandard, _("Phases"), _("How often someone is met, and for how long.")),
    Kind("criteria", CriteriaSet, _("Criteria"), _("Who a program is for.")),
    Kind("protocols", Protocol, _("Follow-up plans"), _("Which follow-ups are due, and when.")),
    Kind("deadlines", DeadlineRule, _("Compensation deadlines"), _("How long there is to file.")),
    Kind("consent", ConsentRule, _("Consent of minors"), _("Who may say yes alone.")),
    Kind("screenings", Instrument, _("Screenings"), _("Questionnaires and their cut-offs.")),
)
