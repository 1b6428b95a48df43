"""Files that never change, compressed once: with brotli and gzip, kept in a folder of the build.

The best that brotli can do takes twelve seconds for the largest script. So the first request gets
what is made in a moment; a thread of the lowest priority then makes the small one, and from then on
every start finds it in the folder.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import logging
import os
import queue
import threading
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import anyio.to_thread
import brotli
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from dashboard.core import locks
from dashboard.export.assets import Asset
from dashboard.web import negotiation

_LOG = logging.getLogger("dashboard")

_YEAR = 31_536_000
FOREVER = {"Cache-Control": f"public, max-age={_YEAR}, immutable"}
_DENSE = ("font/", "image/png", "image/gif")  # compressed already
_QUICK = {"br": 5, "gzip": 6}
_BEST = {"br": 11, "gzip": 9}


@dataclass(frozen=True)
class _Body:
    """A file as it is sent with one encoding, and a name for exactly these bytes."""

    content: bytes
    tag: str
    is_best: bool


class CompressedFiles:
    """Files and their compressed bodies, by the content of each file.

    Args:
        folder: where the bodies are kept from one start to the next.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bodies: dict[tuple[Asset, str], _Body] = {}
        self._wanted: queue.SimpleQueue[tuple[Asset, str]] = queue.SimpleQueue()
        self._queued: set[tuple[Asset, str]] = set()
        self._is_told = False

    async def response(
        self, request: Request, asset: Asset, headers: dict[str, str] | None = None
    ) -> Response:
        """The file for this client: with an encoding that it takes, or 304 where it holds it.

        A part of a file (`Range`) is a part of the file as it is.
        """
        headers = {**(FOREVER if headers is None else headers), **negotiation.VARY}
        is_dense = asset.media_type.startswith(_DENSE)
        encoding = "" if is_dense else negotiation.encoding(request, ("br", "gzip"))
        if "range" in request.headers:
            encoding = ""
        if not encoding:
            headers["ETag"] = f'"{asset.digest}"'
            if negotiation.holds(request, headers["ETag"]):
                return Response(status_code=304, headers=headers)
            return FileResponse(asset.path, media_type=asset.media_type, headers=headers)
        body = self._bodies.get((asset, encoding))
        if body is None or not body.is_best:
            body = await anyio.to_thread.run_sync(self.body, asset, encoding)
        headers["ETag"] = body.tag
        if negotiation.holds(request, body.tag):
            return Response(status_code=304, headers=headers)
        headers["Content-Encoding"] = encoding
        return Response(body.content, media_type=asset.media_type, headers=headers)

    def body(self, asset: Asset, encoding: str) -> _Body:
        """The compressed file: the small one where it is ready, else one made in a moment."""
        known = self._bodies.get((asset, encoding))
        with contextlib.suppress(OSError):
            content = self._path(asset, encoding).read_bytes()
            if _is_of(content, asset, encoding):
                known = _Body(content, f'"{asset.digest}-{encoding}"', is_best=True)
            else:
                self._path(asset, encoding).unlink()
        if known is None:
            content = _compress(asset.path.read_bytes(), encoding, _QUICK[encoding])
            known = _Body(content, f'"{asset.digest}-{encoding}-quick"', is_best=False)
        if not known.is_best:
            self._want(asset, encoding)
        self._bodies[asset, encoding] = known
        return known

    def let_go(self, assets: Iterable[Asset]) -> None:
        """Forget the bodies of files that are not asked for any more; what lies on disk stays."""
        gone = set(assets)
        for known in [one for one in self._bodies if one[0] in gone]:
            self._bodies.pop(known, None)

    def prepare(self, assets: Iterable[Asset], known: Iterable[Asset]) -> None:
        """Have these files ready before anybody asks, and forget what belongs to no known file."""
        digests = {asset.digest for asset in known}
        with contextlib.suppress(OSError):
            self._forget(digests)
        for asset in assets:
            if not asset.media_type.startswith(_DENSE):
                self.body(asset, "br")

    def _path(self, asset: Asset, encoding: str) -> Path:
        return self._folder / f"{asset.digest}.{encoding}"

    def _want(self, asset: Asset, encoding: str) -> None:
        if (asset, encoding) in self._queued:
            return
        if not self._queued:
            threading.Thread(target=self._work, name="compress", daemon=True).start()
        self._queued.add((asset, encoding))
        self._wanted.put((asset, encoding))

    def _work(self) -> None:
        """Make the small bodies one by one, when the processor has nothing else to do."""
        if hasattr(os, "setpriority"):
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
        while True:
            asset, encoding = self._wanted.get()
            try:
                self._write(asset, encoding)
            except OSError as error:  # no right, disk full: what is in memory is enough
                if not self._is_told:  # once, and not for each of a hundred files
                    _LOG.warning("A compressed file was not written: %s", error)
                self._is_told = True

    def _write(self, asset: Asset, encoding: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        target = self._path(asset, encoding)
        with locks.claimed(target.with_name(f"{target.name}.claim")) as is_only:
            if not is_only or target.exists():
                return  # another process is at it, or was faster
            content = _compress(asset.path.read_bytes(), encoding, _BEST[encoding])
            # In place whole, or not at all: another process may read it at the same moment.
            part = target.with_name(f"{target.name}.part")
            try:
                part.write_bytes(content)
                part.replace(target)
            except OSError:
                part.unlink(missing_ok=True)
                raise

    def _forget(self, digests: set[str]) -> None:
        """Remove what belongs to no known file, and what a killed process left."""
        for path in sorted(self._folder.iterdir()):  # a claim before its part
            if path.name.partition(".")[0] not in digests:
                path.unlink(missing_ok=True)
            elif path.suffix == ".claim":
                with locks.claimed(path):  # it goes, unless a process works on it
                    pass
            elif path.suffix == ".part" and not path.with_suffix(".claim").exists():
                path.unlink(missing_ok=True)


def _is_of(content: bytes, asset: Asset, encoding: str) -> bool:
    """Whether a kept body is whole: a machine that lost its power may have left half of it."""
    try:
        whole = brotli.decompress(content) if encoding == "br" else gzip.decompress(content)
    except (brotli.error, EOFError, OSError, zlib.error):
        return False
    return hashlib.sha256(whole).hexdigest().startswith(asset.digest)


def _compress(content: bytes, encoding: str, quality: int) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(content, quality=quality))
    return gzip.compress(content, quality, mtime=0)
