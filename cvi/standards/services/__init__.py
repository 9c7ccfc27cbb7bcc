"""Everything that writes standards, by subject."""

from cvi.standards.services.models import assign_model, copy_model
from cvi.standards.services.rows import add_standard, change_standard, code_of, retire_standard

__all__ = [
    "add_standard",
    "assign_model",
    "change_standard",
    "code_of",
    "copy_model",
    "retire_standard",
]
