"""Models of the room."""

from accounts.models.activation import ActivationCode, Purpose
from accounts.models.attempts import Attempt, AttemptKind
from accounts.models.factors import OpenedSession, TotpUse
from accounts.models.kept import KeptInput
from accounts.models.places import Building, Department, Floor, Room
from accounts.models.supervision import ChangeState, Post, SupervisionChange
from accounts.models.users import User, UserManager

__all__ = [
    "ActivationCode",
    "Attempt",
    "AttemptKind",
    "Building",
    "ChangeState",
    "Department",
    "Floor",
    "KeptInput",
    "OpenedSession",
    "Post",
    "Purpose",
    "Room",
    "SupervisionChange",
    "TotpUse",
    "User",
    "UserManager",
]
