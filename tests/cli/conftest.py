"""Real runs of the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Ran:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def amparo() -> Any:
    """amparo("worker", path, ...): run the command line in a process of its own."""

    def run(*words: str, **environment: str) -> Ran:
        held = {key: value for key, value in os.environ.items() if not key.startswith("AMPARO_LANG")}
        done = subprocess.run(
            [sys.executable, "-m", "amparo", *words],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**held, **environment},
            timeout=300,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def case() -> Any:
    """case("portugal"): the path of a case file."""
    return lambda country: str(CASES / f"{country}.yaml")
