"""Addresses of the health answers."""

from django.urls import path

from portal.health import alive, ready

urlpatterns = [
    path("alive/", alive, name="health_alive"),
    path("ready/", ready, name="health_ready"),
]
