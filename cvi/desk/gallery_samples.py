"""Made-up inputs for the page that shows every component."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.accounts.widgets import DayInput, MemorableDateField

HERE = "#main"


class SampleForm(forms.Form):
    """One field of every kind, with the layouts that choices know."""

    how = forms.ChoiceField(
        label=_("How?"),
        choices=[("in_person", _("In person")), ("call", _("Call")), ("text", _("Text"))],
        widget=forms.RadioSelect({"data-layout": "row"}),
    )
    long = forms.ChoiceField(
        label=_("How long?"),
        help_text=_("In minutes. A guess is fine."),
        choices=[("5", "<5"), ("15", "5-15"), ("30", "16-30"), ("60", "31-60"), ("more", "60+")],
        widget=forms.RadioSelect({"data-layout": "row"}),
    )
    what_for = forms.MultipleChoiceField(
        label=_("What for?"),
        choices=[
            ("check_in", _("Check in")),
            ("conflict", _("Calm a conflict")),
            ("goal", _("A goal")),
            ("court", _("Court or visit")),
            ("ride", _("A ride")),
            ("more", _("More")),
        ],
        widget=forms.CheckboxSelectMultiple({"data-layout": "grid"}),
    )
    reached = forms.ChoiceField(
        label=_("Did you reach them?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect(),
    )
    born = MemorableDateField(
        label=_("Birth date"), help_text=_("To tell two people apart."), required=False
    )
    name = forms.CharField(label=_("Name to use"), help_text=_("What they like to be called."))
    area = forms.ChoiceField(label=_("Area"), choices=[("", _("Choose")), ("east", _("East side"))])
    next_day = forms.DateField(label=_("Next check-in"), widget=DayInput(), required=False)
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(), required=False)
    paper = forms.FileField(label=_("A paper to keep"), required=False)
    is_safe = forms.BooleanField(
        label=_("They have a safe place tonight"),
        help_text=_("Ask only if it feels right."),
        required=False,
    )


def samples() -> dict[str, Any]:
    """Return the gallery's context; the form is shown as it comes back after a slip."""
    return {**_page_parts(), **_people_parts(), **_number_parts(), "form": _sample_form()}


def _sample_form() -> SampleForm:
    return SampleForm(
        {
            "how": "in_person",
            "what_for": ["check_in", "ride"],
            "long": "15",
            "reached": "yes",
            "born_month": "6",
            "born_day": "31",
            "born_year": "1998",
        }
    )


def _page_parts() -> dict[str, Any]:
    tones = {
        "success": _("Saved."),
        "info": _("Shared with 2 agencies until Mar 3."),
        "warning": _("No signal. You can still log."),
    }
    return {
        "header": {
            "title": _("Components"),
            "lead": _("Every part that pages are made of."),
            "back_url": HERE,
            "back_label": _("My people"),
            "action_url": HERE,
            "action_label": _("Log a contact"),
        },
        "alerts": [
            *(
                {"tone": tone, "heading": "", "text": text, "url": "", "action_label": ""}
                for tone, text in tones.items()
            ),
            {
                "tone": "error",
                "heading": _("We could not save"),
                "text": _("Nothing was lost."),
                "url": HERE,
                "action_label": _("Try again"),
            },
        ],
        "pages": {"label": _("51 to 100"), "previous_url": HERE, "next_url": HERE},
        "empty": {
            "title": _("Nobody is due today"),
            "text": _("See who you have not met for a while."),
            "url": HERE,
            "action_label": _("Open my people"),
        },
        "progress": {"percent": 40, "label": _("Making the report: 40%"), "url": ""},
        "steps": [_("Visit"), _("Safety"), _("Injury"), _("Needs"), _("About you"), _("Sharing")],
        "current_step": 2,
    }


def _people_parts() -> dict[str, Any]:
    return {
        "people": [
            _person("Big Mike", _("Court today at 1:30 pm"), (_("Today"), "now")),
            _person("Lena R.", _("3 days late, last met Thu Nov 12"), (_("Late"), "soon")),
            _person("Tay", _("Next check-in Tue Nov 24"), ("", "")),
        ],
        "timeline": _timeline_parts(),
        "card": {
            "title": _("Next step"),
            "text": _("Ride to court, Tue Nov 24."),
            "url": HERE,
            "action_label": _("Change the step"),
        },
        "facts": [
            {"label": _("Phase"), "value": _("Building trust"), "url": "", "action_label": ""},
            {"label": _("Worker"), "value": "Dana Ruiz", "url": HERE, "action_label": _("Change")},
        ],
        "tags": [
            {"text": _("Done"), "tone": "good"},
            {"text": _("Now"), "tone": "now"},
            {"text": _("Soon"), "tone": "soon"},
            {"text": _("Waiting"), "tone": "plain"},
        ],
    }


def _timeline_parts() -> list[dict[str, Any]]:
    return [
        {
            "icon": "note",
            "kind": _("Contact in person"),
            "text": _("Checked in and gave a ride."),
            "time": _("Tue Nov 24, 2:14 pm"),
            "who": "Dana Ruiz",
            "url": HERE,
            "action_label": _("Open"),
        },
        {
            "icon": "calendar",
            "kind": _("Tried, no answer"),
            "text": _("Left no message."),
            "time": _("Mon Nov 23, 10:05 am"),
            "who": "",
            "url": "",
            "action_label": "",
        },
    ]


def _person(name: str, reason: Any, mark: tuple[Any, str]) -> dict[str, Any]:
    tag, tone = mark
    return {
        "name": name,
        "reason": reason,
        "url": HERE,
        "action_url": HERE,
        "action_label": _("Log"),
        "tag": tag,
        "tone": tone,
    }


def _number_parts() -> dict[str, Any]:
    months = [(_("Jul"), 95), (_("Aug"), 60), (_("Sep"), 42), (_("Oct"), 75)]
    bars = [
        {
            "x": 70 + 105 * place,
            "y": 230 - 2 * value,
            "width": 70,
            "height": 2 * value,
            "middle": 105 + 105 * place,
            "label": label,
            "value": value,
        }
        for place, (label, value) in enumerate(months)
    ]
    return {
        "stats": [
            {"value": 34, "label": _("People with us"), "note": _("2 more than in May"), "url": ""},
            {"value": 6, "label": _("Not met for a while"), "note": "", "url": HERE},
            {"value": "91%", "label": _("Next step is set"), "note": "", "url": ""},
        ],
        "chart": {
            "id": "sample",
            "title": _("Contacts by month"),
            "finding": _("Most contacts in July (95), fewest in September (42)."),
            "width": 480,
            "height": 270,
            "left": 50,
            "base": 230,
            "ticks": [{"y": 230 - 2 * tick, "label": tick} for tick in (0, 25, 50, 75, 100)],
            "bars": bars,
            "label_header": _("Month"),
            "value_header": _("Contacts"),
        },
        "table": _table_parts(),
    }


def _table_parts() -> dict[str, Any]:
    return {
        "caption": _("People by team"),
        "headers": [
            _("Team"),
            {"text": _("People"), "is_number": True},
            _("State"),
            _("Last review"),
        ],
        "rows": [
            [_("East side"), {"number": 18}, {"tag": _("Done"), "tone": "good"}, "Nov 20"],
            [
                {"text": _("West side"), "url": HERE},
                {"number": 16},
                {"tag": _("Soon"), "tone": "soon"},
                "Oct 2",
            ],
        ],
    }
