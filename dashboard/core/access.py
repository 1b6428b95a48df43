"""Who may what: roles, and the account that acts. Who signs in is the matter of `dashboard.ui`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """What an account may do; a higher role may do what a lower one may."""

    NONE = 0
    READ = 1
    EDIT = 2


@dataclass(frozen=True)
class Account:
    """Who acts: the id that the identity provider gives (`local` on one's own machine)."""

    id: str
    role: Role


class Forbidden(Exception):
    """An action that the account has no role for."""
