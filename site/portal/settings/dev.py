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
ZEMAG_ERASURE_LEDGER = env.text("ZEMAG_ERASURE_LEDGER", str(env.ROOT / "var" / "zemag.erasures"))
STYLEGUIDE = True
# The invented profile names an invented agreement.
ZEMAG_LOG_EVALUATION = env.switch("ZEMAG_LOG_EVALUATION", default=True)
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
