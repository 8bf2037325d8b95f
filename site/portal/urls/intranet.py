"""What the public host serves, and the intranet: sign-in, admin and everything for staff."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as admin_urls

from accounts import urls as account_urls
from accounts.views import SignOutView
from pages.entry import not_here, refused, to_sign_in
from portal.urls import public
from training import urls as training_urls
from zemag_pages import urls as zemag_urls

urlpatterns = [
    # Wagtail's own doors lead to the one sign-in; nothing is checked behind them (promise S10).
    re_path(r"^admin/(?:login|password_reset)/", to_sign_in),
    # Wagtail's own way out drops the cookie at a mere GET; there is one way out for everybody.
    path("admin/logout/", SignOutView.as_view()),
    # Stock pages that only try out errors.
    re_path(r"^admin/(?:failwhale|test404)/", not_here),
    # Bulk actions on accounts let a user manager take roles (settled.md E12).
    path("admin/bulk/accounts/user/<str:action>/", refused, name="bulk_accounts"),
    path("admin/", include(admin_urls)),
    *i18n_patterns(
        path("accounts/", include(account_urls)),
        path("training/", include(training_urls)),
        path("zemag/", include(zemag_urls)),
        prefix_default_language=True,
    ),
    *public.urlpatterns,
]

handler400 = public.handler400
handler403 = public.handler403
handler404 = public.handler404
handler500 = public.handler500
