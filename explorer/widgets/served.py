"""Files that the app itself serves: large, the same for everybody, and kept by a browser for good.

A script publishes bytes and hands the address to a component; the browser fetches them over HTTP once, gzipped, instead
of getting them through each session's websocket. An address is made of the content, so it never changes its meaning
and is the same on every server. What must not be seen is not published: an address has no lock but that nobody who
lacks the content can name it.
"""

import gzip
import hashlib
import mimetypes
import sys
import threading
from collections import OrderedDict
from typing import NamedTuple

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FOLDER = "published"
"""First part of every address, below the app's own."""

LIMIT = 64 * 2**20
"""Bytes, plain and gzipped together, that one server keeps; some twenty surfaces and the runtime of the charts."""

FOREVER = "public, max-age=31536000, immutable"


class _File(NamedTuple):
    media_type: str
    plain: bytes
    packed: bytes

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.packed)


class Shelf:
    """Published files by name, the one that was not asked for longest leaving first where they grow too many.

    Parameters
    ----------
    limit : int
        Bytes to keep; a single file that is larger is kept alone.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._files: OrderedDict[str, _File] = OrderedDict()
        self._names: dict[tuple[bytes, str], str] = {}

    def put(self, content: bytes, media_type: str) -> str:
        """Keep a file and return its name; free of charge where the same bytes object is there already."""
        with self._lock:
            name = self._names.get((content, media_type))
            if name is not None:
                self._files.move_to_end(name)
                return name
        digest = hashlib.sha256(media_type.encode() + b"\0" + content).hexdigest()[:40]
        name = digest + (mimetypes.guess_extension(media_type.partition(";")[0]) or "")
        # Without a time of day in its head, the packed file is the same on every server too.
        file = _File(media_type, content, gzip.compress(content, mtime=0))
        with self._lock:
            self._files[name] = file
            self._names[content, media_type] = name
            while self.size > self._limit and len(self._files) > 1:
                _, oldest = self._files.popitem(last=False)
                del self._names[oldest.plain, oldest.media_type]
        return name

    def get(self, name: str) -> _File | None:
        """Return a file, or None for a name that is not or no longer known here."""
        with self._lock:
            if name in self._files:
                self._files.move_to_end(name)
            return self._files.get(name)

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return sum(file.size for file in self._files.values())


SHELF = Shelf()
"""What this server publishes."""


def publish(content: bytes, media_type: str) -> str:
    """Serve a file, and return the address at which a browser finds it.

    Call it in every run of the script, with the same bytes object: a server that was restarted, another server, or one
    that dropped the file for want of room knows it again when the page runs. A browser that is faster than that gets a
    404, which no cache keeps; it asks the script for a run and tries again.

    Parameters
    ----------
    content : bytes
        Nothing in it may be hidden from anybody who gets the address.
    media_type : str
        Such as ``text/javascript``.

    Returns
    -------
    str
        Relative to the page (``document.baseURI``), whatever path the app lies under.
    """
    return f"{FOLDER}/{SHELF.put(content, media_type)}"


def answer(request: Request) -> Response:
    """Answer a browser's request for a published file."""
    # Where a developer saves a source file, Streamlit imports it anew, while the server keeps this function: look
    # where the scripts publish now.
    shelf = getattr(sys.modules.get(__name__), "SHELF", SHELF)
    file = shelf.get(request.path_params["name"])
    if file is None:
        return Response("Not found", 404, {"Cache-Control": "no-store"}, "text/plain")
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, 200, headers | {"Content-Encoding": "gzip"}, file.media_type)
    return Response(file.plain, 200, headers, file.media_type)


def routes() -> list[Route]:
    """Return the routes of published files, for ``st.App``, which puts its own under the base path but not ours."""
    base = st.get_option("server.baseUrlPath").strip("/")
    return [Route(f"{'/' + base if base else ''}/{FOLDER}/{{name}}", answer, methods=["GET"])]


