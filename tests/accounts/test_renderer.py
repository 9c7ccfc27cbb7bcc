"""How a field is drawn."""

import pytest
from django import forms


class ContactForm(forms.Form):
    """One field of each shape."""

    how = forms.ChoiceField(
        choices=[("call", "Call"), ("text", "Text")],
        widget=forms.RadioSelect({"data-layout": "row"}),
        help_text="The last way you met.",
    )
    what_for = forms.MultipleChoiceField(
        choices=[("ride", "A ride")], widget=forms.CheckboxSelectMultiple({"data-layout": "odd"})
    )
    name = forms.CharField(
        help_text="What they like.", widget=forms.TextInput({"placeholder": "Name", "class": "big"})
    )
    note = forms.CharField(widget=forms.Textarea, required=False)
    is_safe = forms.BooleanField(required=False)
    key = forms.CharField(widget=forms.HiddenInput)


@pytest.fixture
def slipped() -> ContactForm:
    form = ContactForm({"how": "", "key": ""})
    form.is_valid()
    return form


def test_hint_and_error_belong_to_their_control(slipped: ContactForm) -> None:
    drawn = slipped["name"].as_field_group()

    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'id="id_name_error"' in drawn
    assert '<label class="usa-label field__label" for="id_name">' in drawn


def test_a_group_carries_them_on_its_fieldset(slipped: ContactForm) -> None:
    drawn = slipped["how"].as_field_group()

    assert 'choices--row" aria-describedby="id_how_helptext id_how_error"' in drawn
    assert '<label class="usa-radio__label" for="id_how_1">Text</label>' in drawn


def test_an_unknown_layout_is_a_stack() -> None:
    assert "choices--stack" in ContactForm()["what_for"].as_field_group()


def test_checkboxes_are_drawn_as_checkboxes() -> None:
    assert 'class="usa-checkbox__input usa-checkbox__input--tile"' in str(ContactForm()["what_for"])


def test_a_class_is_added_and_a_placeholder_is_not() -> None:
    drawn = str(ContactForm()["name"])

    assert 'class="usa-input big"' in drawn
    assert "placeholder" not in drawn


def test_only_an_optional_field_says_so() -> None:
    form = ContactForm()

    assert "(optional)" in form["note"].as_field_group()
    assert "(optional)" not in form["name"].as_field_group()
    assert "(optional)" not in form["is_safe"].as_field_group()


def test_a_form_may_leave_the_word_out() -> None:
    form = ContactForm()
    form.mark_optional = False  # type: ignore[attr-defined]

    assert "(optional)" not in form["note"].as_field_group()


def test_the_summary_links_to_the_first_control_of_each_field(slipped: ContactForm) -> None:
    drawn = slipped.render()

    assert 'href="#id_how_0"' in drawn
    assert 'href="#id_name"' in drawn
    assert 'href="#id_key"' not in drawn
    assert 'type="hidden" name="key"' in drawn


def test_a_form_without_slips_has_no_summary() -> None:
    assert "error-summary" not in ContactForm().render()
