"""What is asked at a checkpoint."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cvi.cases.checkpoints import Slot
from cvi.cases.forms.caseload import day_field
from cvi.cases.forms.choices import ROW
from cvi.cases.models import Checkpoint
from cvi.cases.models.checkpoints import NOTE_MAX_LENGTH, QUESTIONS
from cvi.cases.services import Finding
from cvi.cases.values import NO_ANSWER, Answer
from cvi.standards import reading as standards

FOUND = [
    (Checkpoint.Outcome.REACHED.value, _("Yes")),
    (Checkpoint.Outcome.NOT_FOUND.value, _("No, nobody knows where they are")),
]


class CheckpointForm(forms.Form):
    """Which checkpoint, what was found out, and how we know."""

    mark_optional = False

    which = forms.ChoiceField(label=_("Which checkpoint?"))
    outcome = forms.ChoiceField(
        label=_("Could you find out?"), choices=FOUND, widget=forms.RadioSelect()
    )
    asked_on = day_field(_("When?"))
    source = forms.ChoiceField(label=_("How do you know?"), required=False)
    note = forms.CharField(
        label=_("Anything to add?"),
        help_text=_("No names of others, no crimes, no weapons."),
        max_length=NOTE_MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, *args: Any, slots: list[Slot], **kwargs: Any) -> None:
        self._slots = {slot.due_on.isoformat(): slot for slot in slots}
        only = slots[0] if len(slots) == 1 else None
        kwargs["initial"] = _known(only.row) if only and only.row else {}
        super().__init__(*args, **kwargs)
        sources = standards.choices("checkpoint_source")
        self._add_questions(sources)
        self._fill("source", [("", _("Choose")), *sources])
        self._fill("which", [(key, _called(slot)) for key, slot in self._slots.items()])
        if only:
            self.fields["which"].widget = forms.HiddenInput()
            self.fields["which"].initial = only.due_on.isoformat()
        self.order_fields(["which", "outcome", "asked_on", "source"])
        self.fields["note"] = self.fields.pop("note")

    def clean(self) -> None:
        """Ask for one answer at least, and how each is known."""
        if self.cleaned_data.get("outcome") != Checkpoint.Outcome.REACHED or self.errors:
            return
        said = {question: self._answer(question) for question in QUESTIONS}
        if set(said.values()) <= {Answer.NOT_ASKED.value}:
            self.add_error(None, _("Answer one question at least, or say that nobody knows."))
        for question, answer in said.items():
            if answer not in NO_ANSWER and not self._source_of(question):
                self.add_error("source", _("Say how you know."))
                return

    @property
    def slot(self) -> Slot:
        """The checkpoint that was chosen."""
        return self._slots[self.cleaned_data["which"]]

    def found(self) -> dict[str, Any]:
        """Return which checkpoint it is, and what was found out."""
        given = self.cleaned_data
        answers = {question: self._said(question) for question in QUESTIONS}
        finding = Finding(given["outcome"], given["asked_on"], answers, given["note"])
        return {"slot": self.slot, "finding": finding}

    def _said(self, question: str) -> dict[str, str]:
        answer = self._answer(question)
        is_known = answer not in NO_ANSWER
        return {"answer": answer, "source": self._source_of(question) if is_known else ""}

    def _answer(self, question: str) -> str:
        answer: str = self.cleaned_data[question] or Answer.NOT_ASKED.value
        return answer

    def _source_of(self, question: str) -> str:
        own: str = self.cleaned_data[f"{question}_source"]
        general: str = self.cleaned_data["source"]
        return own or general

    def _add_questions(self, sources: list[tuple[str, str]]) -> None:
        for question, (_short, sentence) in QUESTIONS.items():
            self.fields[question] = forms.ChoiceField(
                label=sentence,
                choices=Answer.choices,
                initial=Answer.NOT_ASKED,
                widget=forms.RadioSelect(attrs=ROW),
                required=False,
            )
            self.fields[f"{question}_source"] = forms.ChoiceField(
                label=_("How do you know, if not as above?"),
                choices=[("", _("As above")), *sources],
                required=False,
            )

    def _fill(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field


def _known(row: Checkpoint) -> dict[str, Any]:
    """Return what was answered before, to be corrected."""
    known: dict[str, Any] = {"note": row.note}
    if row.is_asked:
        known |= {"asked_on": row.asked_on, "outcome": row.outcome}
    for question in QUESTIONS if row.is_asked else ():
        known[question] = row.answer_to(question)
        known[f"{question}_source"] = row.source_of(question)
    return known


def _called(slot: Slot) -> str:
    if slot.row is None:
        return slot.label
    return _now("%(day)s (%(stands)s)") % {"day": slot.label, "stands": slot.stands}
