"""Form renderer of the house: label, hint, control and message in one template."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

CLASSES = {
    "select": "kern-form-input__select",
    "radioselect": "kern-form-check__radio",
    "checkbox": "kern-form-check__checkbox",
    "checkboxselectmultiple": "kern-form-check__checkbox",
}


class KernField(BoundField):
    """Bound field whose control carries KERN's classes and says what is wrong."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Add classes by kind of control to those that the widget has; required and described-by come from Django."""
        built = super().build_widget_attrs(attrs, widget)
        given = (widget or self.field.widget).attrs.get("class", "")
        kern = CLASSES.get(self.widget_type, "kern-form-input__input")
        wrong = f"{kern}--error" if self.errors else ""
        if self.widget_type == "textarea" and getattr(self.field, "max_length", None):
            built["data-count"] = f"{self.auto_id}_left"
        built["class"] = " ".join(part for part in (given, kern, wrong) if part)
        return built


class KernRenderer(TemplatesSetting):
    """Renderer of public and intranet forms; never set globally, so that the page editor keeps its own."""

    field_template_name = "kern/field.html"
    bound_field_class = KernField


class KernForm(forms.Form):
    """Base of the house's forms."""

    default_renderer = KernRenderer
    required_css_class = "zks-required"
    # Names of fields of which one has to be filled in: none of them is called optional.
    either: tuple[str, ...] = ()

    def error_summary(self) -> list[dict[str, str]]:
        """Return every message with the field it belongs to, in the order of the fields."""
        rows = [
            {"field": bound.id_for_label or bound.auto_id, "message": str(message), "label": str(bound.label)}
            for bound in self
            for message in bound.errors
        ]
        return [
            *({"field": "main", "message": str(message), "label": ""} for message in self.non_field_errors()),
            *rows,
        ]
