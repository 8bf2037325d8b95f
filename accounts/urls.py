"""Addresses of sign-in, listed one by one; nothing else of allauth is mounted."""

from allauth.account import views as allauth_views
from django.urls import path, re_path

from accounts import security_views, views
from accounts.mfa import views as mfa_views
from accounts.models import Purpose
from accounts.stepup import ConfirmView

urlpatterns = [
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("mfa/", mfa_views.CodeView.as_view(), name="mfa_authenticate"),
    path("confirm/", ConfirmView.as_view(), name="account_reauthenticate"),
    path("security/", security_views.SecurityView.as_view(), name="mfa_index"),
    path("security/mfa/", mfa_views.SetUpView.as_view(), name="mfa_set_up"),
    path("security/mfa/remove/", mfa_views.RemoveView.as_view(), name="mfa_remove"),
    path("security/codes/", mfa_views.RecoveryCodesView.as_view(), name="mfa_codes"),
    path("security/sessions/", security_views.EndSessionsView.as_view(), name="account_end_sessions"),
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
