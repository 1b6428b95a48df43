"""Who may what: roles, and the account that acts.

Who signs in is the matter of `dashboard.ui.access`; what a request of a browser or a script may, of
`dashboard.web.access`. Whatever changes facts takes an `Account` and calls `check` before it does
anything.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from dashboard.core.i18n import Words, message
from dashboard.core.settings import Settings

LOCAL = "local"  # the id of whoever uses this computer, and of its command line
CLOCKS_SECONDS = 300  # that the clocks of a provider and of this server may differ
_LONGEST_ID = 255  # of the claim `sub`, as OpenID Connect has it


class Role(IntEnum):
    """What an account may do; a higher role may do what a lower one may."""

    NONE = 0
    READ = 1
    EDIT = 2


@dataclass(frozen=True)
class Account:
    """Who acts: the id that the identity provider gives (`local` on one's own machine).

    The id is empty where nobody has signed in.
    """

    id: str
    role: Role


class Forbidden(Exception):
    """An action that the account has no role for.

    Attributes:
        account: who tried.
        needed: the role that the action needs.
    """

    def __init__(self, account: Account, needed: Role) -> None:
        super().__init__(f"{account.id or 'nobody'} is no {needed.name}")
        self.account, self.needed = account, needed

    def message(self, say: Words) -> str:
        """Why it is refused, and how to get further; one sentence or two."""
        return say(why(self.account, self.needed), account=self.account.id)


_SIGN_IN_TO_READ = message("This dashboard is open to accounts only. Sign in to read it.")
_SIGN_IN_TO_EDIT = message("Only accounts with the role may change facts. Sign in with one.")
_NO_READER = message(
    "The account {account} has no role to read this dashboard. Ask whoever runs it for the role, "
    "or sign in with another account."
)
_NO_EDITOR = message(
    "The account {account} has no role to change facts; nothing was changed. Ask whoever runs the "
    "dashboard for the role, or sign in with another account."
)


def why(account: Account, needed: Role) -> str:
    """The message that says why an account is refused; it has a place for `account`."""
    if needed is Role.EDIT:
        return _NO_EDITOR if account.id else _SIGN_IN_TO_EDIT
    return _NO_READER if account.id else _SIGN_IN_TO_READ


def check(account: Account, needed: Role) -> None:
    """Let an account with the role pass.

    Raises:
        Forbidden: it has a lower role.
    """
    if account.role < needed:
        raise Forbidden(account, needed)


def nobody(settings: Settings) -> Account:
    """Who has not signed in: may read where reading is open."""
    return Account("", Role.READ if settings.reading == "open" else Role.NONE)


def of_this_machine() -> Account:
    """Whoever uses this computer by itself, as the command line does, may do anything."""
    return Account(LOCAL, Role.EDIT)


def of_claims(claims: Mapping[str, Any], settings: Settings, now: float | None = None) -> Account:
    """The account that an identity provider speaks of in a sign-in that was verified.

    Args:
        claims: of the identity token.
        settings: which claims hold the id and the roles, and what the roles mean.
        now: seconds since 1970; none is the present moment.

    Returns:
        The account; nobody where there is no id, or where the sign-in is too old.
    """
    signed_in, now = claims.get("iat"), time.time() if now is None else now
    if not isinstance(signed_in, int | float) or isinstance(signed_in, bool):
        return nobody(settings)
    if not -CLOCKS_SECONDS <= now - signed_in < settings.sign_in_hours * 3600:
        return nobody(settings)
    found = _values(claims, settings.account_claim)
    if len(found) != 1 or not 0 < len(found[0]) <= _LONGEST_ID or not found[0].isprintable():
        return nobody(settings)
    [account_id] = found
    roles = set(_values(claims, settings.role_claim))
    if settings.editing == "login" and roles & set(settings.editors):
        return Account(account_id, Role.EDIT)
    is_reader = (
        settings.reading == "open"
        or not settings.readers
        or bool(roles & {*settings.readers, *settings.editors})
    )
    return Account(account_id, Role.READ if is_reader else Role.NONE)


def of_token(token: str, settings: Settings) -> Account | None:
    """The account of a script that shows a token; None where there is no such token."""
    digest = hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
    for one in settings.tokens:
        name, _colon, known = one.partition(":")
        if hmac.compare_digest(known, digest):
            return Account(f"token:{name}", Role.READ)
    return None


def _values(claims: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """The texts of a claim: of the one of that name, else of the one its points lead to."""
    found: Any = claims
    for part in (path,) if path in claims else path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, int) and not isinstance(found, bool):
        return (str(found),)
    if isinstance(found, str):
        return (found,)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()
