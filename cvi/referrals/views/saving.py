"""What the pages of the directory do when their form is sent."""

from collections.abc import Callable
from typing import Any

from django.forms import Form

from cvi.accounts.errors import RuleBroken


def kept(form: Form, save: Callable[..., object], **what: Any) -> bool:
    """Save, or let the form say which rule stood in the way."""
    try:
        save(**what)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return False
    return True
