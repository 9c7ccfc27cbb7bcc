"""What every page of a case does when its form is sent."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect

from cvi.accounts.access import StaffRequest
from cvi.cases.errors import RuleBroken
from cvi.cases.models import Case


def kept(form: Form, save: Callable[..., object], **what: Any) -> bool:
    """Save, or let the form say which rule stood in the way."""
    try:
        save(**what)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return False
    return True


def saved(request: StaffRequest, case: Case, message: str) -> HttpResponse:
    """Say that it was saved, and go back to the participant's page."""
    messages.success(request, message)
    return redirect("desk:participant", case.participant_id)
