"""Program models: one shown in full, and a copy of it under a new name."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.standards import portrait, services
from cvi.standards.access import open_model
from cvi.standards.errors import RuleBroken
from cvi.standards.forms import ModelCopyForm


def model(request: StaffRequest, standard_id: UUID) -> HttpResponse:
    """Show a program model in full: what is its own, and what it takes from its program."""
    shown = open_model(request.user, standard_id)
    page: dict[str, Any] = {"model": shown, "teams": portrait.teams_of(shown)}
    page["parts"] = portrait.parts_of(shown)
    page["lists"] = portrait.lists_of(shown)
    return render(request, "standards/model.html", page)


@once
def model_copy(request: StaffRequest, standard_id: UUID) -> HttpResponse:
    """Copy a program model with all that is its own, under a new name."""
    shown = open_model(request.user, standard_id)
    form = ModelCopyForm(request.POST or None)
    if form.is_valid():
        try:
            copy = services.copy_model(model=shown, **form.cleaned_data, by=request.user)
        except RuleBroken as broken:
            form.add_error("label_en", str(broken))
        else:
            messages.success(request, _("Copied. Change what your office does differently."))
            return redirect("standards:model", copy.pk)
    return render(request, "standards/model_copy.html", {"model": shown, "form": form})
