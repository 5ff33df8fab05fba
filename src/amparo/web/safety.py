"""What every answer carries, how large a request may be, and what happens when Amparo itself fails."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY: Final = 512 * 1024
BODY_SECONDS: Final = 20  # in which the whole body must have come
# Pages of the exchange carry a whole file, and two where copies are compared.
LARGEST_EXCHANGE: Final = 6 * 1024 * 1024
_EXCHANGE: Final = re.compile(r"/[a-z]{2}/exchange/")
# Nothing comes from anywhere else, only the package's own scripts run (none written into a page, nothing evaluated from
# text), and nobody may frame a page. `data:` is for the pictures a chart is saved as.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), interest-cohort=()"),
)


class Safety:
    """ASGI: puts the headers on every answer, and refuses a body beyond the limit before anything reads it.

    What is posted may be a worker's facts: such answers are never kept by a browser or a proxy.
    """

    def __init__(
        self,
        app: ASGIApp,
        refuse: Callable[[Scope, Receive, Send, int], Awaitable[None]],
        fail: Callable[[Scope, Receive, Send, Exception], Awaitable[None]],
    ) -> None:
        self.app = app
        self.refuse = refuse
        self.fail = fail

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        posted = scope["method"] not in ("GET", "HEAD", "OPTIONS")
        started = False

        async def marked(message: Message) -> None:
            nonlocal started
            started = True
            if message["type"] == "http.response.start":
                kept = (b"cache-control", b"no-store" if posted else b"no-cache")
                own = {name for name, _ in message["headers"]}
                added = [pair for pair in (*HEADERS, kept) if pair[0] not in own]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await whole_body(scope, receive) if posted else b""
        except TimeoutError:
            await self.refuse(scope, receive, marked, 408)
            return
        if body is None:
            await self.refuse(scope, receive, marked, 413)
            return
        try:
            await self.app(scope, replay(body) if posted else receive, marked)
        except Exception as error:
            # Caught here, so that no server writes a traceback with what was posted into a log.
            if started:
                raise
            await self.fail(scope, receive, marked, error)


def most_sent(path: str) -> int:
    """How many bytes may be sent to an address."""
    return LARGEST_EXCHANGE if _EXCHANGE.match(path) else LARGEST_BODY


async def whole_body(scope: Scope, receive: Receive) -> bytes | None:
    """The body; None where it is larger than may be sent (as announced, or as it arrives)."""
    most = most_sent(scope["path"])
    announced = dict(scope["headers"]).get(b"content-length", b"0")
    if not announced.isdigit() or int(announced) > most:
        return None
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(parts)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


def replay(body: bytes) -> Receive:
    """The body once more, for whoever reads it next."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive


__all__ = ["HEADERS", "LARGEST_BODY", "POLICY", "Safety", "most_sent"]
