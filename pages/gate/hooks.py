"""Hooks of the gate: findings beside the fields for who was led back to the editor."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from pages.gate.checks import findings_of
from pages.gate.findings import blocking
from pages.gate.middleware import is_led_back


@hooks.register("before_edit_page")
def show_findings_beside_the_fields(request: HttpRequest, page: Any) -> None:
    """Hand what must be mended to the form of the editor."""
    if is_led_back(request):
        page.__dict__["_shown_findings"] = blocking(findings_of(page))
