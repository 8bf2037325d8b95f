"""The addresses of the intranet with Wagtail's own screens of users, to see that the search for ways finds them."""

from django.urls import include, path
from wagtail.admin.views.bulk_action import index
from wagtail.users.views.users import UserViewSet

from portal.urls import intranet

STOCK = UserViewSet("wagtailusers_users", url_prefix="users")

urlpatterns = [
    path("admin/users/", include((STOCK.get_urlpatterns(), "wagtailusers_users"))),
    path("admin/bulk/<str:app_label>/<str:model_name>/<str:action>/", index, name="wagtail_bulk_action"),
    *intranet.urlpatterns,
]
handler404 = intranet.handler404