class Packed:
    """Send the frontend's own scripts and styles gzipped, each packed once; Streamlit sends them plain to everybody.

    They are two thirds of what a stranger's browser gets, and sixty phones of a class get them at the same moment. Kept
    is only what its answer calls immutable, so there are no more than the frontend has files.

    Parameters
    ----------
    app : ASGIApp
    """

    TYPES = ("application/javascript", "text/javascript", "text/css")

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._packed: dict[str, tuple[Message, Message]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Headers(scope=scope) if scope["type"] == "http" and scope["method"] == "GET" else Headers()
        if "gzip" not in asked.get("accept-encoding", "") or "range" in asked:
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path not in self._packed:
            start: Message = {}
            body: list[bytes] = []

            async def keep(message: Message) -> None:
                nonlocal start
                if message["type"] == "http.response.start" and self._worth_packing(message):
                    start = message
                elif not start:
                    await send(message)
                else:
                    body.append(message.get("body", b""))

            await self.app(scope, receive, keep)
            if not start:
                return
            # A browser that leaves while the file is read ends it early. What came until then is nobody's script.
            if len(content := b"".join(body)) != int(Headers(raw=start["headers"])["content-length"]):
                return
            packed = await run_in_threadpool(gzip.compress, content, mtime=0)
            headers = MutableHeaders(raw=list(start["headers"]))
            for name in ("accept-ranges", "etag", "last-modified"):
                del headers[name]
            headers["Content-Encoding"], headers["Content-Length"] = "gzip", str(len(packed))
            headers.add_vary_header("Accept-Encoding")
            self._packed[path] = {**start, "headers": headers.raw}, {"type": "http.response.body", "body": packed}
        for message in self._packed[path]:
            await send(message)

    def _worth_packing(self, start: Message) -> bool:
        head = Headers(raw=start["headers"])
        plain = "content-encoding" not in head and head.get("content-type", "").split(";")[0] in self.TYPES
        return (
            start["status"] == 200
            and plain
            and "immutable" in head.get("cache-control", "")
            and "content-length" in head
        )


class Closed:
    """Answer 404 for an address that Streamlit serves and nobody outside should read.

    Parameters
    ----------
    app : ASGIApp
    endings : tuple of str
        How the paths end, under whatever base path.
    """

    def __init__(self, app: ASGIApp, endings: tuple[str, ...]) -> None:
        self.app, self.endings = app, endings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].rstrip("/").endswith(self.endings):
            await Response("Not found", 404, media_type="text/plain")(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class Forward:
    """Lead from an address that sends everybody to the app's first page to another of its pages.

    Parameters
    ----------
    app : ASGIApp
    ending : str
        How the path ends, under whatever base path.
    page : str
        The page's path in the app.
    """

    def __init__(self, app: ASGIApp, ending: str, page: str) -> None:
        self.app, self.ending, self.page = app, ending, page.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        base = scope.get("path", "")[: -len(self.ending)].encode() + b"/"

        async def lead(message: Message) -> None:
            if message["type"] == "http.response.start":
                onward = {(b"location", base): (b"location", base + self.page)}
                message = {**message, "headers": [onward.get(tuple(pair), pair) for pair in message["headers"]]}
            await send(message)

        meant = scope["type"] == "http" and scope["path"].endswith(self.ending)
        await self.app(scope, receive, lead if meant else send)


class Unframed:
    """Forbid other sites to show a page in a frame of theirs, where its buttons could be pressed unawares.

    Parameters
    ----------
    app : ASGIApp
    endings : tuple of str
        How the paths end, under whatever base path.
    """

    HEADERS = ((b"content-security-policy", b"frame-ancestors 'none'"), (b"x-frame-options", b"DENY"))

    def __init__(self, app: ASGIApp, endings: tuple[str, ...]) -> None:
        self.app, self.endings = app, endings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def forbid(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *self.HEADERS]}
            await send(message)

        meant = scope["type"] == "http" and scope["path"].rstrip("/").endswith(self.endings)
        await self.app(scope, receive, forbid if meant else send)
