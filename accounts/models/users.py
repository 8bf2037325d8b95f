"""People who sign in."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models.places import Department


class UserManager(BaseUserManager["User"]):
    """Create users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user; the address is stored in lower case."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user with every right of the CMS (none in ZeMAG)."""
        return self.create_user(email, password, **{**fields, "is_superuser": True})


class SignIn(models.TextChoices):
    """How a person proves who they are."""

    LOCAL = "local", _("password of this portal")
    OIDC = "oidc", _("sign-in service of the city")


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff; referred to by `uuid` from other databases."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True, help_text=_("Address at work; used to sign in."))
    first_name = models.CharField(_("given name"), max_length=80, blank=True, help_text=_("Given name."))
    last_name = models.CharField(_("family name"), max_length=80, blank=True, help_text=_("Family name."))
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Off for people who have left."))
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        verbose_name=_("department"),
        help_text=_("Department this person works for."),
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[("de", _("German")), ("en", _("English"))],
        default="de",
        help_text=_("Language of mails."),
    )
    sign_in = models.CharField(
        _("sign-in"), max_length=8, choices=SignIn, default=SignIn.LOCAL, help_text=_("How this person signs in.")
    )
    locked_at = models.DateTimeField(
        _("locked at"), null=True, blank=True, help_text=_("Locked accounts cannot sign in.")
    )
    # Made when the form was opened: a form that is sent twice opens one account (security design, section 12).
    request_key = models.UUIDField(null=True, unique=True, editable=False)
    mfa_required = models.BooleanField(
        _("second factor required"),
        default=False,
        help_text=_("Signs in with a code from an app as well; some roles always do."),
    )
    # Part of what a session proves: raising it ends every session of the account at once.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    supervisor = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("supervisor"),
        help_text=_("Approves bookings."),
    )
    substitute = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name=_("substitute"),
        help_text=_("Stands in for this person as supervisor."),
    )

    # Read with the person at each request, see accounts.mfa.required; missing on other copies.
    has_second_factor: bool
    needs_second_factor: bool

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    EMAIL_FIELD = "email"

    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        permissions = [("reset_mfa", _("Can issue codes for the second factor"))]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the password and to the number that ends them."""
        parts = f"{self.password}\n{self.session_epoch}"
        return salted_hmac("accounts.User.session", parts, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """Return given and family name."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """Return the given name."""
        return self.first_name
