"""Runs of the command line."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from amparo.cli import app, main

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
def amparo(monkeypatch: pytest.MonkeyPatch) -> Any:
    """amparo("worker", path, ...): the command line in this process, so that the law is read once for all tests.

    What a process of its own gives is the same: tests/cli/test_process.py.
    """

    def run(*words: str, **environment: str) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with monkeypatch.context() as around, redirect_stdout(out), redirect_stderr(err):
            around.delenv("AMPARO_LANG", raising=False)
            for name, value in environment.items():
                around.setenv(name, value)
            # verbs are put on the command line as they are asked for: none stays for the next run
            around.setattr(app, "registered_commands", [])
            around.setattr(app, "registered_groups", [])
            around.setattr(sys, "argv", ["amparo", *words])
            with pytest.raises(SystemExit) as stopped:
                main()
        assert "Traceback" not in err.getvalue()
        return Ran(int(stopped.value.code or 0), out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def amparo_apart() -> Any:
    """amparo_apart("worker", path, ...): the command line in a process of its own."""

    def run(*words: str, **environment: str) -> Ran:
        held = {key: value for key, value in os.environ.items() if not key.startswith("AMPARO_LANG")}
        done = subprocess.run(
            [str(Path(sys.executable).with_name("amparo")), *words],
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
