"""Debian's own Chromium, driven by Playwright: found here, never downloaded; what goes wrong is written down."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

CHROMIUM: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NO_CHROMIUM: Final = "no Chromium here: sudo apt-get install -y chromium"
# Names of other machines are not even looked up: what is not this machine cannot be reached.
ARGUMENTS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PATIENCE: Final = 60_000


def launch(playwright: Playwright) -> Browser:
    """A browser without a window."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, headless=True)


class Visitor:
    """One visitor with a page of their own; everything the browser complains of is in `complaints`."""

    def __init__(self, browser: Browser, base: str, **options: Any) -> None:
        self.base = base
        self.host = urlsplit(base).netloc
        self.complaints: list[str] = []
        self.context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script failed: {error}"))
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        self.page.on("requestfailed", self._failed)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _asked(self, request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self.host:
            self.complaints.append(f"asks another host: {request.url}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self.complaints.append(f"missing ({response.status}): {response.url}")

    def _failed(self, request: Any) -> None:
        if "ERR_ABORTED" not in str(request.failure):  # a download, or a page left before its last font came
            self.complaints.append(f"not loaded ({request.failure}): {request.url}")

    def go(self, path: str) -> int:
        """Opens an address of the workbench; its status."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        return answer.status

    def post(self, path: str, fields: dict[str, str]) -> None:
        """Comes to a page as a form does."""
        self.go(f"/{path.split('/')[1]}/")
        with self.page.expect_navigation():
            self.page.evaluate(
                """([path, fields]) => {
                    const form = Object.assign(document.createElement("form"), {method: "post", action: path});
                    for (const [name, value] of Object.entries(fields))
                        form.append(Object.assign(document.createElement("textarea"), {name, value}));
                    document.body.append(form);
                    form.submit();
                }""",
                [path, fields],
            )

    def settle(self) -> None:
        """Waits until the page stands with its fonts."""
        self.page.wait_for_load_state("load")
        self.page.evaluate("document.fonts.ready.then(() => true)")

    def close(self) -> None:
        self.context.close()
