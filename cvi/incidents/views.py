"""Leave a message without an account; read what was left; look after the boxes."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.accounts.system import system_user
from cvi.audit import services as audit
from cvi.audit.refusals import Unseen
from cvi.incidents import reading, services
from cvi.incidents.access import (
    open_box,
    open_box_to_write,
    open_message,
    require_box_teams,
)
from cvi.incidents.errors import BoxClosed, BoxFull, RuleBroken
from cvi.incidents.forms import AlertForm, BoxForm, HandleForm, LeftForm, RequestForm
from cvi.incidents.models import DropBox, DropBoxMessage
from cvi.incidents.services import OpenedBox
from cvi.papers.qr import square

ROWS, HANDLED_SHOWN = 100, 20
TOO_MANY = 429


@login_not_required
@sensitive_post_parameters()
@once
def box_request(request: HttpRequest, token: str) -> HttpResponse:
    """Take a request from an office."""
    return _left(request, token, RequestForm)


@login_not_required
@sensitive_post_parameters()
@once
def box_alert(request: HttpRequest, token: str) -> HttpResponse:
    """Take an incident alert from an office."""
    return _left(request, token, AlertForm)


@transaction.non_atomic_requests
@login_not_required
def box_received(request: HttpRequest) -> HttpResponse:
    """Say that a message was received: the same bytes for every one, asking no table."""
    return render(request, "incidents/box_received.html")


def message_list(request: StaffRequest) -> HttpResponse:
    """List what was left for this user's teams: what waits, and what was handled lately."""
    teams = require_box_teams(request.user, Permission.READ_DROP_BOX)
    left = DropBoxMessage.objects.visible_to(request.user).for_teams(teams).with_all()
    waiting = list(left.waiting().order_by("received_at", "pk")[:ROWS])
    handled = list(left.exclude(handled_at=None).order_by("-handled_at")[:HANDLED_SHOWN])
    ids = [message.pk for message in (*waiting, *handled)]
    audit.listed(DropBoxMessage, ids, session=request.session, by=request.user)
    may_manage = any(request.user.may_in(t.pk, Permission.MANAGE_DROP_BOXES) for t in teams)
    boxes_url = reverse("incidents:box_list") if may_manage else ""
    page = {"waiting": waiting, "handled": handled, "boxes_url": boxes_url}
    return render(request, "incidents/message_list.html", page)


def message(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """Show what was left, and take what was done with it."""
    left = open_message(request.user, message_id)
    form = HandleForm(request.POST or None)
    if form.is_valid():
        try:
            services.handle_message(message=left, **form.cleaned_data, by=request.user)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Saved. Whoever left it is not told."))
            return redirect("incidents:message_list")
    page = {"left": left, "lines": reading.lines(left), "form": form}
    return render(request, "incidents/message.html", page)


def box_list(request: StaffRequest) -> HttpResponse:
    """List the boxes of this user's teams."""
    teams = require_box_teams(request.user, Permission.MANAGE_DROP_BOXES)
    boxes = DropBox.objects.visible_to(request.user).filter(team__in=teams)
    shown = list(boxes.newest_first()[:ROWS])
    audit.listed(DropBox, [box.pk for box in shown], session=request.session, by=request.user)
    return render(request, "incidents/box_list.html", {"boxes": shown})


def box_new(request: StaffRequest) -> HttpResponse:
    """Set up a box for an office, and show its address once."""
    teams = require_box_teams(request.user, Permission.MANAGE_DROP_BOXES)
    form = BoxForm(request.POST or None, teams=teams)
    if form.is_valid():
        return _box_made(request, services.set_up_box(plan=form.plan(), by=request.user))
    return render(request, "incidents/box_new.html", {"form": form})


@require_POST
def box_close(request: StaffRequest, box_id: UUID) -> HttpResponse:
    """Let a box take nothing more."""
    box = open_box(request.user, box_id)
    try:
        services.close_box(box=box, by=request.user)
        messages.success(request, _("Drop box closed. Its address opens nothing any more."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("incidents:box_list")


def _left(request: HttpRequest, token: str, kind: type[LeftForm]) -> HttpResponse:
    """Show the form of a box, and keep what is left in it; nobody signed in has a part in it."""
    box, status = open_box_to_write(token), 200
    form = kind(request.POST or None)
    if form.is_valid():
        try:
            services.take_message(box=box, kind=kind.kind, said=form.said(), by=system_user())
        except BoxFull as full:
            form.add_error(None, str(full))
            status = TOO_MANY
        except BoxClosed:
            raise Unseen(DropBox) from None
        else:
            return redirect("incidents:box_received")
    page = {"form": form, "token": token, "path": request.path}
    return render(request, f"incidents/box_{kind.kind}.html", page, status=status)


def _box_made(request: StaffRequest, opened: OpenedBox) -> HttpResponse:
    """Show the address of a box, in the answer to the very request that made it."""
    path = reverse("incidents:box_request", args=[opened.token])
    address = request.build_absolute_uri(path)
    page = {"box": opened.box, "address": address, "square": square(address)}
    return render(request, "incidents/box_made.html", page)
