"""Settings for every environment; safe for production."""

from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal import env
from portal.settings.logs import *  # noqa: F403
from portal.settings.sign_in import *  # noqa: F403

ROOT = env.ROOT
VAR = ROOT / "var"
DEBUG = False
RELEASE = env.text("RELEASE", "1")

PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000").rstrip("/")
INTRANET_URL = env.text("INTRANET_URL", "http://intranet.localhost:8000").rstrip("/")
PUBLIC_HOST = urlsplit(PUBLIC_URL).hostname or ""
INTRANET_HOST = urlsplit(INTRANET_URL).hostname or ""
ALLOWED_HOSTS = [PUBLIC_HOST, INTRANET_HOST]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL, INTRANET_URL]
SECURE_ADDRESSES = INTRANET_URL.startswith("https://")

INSTALLED_APPS = [
    "home",
    "news",
    "committees",
    "training",
    "zemag_pages",
    "zemag",
    "search",
    "pages",
    "audit",
    "outbox",
    "accounts",
    "portal.databases",
    "portal.jobs",
    "portal.operation",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "pages.people.apps.PeopleConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.contrib.search_promotions",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "portal.logging.RequestLogMiddleware",
    "pages.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "pages.headers.NonceMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pages.middleware.LocaleMiddleware",
    "pages.middleware.InputMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimitMiddleware",
    "pages.middleware.IntranetMiddleware",
    "audit.middleware.LogMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "pages.gate.middleware.GateMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls.intranet"
PUBLIC_URLCONF = "portal.urls.public"
WSGI_APPLICATION = "portal.wsgi.application"
ASGI_APPLICATION = "portal.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": env.database("DATABASE_URL", "var/portal.sqlite3"),
    "zemag": env.database("ZEMAG_DATABASE_URL", "var/zemag.sqlite3"),
}
AUDIT_APP_ROLES = {"default": env.role("DATABASE_URL"), "zemag": env.role("ZEMAG_DATABASE_URL")}
DATABASE_ROUTERS = ["portal.databases.Router"]
STYLEGUIDE = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
SESSION_ENGINE = "django.contrib.sessions.backends.db"

LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
FORMAT_MODULE_PATH = ["portal.formats"]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [VAR / "assets"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = env.folder("MEDIA_ROOT", "var/media")
MEDIA_URL = "/media/"
PORTAL_KEY_FILE = env.folder("PORTAL_KEY_FILE", "var/portal.key")
ZEMAG_KEY_FILE = env.folder("ZEMAG_KEY_FILE", "var/zemag.key")
# Off until the released legal profile names the works agreement (condition zemag.E005).
ZEMAG_LOG_EVALUATION = env.switch("ZEMAG_LOG_EVALUATION")
AUDIT_KEY_FILES = {"default": PORTAL_KEY_FILE, "zemag": ZEMAG_KEY_FILE}
AUDIT_UNAVAILABLE = "pages.errors.unavailable"
KEPT_FIELDS = "pages.errors.carried"
AUDIT_ANCHOR = env.text("AUDIT_ANCHOR")
ZEMAG_ERASURE_LEDGER = env.text("ZEMAG_ERASURE_LEDGER")
MEDIA_ACCEL_PREFIX = env.text("MEDIA_ACCEL_PREFIX")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}},
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail", "index", "media"]}}

EMAIL_BACKEND = "outbox.mail.Backend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "zks@example.org")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
ADMINS = [("", address) for address in env.names("ADMINS")]
EMAIL_URL = env.text("EMAIL_URL", "console://")

TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
HEALTH_NETWORKS = env.names("HEALTH_NETWORKS")
ELASTICSEARCH_URL = env.names("ELASTICSEARCH_URL")
ELASTICSEARCH_CA = env.text("ELASTICSEARCH_CA")
ELASTICSEARCH_PREFIX = env.text("ELASTICSEARCH_PREFIX", "umsicht_")
UPLOAD_SCAN = env.text("UPLOAD_SCAN", "off")
CLAMAV_SOCKET = env.text("CLAMAV_SOCKET")

WAGTAIL_SITE_NAME = "Umsicht"
WAGTAILADMIN_BASE_URL = INTRANET_URL
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILLOCALIZE_DISABLE_ON_DELETE = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "pages.publishing.publish_approved"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, object]] = []
WAGTAILIMAGES_IMAGE_MODEL = "pages.Image"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp"}
WAGTAILDOCS_DOCUMENT_MODEL = "pages.Document"
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "docx", "xlsx", "csv", "png", "jpg", "txt"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "search.backends.admin", "SEARCH_CONFIG": "simple", "AUTO_UPDATE": True}
}
TAGGIT_CASE_INSENSITIVE = True

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE_ADDRESSES else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE_ADDRESSES else "csrftoken"
DRAFT_COOKIE_NAME = "__Host-draft" if SECURE_ADDRESSES else "draft"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_ADDRESSES
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "pages.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["zks"],
    },
}
WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.media_forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "pages.media_forms.DocumentForm"
TRAINING_APPROVER_RESOLVER = "training.approvers.resolve"
PDF_FONTS = VAR / "fonts"
TRAINING_MAILBOX = env.text("TRAINING_MAILBOX", DEFAULT_FROM_EMAIL)
# What the tick runs: dotted path and period in seconds.
TICKS = [
    ("outbox.services.send_due", 30),
    ("portal.jobs.tasks.send_beats", 60),
    ("portal.jobs.retry.reap", 60),
    ("portal.jobs.retry.prune", 3600),
    ("outbox.services.erase_bodies", 24 * 3600),
    ("accounts.services.erase_expired", 24 * 3600),
    ("accounts.kept.erase_old", 300),
    ("accounts.mfa.totp.erase_old", 600),
    ("pages.schedule.publish_due", 60),
    ("pages.publicity.close_expired", 300),
    ("pages.scanner.scan_waiting", 30),
    ("pages.reconcile.nightly", 24 * 3600),
    ("pages.gate.stored.nightly", 24 * 3600),
    ("pages.emergency.remind", 24 * 3600),
    ("pages.revisions.purge", 24 * 3600),
    ("search.server.watch", 60),
    ("search.checks.nightly", 24 * 3600),
    ("search.zero.erase", 24 * 3600),
    ("pages.trees.nightly", 24 * 3600),
    ("training.tick.run", 60),
    ("training.tick.nightly", 24 * 3600),
    ("training.tick.audit", 24 * 3600),
    ("zemag.tick.run", 60),
    ("zemag.tick.nightly", 24 * 3600),
    ("home.services.erase_barrier_reports", 24 * 3600),
    ("audit.anchor.write_anchors", 300),
    ("audit.nightly.verify", 24 * 3600),
    ("audit.nightly.delete_expired", 24 * 3600),
]
