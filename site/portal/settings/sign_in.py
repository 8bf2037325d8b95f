"""Settings of sign-in: one door with local accounts, guessing limits, sessions (security design, section 4)."""

from datetime import timedelta

AUTHENTICATION_BACKENDS = ["accounts.backends.LimitBackend", "accounts.backends.LocalBackend"]
PASSWORD_HASHERS = ["accounts.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LengthValidator"},
    {"NAME": "accounts.passwords.CommonValidator"},
    {
        "NAME": "accounts.passwords.WordsValidator",
        "OPTIONS": {
            "words": [
                "umsicht",
                "zemag",
                "zks",
                "köln",
                "koeln",
                "cologne",
                "stadt",
                "rathaus",
                "kriminalprävention",
                "kriminalpraevention",
                "passwort",
                "kennwort",
                "password",
            ],
        },
    },
]
PASSWORD_RESET_TIMEOUT = 24 * 3600

LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = False  # limits live in the database: they outlive a restart and count for every process
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "reset_password": "accounts.forms.ResetForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
}
ACCOUNT_FORM_RENDERER = "pages.forms.KernRenderer"

MFA_ADAPTER = "accounts.mfa.adapter.MFAAdapter"
MFA_FORMS = {"authenticate": "accounts.mfa.forms.CodeForm", "reauthenticate": "accounts.mfa.forms.ConfirmCodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Umsicht"
MFA_TOTP_TOLERANCE = 1  # one period of 30 seconds before and after: clocks of phones differ

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "accounts.limits.username_of"
AXES_CLIENT_IP_CALLABLE = "accounts.limits.address_of"
AXES_LOCKOUT_CALLABLE = "accounts.guessing.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_USERNAME_FORM_FIELD = "email"
# Forms are not kept beside the failure: people type passwords into the wrong field.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "email", "next", "csrfmiddlewaretoken"]
AXES_VERBOSE = False

SESSION_IDLE = timedelta(minutes=30)
SESSION_LIMIT = timedelta(hours=10)
SESSION_COOKIE_AGE = int(SESSION_LIMIT.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Pings of the editor tell that a tab is open, not that somebody is there.
SESSION_SILENT_PATHS = ("/admin/editing-sessions/",)
