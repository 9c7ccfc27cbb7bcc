"""How every form field of the site is drawn."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

BOXES = {
    forms.CheckboxSelectMultiple: "usa-checkbox__input usa-checkbox__input--tile",
    forms.CheckboxInput: "usa-checkbox__input usa-checkbox__input--tile",
    forms.RadioSelect: "usa-radio__input usa-radio__input--tile",
    forms.Textarea: "usa-textarea",
    forms.SelectMultiple: "usa-select usa-select--multiple",
    forms.Select: "usa-select",
    forms.FileInput: "file-input",
    forms.MultiWidget: "",
    forms.HiddenInput: "",
    Input: "usa-input",
}
LAYOUTS = {"stack", "grid", "row"}


class FieldBoundField(BoundField):
    """A field that knows the classes, the layout and the anchor of its control."""

    def build_widget_attrs(
        self, attrs: Mapping[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Add the design system's class, and take placeholders away: the label does their job."""
        drawn = super().build_widget_attrs(dict(attrs), widget)
        control = widget or self.field.widget
        classes = f"{box_class(control)} {control.attrs.get('class', '')}".strip()
        if classes:
            drawn["class"] = classes
        if "placeholder" in control.attrs:
            drawn["placeholder"] = False
        return drawn

    @property
    def layout(self) -> str:
        """Say how choices stand: `stack`, `grid` or `row`, from the widget's `data-layout`."""
        asked = self.field.widget.attrs.get("data-layout", "stack")
        return asked if asked in LAYOUTS else "stack"

    @property
    def is_lone_checkbox(self) -> bool:
        """Tell a single yes-or-no box, whose label follows its control."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def says_optional(self) -> bool:
        """Tell whether the label adds "(optional)"; a form may switch it off for all its fields."""
        asked_for = getattr(self.form, "mark_optional", True)
        return bool(asked_for and not self.field.required and not self.is_lone_checkbox)

    @property
    def anchor(self) -> str:
        """Name the element that an error summary links to: of a group, its first control."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.auto_id


class FieldRenderer(TemplatesSetting):
    """Draws forms and fields with the templates in `templates/django/forms`."""

    form_template_name = "django/forms/form.html"
    field_template_name = "django/forms/field.html"
    bound_field_class = FieldBoundField


def box_class(widget: forms.Widget) -> str:
    """Return the design system's class for a widget; the first kind that fits wins."""
    return next((name for kind, name in BOXES.items() if isinstance(widget, kind)), "")
