"""The example exchange that comes with Amparo, made by the command line from what two sides describe."""

from __future__ import annotations

from pathlib import Path

import pytest

from amparo.exchange.exchange import Exchange
from amparo.exchange.files import read_file

EXAMPLES = Path(__file__).parents[2] / "examples" / "exchange"


@pytest.fixture(scope="session")
def example() -> Exchange:
    return read_file(EXAMPLES / "platform-work.exchange.json")
