"""Addresses of sign-in, listed one by one; nothing else of allauth is mounted."""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from accounts import views
from accounts.models import Purpose

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("kept/<uuid:pk>/", views.KeptView.as_view(), name="account_kept"),
    path("logout/", views.SignOutView.as_view(), name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("password/reset/", allauth_views.password_reset, name="account_reset_password"),
    path("password/reset/code/", views.CodeView.as_view(purpose=Purpose.RESET), name="account_reset_by_code"),
    path("invite/", views.CodeView.as_view(), name="account_invite"),
    path("password/reset/done/", allauth_views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.NewPasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
