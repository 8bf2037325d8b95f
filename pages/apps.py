"""App configuration of the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Base page, gate, blocks, media and everything rooms above share."""

    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        """Connect handlers, checks and the mails of reviews, once models are loaded."""
        import_module("pages.signals")
        import_module("pages.gate.handlers")
        import_module("pages.gate.hooks")
        import_module("pages.desk.screens")
        import_module("pages.checks")
        import_module("pages.review_mails")
        policy = import_module("pages.media_policy").FilePolicy
        register = import_module("wagtail.permissions").register_permission_policy
        for name in ("Image", "Document"):
            model = self.get_model(name)
            register(model, policy(model, owner_field_name="uploaded_by_user"), exact_class=True)
        question = self.get_model("FAQEntry")
        register(question, import_module("pages.question_policy").QuestionPolicy(question), exact_class=True)
