"""Files that never change at their address: it carries a mark of the content, so a browser may keep them for a year."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC: Final = Path(__file__).parent / "static"
HTMX: Final = "vendor/htmx-4.0.1.min.js"
FOREVER: Final = "public, max-age=31536000, immutable"
# Slices of a font are asked for by the style beside them, at addresses without a mark.
FONTS: Final = "public, max-age=2592000"


@cache
def mark(name: str) -> str:
    """Eight signs of a file's content. `name`: its path below the folder of static files."""
    return sha256((STATIC / name).read_bytes()).hexdigest()[:8]


@cache
def static_url(name: str) -> str:
    """Where a static file is, with the mark of its content. Raises FileNotFoundError for a file that is not there."""
    return f"/static/{name}?{mark(name)}"


def kept_for(name: str, query: str) -> str:
    """How long a browser may keep a file: for good where the address names this very content."""
    if name.startswith("vendor/fonts/"):
        return FONTS
    return FOREVER if (STATIC / name).is_file() and query == mark(name) else "no-cache"


def assets() -> ASGIApp:
    """ASGI: the static files, with how long each may be kept."""
    files = StaticFiles(directory=STATIC)

    async def answered(scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path"].removeprefix(scope.get("root_path", "")).lstrip("/")
        query = scope["query_string"].decode("latin-1")

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (200, 206, 304):
                MutableHeaders(scope=message)["cache-control"] = kept_for(name, query)
            await send(message)

        await files(scope, receive, marked)

    return answered


__all__ = ["HTMX", "STATIC", "assets", "static_url"]
