"""Kinds of work that do what the tests need: end, fail, last, die, start processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from amparo.rules.errors import AmparoError
from amparo.web.jobs import Kind
from amparo.web.jobs.asking import Progress


class Asked(BaseModel):
    """How much."""

    number: int = Field(ge=0, le=1000)
    word: str = "so"


def count(asked: Asked, folder: Path, progress: Progress) -> dict[str, Any]:
    """Counts, and writes down what it counted."""
    for place in range(asked.number):
        progress("count", place / asked.number)
    (folder / "numbers.txt").write_text(" ".join(map(str, range(asked.number))))
    return {"sum": sum(range(asked.number)), "word": asked.word, "niceness": os.nice(0)}


def last(asked: Asked, folder: Path, progress: Progress) -> dict[str, Any]:
    """Lasts some seconds, with a process beside it whose number it writes down."""
    beside = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    (folder.parent / f"beside-{asked.word}").write_text(f"{os.getpid()} {beside.pid}")
    for place in range(asked.number * 20):
        progress("last", place / (asked.number * 20))
        time.sleep(0.05)
    return {}


def fail(asked: Asked, folder: Path, progress: Progress) -> dict[str, Any]:
    """Fails in the way asked for."""
    (folder / "half.txt").write_text("half")
    match asked.word:
        case "refused":
            raise AmparoError("the margins do not fit: 12 of 10")
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "died":
            os._exit(3)
        case "memory":
            raise MemoryError
    raise KeyError("a secret of 1995-03-12")


KINDS = {"count": Kind(Asked, count), "last": Kind(Asked, last), "fail": Kind(Asked, fail)}
