"""The workbench without a network: one application for all tests."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from amparo.web import create_app

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def app() -> Any:
    return create_app()


@pytest.fixture(scope="session")
def client(app: Any) -> Iterator[TestClient]:
    """Answers as a visitor gets them: a mistake of Amparo is a 500, not an exception of the test."""
    with TestClient(app, raise_server_exceptions=False) as made:
        yield made
