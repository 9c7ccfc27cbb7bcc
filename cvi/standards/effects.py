"""What a change would touch, in numbers. Who can count it stands on a higher rung.

The setting `STANDARDS_EFFECT` names the function, as others name a form or a renderer.
"""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from cvi.standards.models import Standard


def counted(standard: Standard, values: dict[str, Any]) -> list[str]:
    """Return in sentences what would be different; nothing where it can't be counted."""
    count = import_string(settings.STANDARDS_EFFECT)
    said: list[str] = count(standard, values)
    return said
