"""The mark in a form by which sending it twice is told from sending two."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cvi.accounts.once import FIELD
from cvi.vault.ids import uuid7

register = template.Library()


@register.simple_tag
def form_mark() -> SafeString:
    """Return a hidden field with an id that no other drawing of any form has."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid7())
