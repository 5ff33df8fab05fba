"""A real browser through its own WebDriver protocol, by plain HTTP: no package beyond those of the other tests."""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

CHROMIUM = shutil.which("chromium")
CHROMEDRIVER = shutil.which("chromedriver")
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


class Browser:
    """One window. Made, used and closed by one test."""

    def __init__(self, width: int = 1280, height: int = 900, javascript: bool = True) -> None:
        port = free_port()
        self.profile = tempfile.mkdtemp(prefix="amparo-browser-")
        assert CHROMEDRIVER is not None and CHROMIUM is not None
        self.process = subprocess.Popen(
            [CHROMEDRIVER, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False)
        self._wait()
        options: dict[str, Any] = {
            "binary": CHROMIUM,
            "args": [*_ARGUMENTS, f"--window-size={width},{height}", f"--user-data-dir={self.profile}"],
        }
        if width < 500:
            options["mobileEmulation"] = {"deviceMetrics": {"width": width, "height": height, "pixelRatio": 1.0}}
        if not javascript:
            options["prefs"] = {"profile.managed_default_content_settings.javascript": 2}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        made = self._call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = f"/session/{made['sessionId']}"

    def _wait(self) -> None:
        for _ in range(100):
            try:
                if self.http.get("/status").status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.05)
        raise RuntimeError("chromedriver does not answer")

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.http.request(method, path, content=json.dumps(body or {}) if method == "POST" else None)
        value = answer.json()["value"]
        if answer.status_code >= 400:
            raise RuntimeError(f"{value['error']}: {value['message']}")
        return value

    def open(self, url: str) -> None:
        self._call("POST", f"{self.session}/url", {"url": url})

    def find(self, css: str) -> list[str]:
        found = self._call("POST", f"{self.session}/elements", {"using": "css selector", "value": css})
        return [element[_ELEMENT] for element in found]

    def click(self, css: str) -> None:
        self._call("POST", f"{self.session}/element/{self.find(css)[0]}/click")

    def write(self, css: str, text: str) -> None:
        element = self.find(css)[0]
        self._call("POST", f"{self.session}/element/{element}/clear")
        self._call("POST", f"{self.session}/element/{element}/value", {"text": text})

    def text(self, css: str) -> str:
        return str(self._call("GET", f"{self.session}/element/{self.find(css)[0]}/text"))

    def run(self, script: str) -> Any:
        return self._call("POST", f"{self.session}/execute/sync", {"script": script, "args": []})

    def press(self, keys: str) -> None:
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        body = {"actions": [{"type": "key", "id": "keys", "actions": actions}]}
        self._call("POST", f"{self.session}/actions", body)

    @property
    def address(self) -> str:
        return str(self._call("GET", f"{self.session}/url"))

    def console(self) -> list[str]:
        """What the browser complained about since last asked."""
        lines = self._call("POST", f"{self.session}/se/log", {"type": "browser"})
        return [line["message"] for line in lines]

    def asked_for(self) -> list[str]:
        """Every address the page asked for since last asked."""
        lines = self._call("POST", f"{self.session}/se/log", {"type": "performance"})
        events = [json.loads(line["message"])["message"] for line in lines]
        return [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]

    def media(self, kind: str) -> None:
        """Shows the page as on paper ("print") or on a screen."""
        body = {"cmd": "Emulation.setEmulatedMedia", "params": {"media": kind}}
        self._call("POST", f"{self.session}/goog/cdp/execute", body)

    def picture(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self._call("GET", f"{self.session}/screenshot")))

    def close(self) -> None:
        try:
            self._call("DELETE", self.session)
        finally:
            self.http.close()
            self.process.terminate()
            self.process.wait(10)
            shutil.rmtree(self.profile, ignore_errors=True)
