"""Who is staff."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def staff(request: HttpRequest) -> User:
    """Return the visitor as a member of staff, or raise PermissionDenied."""
    if isinstance(request.user, User) and request.user.is_active:
        return request.user
    raise PermissionDenied
