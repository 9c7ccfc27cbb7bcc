"""What every page of a referral does when its form is sent."""

from collections.abc import Callable
from typing import Any

from django import forms

from cvi.cases.errors import RuleBroken


def kept(form: forms.Form, save: Callable[..., object], **what: Any) -> bool:
    """Save, or let the form say which rule stood in the way."""
    try:
        save(**what)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return False
    return True
