"""The date in three boxes."""

import datetime

import pytest
import time_machine
from django import forms

from cvi.accounts.widgets import MemorableDateField


class BirthForm(forms.Form):
    """A form with nothing but a birth date."""

    born = MemorableDateField(label="Birth date", required=False)


def typed(month: str, day: str, year: str) -> BirthForm:
    return BirthForm({"born_month": month, "born_day": day, "born_year": year})


def test_three_boxes_make_a_date() -> None:
    form = typed("6", "5", "1998")

    assert form.is_valid()
    assert form.cleaned_data["born"] == datetime.date(1998, 6, 5)


def test_three_empty_boxes_make_none() -> None:
    form = typed("", "", "")

    assert form.is_valid()
    assert form.cleaned_data["born"] is None


def test_a_required_date_asks_for_all_three() -> None:
    field = MemorableDateField()

    with pytest.raises(forms.ValidationError, match="required"):
        field.clean(["", "", ""])


@pytest.mark.parametrize(
    ("boxes", "errors"),
    [
        (("", "5", "1998"), ["Add the month."]),
        (("6", "", ""), ["Add the day.", "Add the year."]),
        (("6", "five", "1998"), ["Use digits for the day and the year."]),
        (("6", "31", "1998"), ["Check the day. That month does not have it."]),
        (("6", "9" * 30, "1998"), ["Check the day. That month does not have it."]),
        (("6", "5", "98"), ["Check the year. Use four digits, like 1998."]),
    ],
)
def test_a_slip_names_the_box_to_look_at(boxes: tuple[str, str, str], errors: list[str]) -> None:
    assert typed(*boxes).errors == {"born": errors}


@time_machine.travel("2026-11-22 12:00Z")
def test_a_birth_date_has_come_already() -> None:
    assert typed("11", "22", "2026").is_valid()
    assert typed("11", "23", "2026").errors == {
        "born": ["Check the year. This date has not come yet."]
    }


@time_machine.travel("2026-11-22 12:00Z")
def test_a_date_ahead_is_taken_where_it_may_be() -> None:
    field = MemorableDateField(is_past=False)

    assert field.clean(["11", "23", "2026"]) == datetime.date(2026, 11, 23)


def test_what_was_typed_stays_after_a_slip() -> None:
    drawn = str(typed("6", "31", "1998")["born"])

    assert 'value="31"' in drawn
    assert 'value="1998"' in drawn
    assert '<option value="6" selected>' in drawn


def test_a_stored_date_fills_the_boxes() -> None:
    drawn = str(BirthForm(initial={"born": datetime.date(1998, 6, 5)})["born"])

    assert 'value="5"' in drawn
    assert '<label class="usa-label" for="id_born_2">Year</label>' in drawn
