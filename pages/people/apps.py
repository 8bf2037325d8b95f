"""Wagtail's app of users with the portal's own screens."""

from importlib import import_module

from wagtail.users.apps import WagtailUsersAppConfig


class PeopleConfig(WagtailUsersAppConfig):
    """Takes the place of `wagtail.users`."""

    user_viewset = "pages.people.viewsets.AccountViewSet"
    group_viewset = "pages.people.viewsets.RoleViewSet"

    def ready(self) -> None:
        """Register who may do what, before Wagtail asks for it."""
        import_module("pages.people.policies").register()
