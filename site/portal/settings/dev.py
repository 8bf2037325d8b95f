"""Settings to try and develop: demo content, readable errors, no secrets needed."""

from portal import env
from portal.settings.base import *  # noqa: F403
from portal.settings.base import INSTALLED_APPS

DEBUG = env.switch("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", "for-development-only-" + "x" * 40)
INSTALLED_APPS = ["demo", *INSTALLED_APPS]
ENVIRONMENT = "dev"
STYLEGUIDE = True
