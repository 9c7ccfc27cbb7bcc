"""The main links, by what the user may do."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cvi.accounts.models import User
from cvi.accounts.roles import Permission, Role

_P = Permission
LINKS = (
    (_P.OPEN_CASE, "desk:today", _("Today"), "home"),
    (_P.LOG_CONTACT, "outreach:contact_pick", _("Log"), "add"),
    (_P.OPEN_CASE, "desk:people", _("People"), "people"),
    (_P.VIEW_CASELOAD_REPORT, "reports:caseload", _("Caseload"), "report"),
    (_P.VIEW_CASELOAD_REPORT, "papers:job_list", _("Downloads"), "download"),
    (_P.VIEW_TRAIL, "reports:trail", _("Trail"), "shield"),
)
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
    """Return the main links of this user; none before sign-in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"nav": [], "is_field": True}
    here = request.resolver_match.view_name if request.resolver_match else ""
    links = [
        Link(label, reverse(name), icon, name == here)
        for permission, name, label, icon in LINKS
        if user.holds(permission)
    ]
    return {"nav": links, "is_field": user.acting_role in FIELD_ROLES}
