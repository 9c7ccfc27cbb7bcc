"""What stands on the settings page: only what the user may open."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cvi.accounts.access import waiting_roles
from cvi.accounts.models import User
from cvi.accounts.place_kinds import place_kinds_of
from cvi.accounts.roles import Permission
from cvi.referrals import keeping
from cvi.standards import shelf
from cvi.standards.kinds import KINDS


@dataclass(frozen=True)
class Entry:
    """One page of the settings."""

    label: str | Promise
    url: str
    lead: str | Promise
    mark: str = ""


@dataclass(frozen=True)
class Section:
    """Pages that stand under one heading."""

    heading: Promise
    entries: list[Entry]


def sections_of(user: User) -> list[Section]:
    """Return the sections of the settings in which this user may open something."""
    found = (
        Section(_("Organization"), list(_places(user))),
        Section(_("People and roles"), list(_people(user))),
        Section(_("Standards"), list(_standards(user))),
        Section(_("Service directory"), list(_directory(user))),
        Section(_("My sign-in"), list(_own())),
    )
    return [section for section in found if section.entries]


def _places(user: User) -> Iterator[Entry]:
    for kind in place_kinds_of(user):
        yield Entry(kind.name, reverse("accounts:place_list", args=[kind.slug]), kind.lead)


def _people(user: User) -> Iterator[Entry]:
    if user.holds(Permission.MANAGE_USERS):
        lead = _("Who may sign in, and in which role.")
        yield Entry(_("Staff"), reverse("accounts:staff"), lead)
        lead = _("A new colleague, with a one-time code.")
        yield Entry(_("Invite someone"), reverse("accounts:staff_invite"), lead)
    if user.holds(Permission.APPROVE_ROLES):
        lead = _("Roles that count once a second person said yes.")
        yield Entry(_("Approve roles"), reverse("accounts:role_list"), lead, _waiting(user))


def _waiting(user: User) -> str:
    count = waiting_roles(user).count()
    said = ngettext("%(count)s waits for approval", "%(count)s wait for approval", count)
    return said % {"count": count} if count else ""


def _standards(user: User) -> Iterator[Entry]:
    if not user.holds(Permission.MANAGE_STANDARDS):
        return
    for kind in KINDS:
        count = shelf.count_in_force(kind)
        said = ngettext("%(count)s in force", "%(count)s in force", count) % {"count": count}
        yield Entry(
            kind.name,
            reverse("standards:standard_list", args=[kind.slug]),
            f"{kind.lead} · {said}",
        )


def _directory(user: User) -> Iterator[Entry]:
    if not user.holds(Permission.KEEP_DIRECTORY):
        return
    stale, notes = keeping.stale_count(), keeping.correction_count()
    said = ngettext("%(count)s to be checked", "%(count)s to be checked", stale)
    mark = said % {"count": stale} if stale else ""
    lead = _("Who helps, with what, where and when.")
    yield Entry(_("Entries"), reverse("referrals:directory"), lead, mark)
    said = ngettext("%(count)s waits", "%(count)s wait", notes)
    mark = said % {"count": notes} if notes else ""
    lead = _("What workers say is wrong in an entry.")
    yield Entry(_("Notes of workers"), reverse("referrals:correction_list"), lead, mark)
    lead = _("Bring in a file of the HSDS format.")
    yield Entry(_("Import a file"), reverse("referrals:import_new"), lead)


def _own() -> Iterator[Entry]:
    yield Entry(_("My devices"), reverse("accounts:devices"), _("Where I am signed in."))
    lead = _("Passkeys and the code app.")
    yield Entry(_("Second step"), reverse("mfa_index"), lead)
    yield Entry(_("Password"), reverse("account_change_password"), _("Choose a new one."))
