"""Addresses of the public host with one stock door left open, to see that the search for doors finds it."""

from django.contrib.auth.views import LoginView
from django.urls import path

from portal.urls import public

urlpatterns = [path("de/_util/login/", LoginView.as_view(success_url="/de/")), *public.urlpatterns]
