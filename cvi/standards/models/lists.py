"""Value lists: what a form offers to choose from."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cvi.audit.history import tracked
from cvi.standards.models.base import Standard


class ValueList(models.TextChoices):
    """The lists that there are. A new list needs code that asks for it; a new value does not."""

    REFERRAL_SOURCE = "referral_source", _("Where a referral comes from")
    EXIT_REASON = "exit_reason", _("Why a case is closed")
    SERVICE_TYPE = "service_type", _("Services delivered")
    FUNDING_SOURCE = "funding_source", _("Who pays")
    GOAL_RESOLVED_VIA = "goal_resolved_via", _("How a goal was met")
    CONSENT_PURPOSE = "consent_purpose", _("Why something is shared")
    BARRIER = "barrier", _("What stood in the way")
    FOLLOW_UP_KIND = "follow_up_kind", _("Kinds of follow-up")
    CHECKPOINT_SOURCE = "checkpoint_source", _("How we know")
    INCENTIVE_KIND = "incentive_kind", _("Incentives and stipends")
    COMPENSATION_DOCUMENT = "compensation_document", _("Papers for victim compensation")
    COMPENSATION_COST = "compensation_cost", _("What victim compensation pays for")
    COMPENSATION_DENIAL_REASON = "compensation_denial_reason", _("Why compensation was denied")
    GROUP_SESSION_KIND = "group_session_kind", _("Group sessions")
    GROUP_LEFT_REASON = "group_left_reason", _("Why someone left a group")
    KIN_RELATION = "kin_relation", _("Family and friends")
    ACCESS_NEED = "access_need", _("What makes it easier to take part")
    CREDENTIAL = "credential", _("Certificates and licenses earned")
    HOUSING = "housing", _("Where someone lives")
    SCHOOLING = "schooling", _("School and training")
    WORK = "work", _("Work")
    INSURANCE = "insurance", _("Health insurance")
    DEATH_CAUSE = "death_cause", _("Causes of death")
    TRAINING_COURSE = "training_course", _("Training of staff")
    STAFF_EXPOSURE = "staff_exposure", _("What staff went through")


def value_lists() -> list[tuple[str, Any]]:
    """Return the choices of a column; asked for late, so that a new list needs no migration."""
    return ValueList.choices


class ListItem(Standard):
    """One value of a value list. A retired one keeps its name on old records."""

    LINEAGE = ("list", "code")

    list = models.CharField(max_length=28, choices=value_lists)
    only_in_models = models.BooleanField(
        "offered only where a program model names it", default=False
    )

    history = tracked()

    class Meta(Standard.Meta):
        constraints = [
            *Standard.Meta.constraints,
            models.UniqueConstraint(fields=["list", "code", "version"], name="list_item_once"),
        ]
