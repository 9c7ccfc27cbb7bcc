"""Raise and answer alerts, plan shifts, choose how one is written to, make a calendar address."""

from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.alerts import reading, services
from cvi.alerts.access import find_alert, open_alert, open_shift, require_teams, team_mates
from cvi.alerts.errors import RuleBroken
from cvi.alerts.forms import NoticeForm, RaiseForm, ShiftForm, TimesForm
from cvi.alerts.models import Alert, FeedAddress
from cvi.audit import services as audit

SHOWN = 20


def alert_list(request: StaffRequest) -> HttpResponse:
    """Show the alerts that one raised or was told of, and who is on call now."""
    alerts = list(Alert.objects.visible_to(request.user).newest_first()[:SHOWN])
    audit.listed(Alert, [row.pk for row in alerts], session=request.session, by=request.user)
    teams = request.user.teams_for(Permission.RAISE_ALERT)
    page: dict[str, Any] = {"alerts": alerts, "duties": reading.duties(teams)}
    page["may_raise"] = bool(teams)
    page["may_plan"] = request.user.holds(Permission.PLAN_SHIFTS)
    return render(request, "alerts/alert_list.html", page)


@once
def alert_new(request: StaffRequest) -> HttpResponse:
    """Raise an alert from anywhere."""
    teams = require_teams(request.user, Permission.RAISE_ALERT)
    form = RaiseForm(request.POST or None, teams=teams)
    if form.is_valid():
        raised = services.raise_alert(**form.cleaned_data, by=request.user)
        return redirect("alerts:alert", raised.pk)
    page = {"form": form, "duties": reading.duties(teams)}
    return render(request, "alerts/alert_new.html", page)


@csp_update({"trusted-types": ["default"]})  # type: ignore[arg-type]  # it knows no StaffRequest
def alert(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """Show how far an alert is; the page asks for its middle part again while it runs."""
    if request.headers.get("HX-Request"):
        found = find_alert(request.user, alert_id)
        return render(request, "alerts/alert_progress.html", _alert_page(request, found))
    opened = open_alert(request.user, alert_id)
    return render(request, "alerts/alert.html", _alert_page(request, opened))


@require_POST
def alert_answer(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """Say that one is on it."""
    opened = open_alert(request.user, alert_id)
    try:
        services.answer_alert(alert=opened, by=request.user)
        messages.success(request, _("You are on it. Nobody else is told any more. Call them now."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("alerts:alert", alert_id)


@require_POST
def alert_end(request: StaffRequest, alert_id: UUID) -> HttpResponse:
    """Say that all is well again."""
    opened = open_alert(request.user, alert_id)
    try:
        services.end_alert(alert=opened, by=request.user)
        messages.success(request, _("The alert has ended."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("alerts:alert", alert_id)


def shift_list(request: StaffRequest) -> HttpResponse:
    """Show the coming two weeks of one's teams, with what is missing or double."""
    teams = require_teams(request.user, Permission.PLAN_SHIFTS)
    page = {"rosters": reading.rosters(teams), "days": reading.PLANNED_DAYS}
    return render(request, "alerts/shift_list.html", page)


@once
def shift_new(request: StaffRequest) -> HttpResponse:
    """Plan a shift, and its repeats."""
    teams = require_teams(request.user, Permission.PLAN_SHIFTS)
    form = ShiftForm(request.POST or None, teams=teams, people=team_mates(teams))
    if form.is_valid():
        try:
            services.plan_shifts(plan=form.plan(), by=request.user)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Planned."))
            return redirect("alerts:shift_list")
    return render(request, "alerts/shift_new.html", {"form": form})


@require_POST
def shift_end(request: StaffRequest, shift_id: UUID) -> HttpResponse:
    """End a shift now, or call off one that has not begun."""
    shift = open_shift(request.user, shift_id)
    try:
        services.end_shift(shift=shift, by=request.user)
        messages.success(request, _("Shift ended. Look whether someone else is on call."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("alerts:shift_list")


@once
def times(request: StaffRequest) -> HttpResponse:
    """Say after how many minutes the next one is told."""
    teams = require_teams(request.user, Permission.PLAN_SHIFTS)
    kept = [roster.times for roster in reading.rosters(teams)]
    first = {"backup_after": kept[0].backup_after, "lead_after": kept[0].lead_after}
    form = TimesForm(request.POST or None, teams=teams, initial=first)
    if form.is_valid():
        services.set_times(**form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("alerts:shift_list")
    return render(request, "alerts/times.html", {"form": form, "kept": kept})


@once
def notices(request: StaffRequest) -> HttpResponse:
    """Choose how one is written to and called."""
    form = NoticeForm(request.POST or None, initial=reading.notices_of(request.user))
    if form.is_valid():
        number = form.cleaned_data["number"]
        try:
            services.save_work_phone(user=request.user, number=number, by=request.user)
            services.save_settings(user=request.user, changes=form.settings(), by=request.user)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Saved."))
            return redirect("alerts:notices")
    may_have_calendar = request.user.holds(Permission.OPEN_CASE)
    page = {"form": form, "may_have_calendar": may_have_calendar}
    return render(request, "alerts/notices.html", page)


def calendar(request: StaffRequest) -> HttpResponse:
    """Show whether one has a calendar address, never which."""
    require_holds(request.user, Permission.OPEN_CASE)
    feed = FeedAddress.objects.visible_to(request.user).live().first()
    return render(request, "alerts/calendar.html", {"feed": feed})


@require_POST
def calendar_new(request: StaffRequest) -> HttpResponse:
    """Make a new address and show it, in the answer to the very request that made it."""
    require_holds(request.user, Permission.OPEN_CASE)
    opened = services.open_feed(user=request.user, by=request.user)
    path = reverse("desk:calendar_feed", args=[opened.token])
    page = {"address": request.build_absolute_uri(path)}
    return render(request, "alerts/calendar_new.html", page)


@require_POST
def calendar_end(request: StaffRequest) -> HttpResponse:
    """Let the address open nothing any more."""
    require_holds(request.user, Permission.OPEN_CASE)
    services.close_feed(user=request.user, by=request.user)
    messages.success(request, _("The address opens nothing any more."))
    return redirect("alerts:calendar")


def _alert_page(request: StaffRequest, shown: Alert) -> dict[str, Any]:
    """Return what one sees of an alert: a receiver may answer it, and go on to what it is about."""
    was_told = any(row.receiver_id == request.user.pk for row in shown.deliveries.all())
    is_own = shown.raised_by_id == request.user.pk
    return {
        "alert": shown,
        "steps": reading.steps_of(shown),
        "caller": "" if is_own else reading.phone_of(shown.raised_by),
        "is_own": is_own,
        "may_answer": was_told and shown.is_running,
        "about_url": shown.path if request.user.holds(Permission.OPEN_CASE) else "",
    }
