"""Settings of a real installation: every secret comes from the environment, or the start is refused."""

from portal import env
from portal.settings.base import *  # noqa: F403

ENVIRONMENT = "production"
SECRET_KEY = env.required("SECRET_KEY")
PUBLIC_URL = env.required("PUBLIC_URL").rstrip("/")
INTRANET_URL = env.required("INTRANET_URL").rstrip("/")
EMAIL_URL = env.required("EMAIL_URL")
# Read by `base` already; here they only have to be there.
env.required("PORTAL_KEY_FILE")
env.required("ZEMAG_KEY_FILE")
# No default here: without a scanner the operator has to say so (check pages.E010).
UPLOAD_SCAN = env.text("UPLOAD_SCAN")

SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
DRAFT_COOKIE_NAME = "__Host-draft"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.switch("HSTS_INCLUDE_SUBDOMAINS")
SECURE_HSTS_PRELOAD = env.switch("HSTS_PRELOAD")
# Both reach beyond this host name, so the operator decides; off is a decision, not an oversight.
# The preview of the page editor is a frame of the own host, so DENY is not possible; the policy says 'none' elsewhere.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "security.W019"]
if env.number("TRUSTED_PROXIES", 0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
