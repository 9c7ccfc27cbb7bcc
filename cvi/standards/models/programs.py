"""Program models: a named way to run a program, which a team chooses. No code is needed for one."""

from typing import Any

from django.db import models

from cvi.accounts.models import Team
from cvi.accounts.roles import Program
from cvi.audit.history import tracked
from cvi.standards.models.base import Standard, in_language
from cvi.standards.models.criteria import CriteriaSet
from cvi.standards.models.numbers import Threshold
from cvi.standards.models.phases import PhaseStandard
from cvi.standards.models.protocols import Protocol


class ProgramModel(Standard):
    """One way to run a program. What carries its code in `model` goes before the program's own.

    `choices` says of some value lists which codes its forms offer, each as "list.code"; a list of
    which it names none stays whole.
    """

    program = models.CharField(max_length=12, choices=Program.choices)
    about_en = models.TextField("what it is, in English", max_length=600, blank=True)
    about_es = models.TextField("what it is, in Spanish", max_length=600, blank=True)
    choices = models.JSONField("codes offered of some lists", default=list, blank=True)

    history = tracked()

    class Meta(Standard.Meta):
        constraints = [
            *Standard.Meta.constraints,
            models.UniqueConstraint(fields=["code", "version"], name="program_model_once"),
        ]

    @property
    def about(self) -> str:
        """What it is, in the language of the page."""
        return in_language(self.about_en, self.about_es)

    @property
    def summary(self) -> str:
        """For which program it is."""
        return str(Program(self.program).label)

    @property
    def must_stay(self) -> bool:
        """A model that a team works by stays."""
        return Team.objects.open().filter(model=self.code).exists()

    def offers(self, name: str) -> list[str] | None:
        """Return the codes that its forms offer of a list; None where they offer all."""
        values: list[str] = self.choices
        found = [value.partition(".") for value in values]
        return [code for of, _dot, code in found if of == name] or None


OWNED: tuple[type[Any], ...] = (PhaseStandard, CriteriaSet, Protocol, Threshold)
"""What a model may have of its own; where it has none, the program's own counts."""
