"""Addresses of this room that are no pages."""

from django.urls import path

from home import views
from pages.slugs import BARRIER_FORM_SLUGS

urlpatterns = [
    path(f"{BARRIER_FORM_SLUGS[0]}/", views.report_barrier, name="barrier_report"),
    path(f"{BARRIER_FORM_SLUGS[1]}/", views.report_barrier, name="barrier_report_en"),
]
