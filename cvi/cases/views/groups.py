"""Groups, who is in one, and when it met."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.models import Team
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.cases import attendance, services
from cvi.cases.access import members_of, open_case, open_group, open_record, open_session
from cvi.cases.forms.groups import GroupForm, LeaveForm, MemberForm, SessionForm
from cvi.cases.models import Attendance, Group, GroupMember, GroupSession
from cvi.cases.views.answers import kept, planned
from cvi.standards import reading as standards

SESSIONS_SHOWN = 60
KEEP = Permission.KEEP_GROUP


def group_list(request: StaffRequest) -> HttpResponse:
    """Show the groups of the teams in which a user runs groups."""
    require_holds(request.user, KEEP)
    groups = Group.objects.visible_to(request.user).select_related("team")
    found = list(groups.order_by("-starts_on", "-pk"))
    called = standards.labels("group_session_kind")["group_session_kind"]
    audit.listed(Group, [g.pk for g in found], session=request.session, by=request.user)
    rows = [(group, called.get(group.kind, group.kind)) for group in found]
    page = {
        "running": [row for row in rows if not row[0].has_ended],
        "ended": [row for row in rows if row[0].has_ended],
    }
    return render(request, "cases/group_list.html", page)


@once
def group_new(request: StaffRequest) -> HttpResponse:
    """Start a group of one's team."""
    require_holds(request.user, KEEP)
    teams = request.user.teams_for(KEEP)
    team = _team(request, teams)
    form = GroupForm(request.POST or None, team=team)
    what = {"team": team, "by": request.user}
    if form.is_valid() and kept(form, services.start_group, **form.planned(), **what):
        messages.success(request, _("Group saved. Add people to it from their plan."))
        return redirect("cases:group_list")
    others = [other for other in teams if other != team]
    return render(request, "cases/group_new.html", {"form": form, "team": team, "others": others})


def group(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """Show a group: its sessions, and those of its people whom the user sees."""
    row = open_group(request.user, group_id)
    members = members_of(request.user, row)
    audit.listed(GroupMember, [m.pk for m in members], session=request.session, by=request.user)
    tallies = attendance.tallies(members)
    live = [m for m in members if m.left_on is None and m.case.closed_on is None]
    sessions = GroupSession.objects.visible_to(request.user).filter(group=row).latest_first()
    called = standards.labels("group_session_kind", "group_left_reason")
    reasons = called["group_left_reason"]
    gone = [m for m in members if m not in live]
    page = {
        "group": row,
        "kind": called["group_session_kind"].get(row.kind, row.kind),
        "leads": row.leads.select_related("user").order_by("user__name"),
        "members": [(m, tallies[m.pk]) for m in live],
        "gone": [(m, tallies[m.pk], reasons.get(m.why_left, "")) for m in gone],
        "sessions": sessions[:SESSIONS_SHOWN],
    }
    return render(request, "cases/group.html", page)


@once
def group_change(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """Change what a group is, or end it."""
    row = open_group(request.user, group_id)
    form = GroupForm(request.POST or None, team=row.team, group=row)
    what = {"group": row, "by": request.user}
    if form.is_valid() and kept(form, services.change_group, **form.planned(), **what):
        messages.success(request, _("Group saved."))
        return redirect("cases:group", row.pk)
    return render(request, "cases/group_change.html", {"form": form, "group": row})


@once
def session_new(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """Write down a session, and call the roll."""
    row = open_group(request.user, group_id)
    members = [m for m in members_of(request.user, row) if not m.left_on and not m.case.closed_on]
    form = SessionForm(request.POST or None, members=members)
    what = {"group": row, "by": request.user}
    if form.is_valid() and kept(form, services.add_session, **form.told(), **what):
        messages.success(request, _("Session saved."))
        return redirect("cases:group", row.pk)
    return render(request, "cases/session_new.html", {"form": form, "group": row})


@once
def session(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Show a session, correct it, and go on with the roll."""
    row = open_session(request.user, session_id)
    members = [m for m in members_of(request.user, row.group) if _is_on_roll(m, row)]
    answers = Attendance.objects.visible_to(request.user).filter(session=row, member__in=members)
    form = SessionForm(request.POST or None, members=members, session=row, answers=list(answers))
    what = {"session": row, "by": request.user}
    if form.is_valid() and kept(form, services.change_session, **form.told(), **what):
        messages.success(request, _("Session saved."))
        return redirect("cases:group", row.group_id)
    return render(request, "cases/session.html", {"form": form, "session": row, "group": row.group})


@once
def member_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Let someone into a group of their program."""
    case = open_case(request.user, case_id, to=KEEP)
    groups = Group.objects.visible_to(request.user).running().order_by("-starts_on", "-pk")
    groups = groups.filter(team__program=case.program, team__agency=case.team.agency_id)
    form = MemberForm(request.POST or None, groups=groups.select_related("team"))
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.join_group, **form.cleaned_data, **what):
        return planned(request, case, _("They are in the group now."))
    page = {"case": case, "form": form, "has_groups": groups.exists()}
    return render(request, "cases/member_new.html", page)


@once
def member_leave(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Say that someone left a group, and why."""
    row = open_record(request.user, GroupMember, member_id, to=KEEP)
    form = LeaveForm(request.POST or None)
    what = {"member": row, "by": request.user}
    if form.is_valid() and kept(form, services.leave_group, **form.cleaned_data, **what):
        return planned(request, row.case, _("Saved. They are not in the group any more."))
    kind = standards.label("group_session_kind", row.group.kind)
    page = {"case": row.case, "form": form, "member": row, "kind": kind}
    return render(request, "cases/member_leave.html", page)


def _team(request: StaffRequest, teams: list[Team]) -> Team:
    """Return the team that was chosen, of those in which the user runs groups."""
    asked = request.GET.get("team")
    return next((team for team in teams if str(team.pk) == asked), teams[0])


def _is_on_roll(member: GroupMember, row: GroupSession) -> bool:
    return member.was_in_on(row.held_on) and member.case.closed_on is None
