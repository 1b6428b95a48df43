"""Who may what: roles, and the account that acts.

Who signs in is the matter of `dashboard.ui.access`; what a request of a browser or a script may, of
`dashboard.web.access`. Whatever changes facts takes an `Account` and calls `check` before it does
anything.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from dashboard.core import sign_outs
from dashboard.core.i18n import Words, message
from dashboard.core.settings import BadSetting, Settings

LOCAL = "local"  # the id of whoever uses this computer, and of its command line
CALLBACK = "/oauth2callback"
COOKIE = "_streamlit_user"  # in which Streamlit keeps a sign-in
_PARTS = re.compile(r"chunks-([0-9]{1,2})")  # what stands in it where it is too long for one cookie
_THIS_MACHINE = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?", re.IGNORECASE)
_OF_A_PROXY = re.compile(
    r"(x-forwarded-|x-real-ip|x-client-ip|x-original-|forwarded$|via$|true-client-ip|cf-)"
)
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

_NOT_ALONE = message(
    "The setting {name}={value} cannot be used: it lets whoever reaches the dashboard change "
    "facts, and at {host} other computers reach it. Start it with --host localhost, or set "
    "{name}=login."
)

_NO_WAY_BACK = message(
    "The setting {name} is missing: whoever signs in from another computer is sent back to that "
    "address. Set it, or start with --host localhost."
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


def of_request(
    headers: Mapping[str, str], cookies: Mapping[str, str], settings: Settings, origin: str = ""
) -> Account:
    """Who asks: by the way the request came, by its sign-in, or by its token.

    Args:
        headers: of the request, their names in small letters.
        cookies: of the request.
        settings: who may.
        origin: of this dashboard, as sign-ins name it.
    """
    if settings.editing == "local" and is_of_this_machine(headers):
        return of_this_machine()
    if has_sign_in(settings):
        if (claims := signed_in(cookies, settings, origin)) is not None:
            return of_claims(claims, settings)
        kind, _space, token = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and (found := of_token(token.strip(), settings)) is not None:
            return found
    return nobody(settings)


def has_sign_in(settings: Settings) -> bool:
    """Whether accounts can sign in."""
    return "login" in (settings.reading, settings.editing)


def callback(settings: Settings, port: int, base: str = "") -> str:
    """The address to which an identity provider sends accounts back, as it has to know it.

    Args:
        settings: the public address.
        port: on which the dashboard is served, where it has no public address.
        base: the configured path in front of every address, where it has no public address.
    """
    return (settings.public_address or f"http://localhost:{port}{base}") + CALLBACK


def origin(callback_address: str) -> str:
    """The origin of the address to which accounts are sent back: readers have to open that one."""
    parts = urlsplit(callback_address)
    return f"{parts.scheme}://{parts.netloc}"


def is_of_this_machine(headers: Mapping[str, str]) -> bool:
    """Whether a request was sent here by name and came through no proxy that says so.

    A session is opened by a page, which a browser names: that has to be of this machine too.
    """
    hosts = [headers.get("host", "")]
    if headers.get("upgrade", "").lower() == "websocket":
        hosts.append(headers.get("origin", "").partition("://")[2])
    is_here = all(map(_THIS_MACHINE.fullmatch, hosts))
    return is_here and not any(map(_OF_A_PROXY.match, headers))


def is_loopback(host: str) -> bool:
    """Whether only this computer reaches a server that listens at a host."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_host(settings: Settings, host: str) -> None:
    """Look whether the dashboard may listen at a host.

    Raises:
        BadSetting: others could reach it where the mode `local` is for this computer alone; or
            they could not come back from signing in.
    """
    if has_sign_in(settings) and not settings.public_address and not is_loopback(host):
        raise BadSetting("INTEGRITAS_PUBLIC_ADDRESS", "", _NO_WAY_BACK)
    if settings.editing == "local" and not is_loopback(host):
        shown = host or "0.0.0.0"  # noqa: S104 (said, not listened on)
        raise BadSetting("INTEGRITAS_EDITING", "local", _NOT_ALONE, host=shown)


def signed_in(cookies: Mapping[str, str], settings: Settings, origin: str) -> dict[str, Any] | None:
    """The claims of a sign-in that this dashboard wrote down in the reader's cookies.

    Streamlit signs what the identity provider said of an account, with the time of the sign-in.

    Returns:
        The claims; None where there are none, where they are not ours, or too old.
    """
    text = _text(cookies, settings)
    if text is None or sign_outs.is_ended(text, settings):
        return None
    try:
        claims = json.loads(text)
    except ValueError:
        return None
    if not isinstance(claims, dict) or claims.get("is_logged_in") is not True:
        return None
    return claims if claims.get("origin") == origin else None


def end(cookies: Mapping[str, str], settings: Settings) -> None:
    """End a sign-in in all windows and sessions, before its hours are over."""
    if (text := _text(cookies, settings)) is not None:
        sign_outs.end(text, settings)


def _text(cookies: Mapping[str, str], settings: Settings) -> str | None:
    text = _signed(cookies, COOKIE, settings)
    if text is not None and (parts := _PARTS.fullmatch(text)):
        read = [_signed(cookies, f"{COOKIE}_{n}", settings) for n in range(1, int(parts[1]) + 1)]
        text = None if None in read else "".join(part for part in read if part)
    return text


def _signed(cookies: Mapping[str, str], name: str, settings: Settings) -> str | None:
    from itsdangerous import BadSignature, URLSafeTimedSerializer

    secret = settings.cookie_secret.get_secret_value()
    if not secret or name not in cookies:
        return None
    try:
        serializer = URLSafeTimedSerializer(secret, salt=name)
        text = serializer.loads(cookies[name], max_age=settings.sign_in_hours * 3600)
    except (BadSignature, UnicodeError):
        return None
    return text if isinstance(text, str) else None


def of_claims(claims: Mapping[str, Any], settings: Settings) -> Account:
    """The account that an identity provider speaks of in a sign-in that was verified.

    Args:
        claims: of the identity token.
        settings: which claims hold the id and the roles, and what the roles mean.

    Returns:
        The account; nobody where the claims name none.
    """
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
