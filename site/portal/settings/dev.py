"""Settings to try and develop: demo content, static files as they are built, no secrets needed."""

from portal import env
from portal.settings.base import *  # noqa: F403
from portal.settings.base import INSTALLED_APPS, MIDDLEWARE, STORAGES

DEBUG = env.switch("DEBUG")
SECRET_KEY = env.text("SECRET_KEY", "for-development-only-" + "x" * 40)
INSTALLED_APPS = ["demo", *INSTALLED_APPS]
MIDDLEWARE = ["portal.loopback.LoopbackMiddleware", *MIDDLEWARE]
ENVIRONMENT = "dev"
AUDIT_ANCHOR = env.text("AUDIT_ANCHOR", str(env.ROOT / "var" / "audit.anchor"))
STYLEGUIDE = True
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
