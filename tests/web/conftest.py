"""The workbench without a network: one application, one server and one browser for all tests of a process."""

from __future__ import annotations

import os
import socket
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from amparo.web import create_app
from amparo.web.jobs.asking import Limits
from amparo.web.jobs.keeper import end_runner, start_runner
from web.chromium import CHROMIUM, NO_CHROMIUM, Visitor, launch
from web.site import Place, kind, work_out

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of work for all processes of a run of the tests, so that each thing is worked out once."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "data"
    os.environ["AMPARO_DATA"] = str(folder)
    return folder


@pytest.fixture(scope="session")
def app(data: Path) -> Any:
    return create_app()


@pytest.fixture(scope="session")
def client(app: Any) -> Iterator[TestClient]:
    """Answers as a visitor gets them: a mistake of Amparo is a 500, not an exception of the test."""
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made


@pytest.fixture(scope="session")
def base(app: Any) -> Iterator[str]:
    """The workbench on a port of this machine."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def worked_out(client: TestClient, data: Path) -> Iterator[None]:
    """What takes its time has been worked out: populations, reforms, grafts, sweeps."""
    runner = start_runner(data, Limits.from_environment())
    work_out(client)
    yield
    end_runner(runner)


@pytest.fixture
def kind_of(client: TestClient, request: pytest.FixtureRequest) -> Callable[[Place, str], str]:
    """kind_of(place, language): what stands there, worked out first where it must be."""

    def found(place: Place, lang: str) -> str:
        if place.works:
            request.getfixturevalue("worked_out")
        return kind(client, place, lang)

    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium; the tests that need it are skipped where there is none."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = launch(playwright)
        yield made
        made.close()


@pytest.fixture
def visit(browser: Any, base: str) -> Iterator[Callable[..., Visitor]]:
    """visit(...) makes a visitor (options of a Playwright context); what the browser complained of fails the test."""
    visitors: list[Visitor] = []

    def made(**options: Any) -> Visitor:
        visitors.append(Visitor(browser, base, **options))
        return visitors[-1]

    yield made
    for visitor in visitors:
        visitor.close()
    assert [complaint for visitor in visitors for complaint in visitor.complaints] == []
