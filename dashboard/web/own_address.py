"""How readers reach the dashboard: the addresses of its own that it writes, and takes as its own.

A request says where it was sent (`Host`), and whoever sends it may say anything. Such a name stands
in a link only where the server was told of it: by `INTEGRITAS_PUBLIC_ADDRESS`, by
`INTEGRITAS_HOSTS`, or because it is this machine. Other requests get links that begin at the
address they asked (`..`), which hold wherever that is; what must be a whole address is left out.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from starlette.requests import HTTPConnection
from starlette.types import Scope

from dashboard.core.settings import Settings

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_EVERY_ADDRESS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 (listened on, never linked to)
_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")


class OwnAddress:
    """The addresses of one dashboard.

    Args:
        settings: the public address, and other names of the server.
        base: the configured path in front of every route, such as `/integritas`.
        listens_on: the address that the server listens on.
    """

    def __init__(self, settings: Settings, base: str = "", listens_on: str = "") -> None:
        self.public, self.base = settings.public_address, base
        public = urlsplit(self.public)
        self._public_path = public.path
        names = {*settings.hosts, _name(public.netloc), listens_on.lower()}
        self._known = (THIS_MACHINE | names) - _EVERY_ADDRESS

    def of(self, request: HTTPConnection) -> str:
        """What stands in front of the paths of links in the answer to a request.

        The whole address of the dashboard where it is known, else the way from the address that
        was asked to the dashboard's first page: `.`, `..` and so on. No slash at the end.
        """
        if self.public:
            return self.public
        host = request.headers.get("host", "")
        if _name(host) in self._known:
            scheme = "https" if request.scope.get("scheme") in ("https", "wss") else "http"
            return f"{scheme}://{host.lower()}{self.base}"
        return way_up(request.scope, self.base)

    def path_of(self, url: str) -> str | None:
        """The path of an address below the dashboard, such as `/peta`.

        None where the address is another's, or none at all.
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            return None
        if not self._is_own(parts):
            return None
        for prefix in sorted({self._public_path, self.base}, key=len, reverse=True):
            if not prefix or parts.path == prefix or parts.path.startswith(f"{prefix}/"):
                return "/" + parts.path.removeprefix(prefix).strip("/")
        return None

    def is_own_origin(self, origin: str, host: str) -> bool:
        """Whether a page of this origin may open the dashboard's websocket.

        Pages of the host that was asked may, as in every browser, and those of the names that the
        server was told of: a proxy may ask by another host than the reader did.
        """
        try:
            netloc = urlsplit(origin).netloc
        except ValueError:
            return False
        return bool(netloc) and (netloc == host or _name(netloc) in self._known)

    def _is_own(self, parts: SplitResult) -> bool:
        if not parts.netloc:
            return not parts.scheme and parts.path.startswith("/")
        return parts.scheme in ("http", "https", "") and _name(parts.netloc) in self._known


def way_up(scope: Scope, base: str = "") -> str:
    """The way from the address of a request to the dashboard's first page, without a slash.

    A browser counts the parts of the path as they were sent: `%2F` is no new one.
    """
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    path = raw.partition(b"?")[0].decode("latin-1")
    is_below = path == base or path.startswith(f"{base}/")
    way = "/".join([".."] * (path.removeprefix(base if is_below else "").count("/") - 1)) or "."
    return way if is_below else way + base


def _name(host: str) -> str:
    """The name in a `Host`, in small letters; empty where it is none."""
    found = _HOST.fullmatch(host)
    return found["name"].strip("[]").rstrip(".").lower() if found else ""
