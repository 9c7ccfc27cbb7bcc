"""The main links, by what the user may do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission, Program, Role

_P = Permission
LINKS = (
    (_P.OPEN_CASE, "desk:today", _("Today"), "home"),
    (_P.LOG_CONTACT, "outreach:contact_pick", _("Log"), "add"),
    (_P.DO_BEDSIDE_INTAKE, "hospital:intake_new", _("New intake"), "hospital"),
    (_P.OPEN_CASE, "desk:people", _("People"), "people"),
    (_P.RAISE_ALERT, "alerts:alert_list", _("Alerts"), "bell"),
    (_P.REVIEW_WORK, "desk:review_queue", _("Review"), "check"),
    (_P.KEEP_GROUP, "cases:group_list", _("Groups"), "people"),
    (_P.KEEP_OWN_PAGE, "staffing:mine", _("My page"), "check"),
    (_P.LEAD_STAFF, "staffing:team", _("Team"), "people"),
    (_P.ANSWER_REFERRAL, "referrals:referral_inbox", _("Referrals"), "arrow"),
    (_P.OPEN_CASE, "referrals:service_search", _("Services"), "search"),
    (_P.KEEP_DIRECTORY, "referrals:directory", _("Directory"), "list"),
    (_P.ASSIGN_CASE, "cases:caseload_list", _("Workers"), "people"),
    (_P.READ_DROP_BOX, "incidents:message_list", _("Drop box"), "note"),
    (_P.VIEW_CASELOAD_REPORT, "reports:caseload", _("Caseload"), "report"),
    (_P.VIEW_CASELOAD_REPORT, "papers:job_list", _("Downloads"), "download"),
    (_P.VIEW_TRAIL, "reports:trail", _("Trail"), "shield"),
    (_P.VIEW_TRAIL, "reports:anomalies", _("Unusual"), "bell"),
    (_P.FIND_DISCLOSURES, "reports:disclosures_find", _("Disclosures"), "arrow"),
    (_P.REVIEW_MATCHES, "cases:match_list", _("Matches"), "people"),
    (_P.MANAGE_STANDARDS, "desk:settings", _("Settings"), "list"),
    (_P.SIGN_OUT_TEAM, "accounts:team", _("Team devices"), "phone"),
    (_P.MANAGE_USERS, "accounts:staff", _("Staff"), "people"),
    (_P.MANAGE_PLACES, "desk:settings", _("Settings"), "list"),
    (_P.BREAK_GLASS, "emergency:break_glass", _("Emergency"), "shield"),
    (_P.REVIEW_BREAK_GLASS, "emergency:review_list", _("Emergency reviews"), "check"),
    (_P.APPROVE_ROLES, "accounts:role_list", _("Approve roles"), "check"),
)
ONLY_IN = {"incidents:message_list": Program.GVI}
"""Pages for which the permission must be held in a team of one program."""

FIELD_ROLES = {Role.MESSENGER, Role.NAVIGATOR}
"""Who works on a phone outside: their pages carry the small style sheet and no script but one."""


@dataclass(frozen=True)
class Link:
    """One link of the main navigation."""

    label: Promise
    url: str
    icon: str
    is_current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the main links of this user; none before both steps of the sign-in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not request.session.get("second_factor"):
        return {"nav": [], "is_field": True}
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {"nav": list(links_of(user, here)), "is_field": user.acting_role in FIELD_ROLES}


def links_of(user: User, here: str = "") -> Iterator[Link]:
    """Yield the main links of a user; the page called `here` is the one they look at."""
    shown: set[str] = set()
    for permission, name, label, icon in LINKS:
        program = ONLY_IN.get(name)
        if user.teams_for(permission, program) if program else user.holds(permission):
            if name in shown:
                continue
            shown.add(name)
            yield Link(label, reverse(name), icon, name == here)
