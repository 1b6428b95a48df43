"""Who asks: every request gets its account here, before anything else looks at it.

Where reading is closed, nothing but the program itself (its scripts and styles), its health and the
way to sign in is answered without the role. Pages that a role does not have do not exist for it
(`dashboard.web.shell`), and no more is taken from it than the page Paparan needs
(`dashboard.web.bodies`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, unquote

import anyio.to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.core import access, pages
from dashboard.core.access import Account, Role
from dashboard.core.audit import Audit
from dashboard.core.i18n import Words
from dashboard.core.settings import Settings
from dashboard.web import errors, negotiation
from dashboard.web.errors import Refusal
from dashboard.web.own_address import OwnAddress, way_up

SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"
_LOGIN, _LOGOUT = "/auth/login", "/auth/logout"  # Streamlit's
_FREE = frozenset({"/_stcore/health", _LOGIN, _LOGOUT, access.CALLBACK, SIGN_IN, SIGN_OUT})
_PROGRAM = re.compile(r"/(static|assets)/(?!geo/)")
_RETURN = "integritas_return"  # the cookie with the address that leads on after signing in
_RETURN_SECONDS = 600
_LONGEST_RETURN = 2000
# An address of this dashboard and of nobody else: no second slash, no backslash, nothing unseen.
_OWN_PATH = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
ACCOUNT = "integritas.account"  # where a request carries its account
_POLICY_VIOLATION = 1008  # of a websocket


def account_of(scope: Scope) -> Account:
    """The account that `Access` has found for a request; without it, a reader."""
    found: Account = scope.get(ACCOUNT, Account("", Role.READ))
    return found


class Access:
    """ASGI middleware that names the account of a request, and refuses whom reading is closed for.

    Args:
        app: what comes after.
        settings: who may.
        own: how readers reach the dashboard.
        origin: of this dashboard, as sign-ins name it.
        start: gives the value of `provider` that Streamlit begins a sign-in with.
        audit: where sign-ins, sign-outs and refusals are written down.
        policy: the Content-Security-Policy of what is no page.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: Settings,
        own: OwnAddress,
        origin: str,
        start: Callable[[], str],
        audit: Audit,
        policy: str,
    ) -> None:
        self.app, self._settings, self._own, self._origin = app, settings, own, origin
        self._start, self._audit, self._policy = start, audit, policy
        self._has_sign_in = access.has_sign_in(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its account, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        account = access.of_request(
            dict(connection.headers), connection.cookies, self._settings, self._origin
        )
        scope = {**scope, ACCOUNT: account}
        path = scope["path"].removeprefix(self._own.base)
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif self._has_sign_in and path in (SIGN_IN, SIGN_OUT):
            await self._sign(scope, path)(scope, receive, send)
        elif self._has_sign_in and path in (_LOGIN, _LOGOUT, access.CALLBACK):
            await self._watched(scope, receive, send, path)
        elif path in _FREE or _PROGRAM.match(path):
            await self.app(scope, receive, send)
        elif account.role < Role.READ:
            await (await self._refused(Request(scope), account, path))(scope, receive, send)
        else:
            await self._note_hidden_page(account, path)
            is_closed = self._settings.reading == "login"
            await self.app(scope, receive, _private(send) if is_closed else send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        account = account_of(scope)
        if account.role >= Role.READ:
            await self.app(scope, receive, send)
            return
        await self._note(account, "websocket")
        await receive()
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})

    async def _refused(self, request: Request, account: Account, path: str) -> Response:
        if request.method == "OPTIONS":  # asks what is possible, and learns of no fact
            return Response(status_code=204, headers={"Allow": "GET, HEAD, OPTIONS"})
        await self._note(account, f"read {path}")
        say = negotiation.language(request)
        query = request.url.query
        refused = refusal(account, Role.READ, say, f"{path}?{query}" if query else path)
        return errors.response(request, refused, say, self._policy, self._own.of(request))

    async def _note_hidden_page(self, account: Account, path: str) -> None:
        """Write down who looks for a page that does not exist for the account."""
        page = pages.PAGES.get(path.strip("/"))
        if page is not None and page.role > max(account.role, Role.READ):
            await self._note(account, f"page /{page.path}")

    async def _note(self, account: Account, what: str) -> None:
        why = "role" if account.id else "no sign-in"
        await anyio.to_thread.run_sync(self._audit.refused, account, what, why)

    def _sign(self, scope: Scope, path: str) -> Response:
        """On to Streamlit's own address, which leads to the identity provider."""
        up = way_up(scope, self._own.base)
        if path == SIGN_OUT:
            response = RedirectResponse(f"{up}{_LOGOUT}", headers=negotiation.NO_STORE)
            response.delete_cookie(_RETURN, path=self._cookie_path())
            return response
        address = f"{up}{_LOGIN}?provider={quote(self._start())}"
        response = RedirectResponse(address, headers=negotiation.NO_STORE)
        wanted = Request(scope).query_params.get("to", "")
        if _is_own(wanted):
            response.set_cookie(
                _RETURN,
                quote(wanted),
                max_age=_RETURN_SECONDS,
                path=self._cookie_path(),
                httponly=True,
                samesite="lax",
            )
        return response

    async def _watched(self, scope: Scope, receive: Receive, send: Send, path: str) -> None:
        """Let Streamlit end a sign-in or a sign-out, and write down what came of it."""
        before = account_of(scope)
        is_tried = path == access.CALLBACK and scope["query_string"]

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if path == _LOGOUT:
                    access.end(HTTPConnection(scope).cookies, self._settings)
                    if before.id:
                        await anyio.to_thread.run_sync(self._audit.signed_out, before)
                elif (account := self._of_answer(headers)) is not None:
                    await anyio.to_thread.run_sync(self._audit.signed_in, account)
                    self._lead_on(Request(scope), headers)
                elif is_tried:
                    await self._note(before, "sign-in")
                headers["Cache-Control"] = "no-store"
                if self._own.public.startswith("https://"):
                    message["headers"] = [_over_tls(pair) for pair in message["headers"]]
            await send(message)

        await self.app(scope, receive, noted)

    def _of_answer(self, headers: MutableHeaders) -> Account | None:
        """The account whose sign-in an answer writes into the cookies of the reader."""
        cookies: dict[str, str] = {}
        for header in headers.getlist("set-cookie"):
            try:
                read = SimpleCookie(header)
            except CookieError:
                continue
            cookies |= {name: one.value for name, one in read.items() if one.value}
        claims = access.signed_in(cookies, self._settings, self._origin)
        return None if claims is None else access.of_claims(claims, self._settings)

    def _lead_on(self, request: Request, headers: MutableHeaders) -> None:
        """To the address that was wanted before signing in."""
        wanted = unquote(request.cookies.get(_RETURN, ""))
        if not wanted:
            return
        forgotten = Response()
        forgotten.delete_cookie(_RETURN, path=self._cookie_path())
        headers.append("set-cookie", forgotten.headers["set-cookie"])
        if _is_own(wanted):
            headers["location"] = f"{way_up(request.scope, self._own.base)}{wanted}"

    def _cookie_path(self) -> str:
        return self._own.base or "/"


def refusal(account: Account, needed: Role, say: Words, wanted: str = "") -> Refusal:
    """Why an account may not, with the way to sign in and on to what was wanted."""
    to = f"&to={quote(wanted, safe='/')}" if _is_own(wanted) else ""
    return Refusal(
        403 if account.id else 401,
        "no-role" if account.id else "sign-in",
        say(access.why(account, needed), account=account.id),
        headers={} if account.id else {"WWW-Authenticate": 'Bearer realm="integritas"'},
        leads_to=(f"{SIGN_IN}?lang={say.lang}{to}", say("Sign in")),
    )


def _over_tls(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """A cookie that travels over TLS alone; Streamlit leaves that open."""
    name, value = header
    is_open = name == b"set-cookie" and b"; secure" not in value.lower()
    return (name, value + b"; Secure") if is_open else header


def _is_own(address: str) -> bool:
    return len(address) <= _LONGEST_RETURN and _OWN_PATH.fullmatch(address) is not None


def _private(send: Send) -> Send:
    """What is for accounts only is kept by no cache between, and asked for again each time."""

    async def private(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("cache-control") != "no-store":
                headers["Cache-Control"] = "private, no-cache"
        await send(message)

    return private
