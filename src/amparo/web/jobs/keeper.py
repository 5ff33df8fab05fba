"""Keeps a runner alive beside a server: started with it, started again where it dies, gone when the server is gone."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from amparo.web.jobs.asking import Limits, data_folder

if TYPE_CHECKING:
    from pathlib import Path

KINDS_AT: Final = "amparo.web.jobs.kinds:KINDS"
BEFORE_AGAIN: Final = 2.0  # seconds from one start to the next
TO_LEAVE: Final = 8.0  # seconds in which a runner ends its jobs


def start_runner(folder: Path, limits: Limits, kinds: str = KINDS_AT) -> subprocess.Popen[bytes]:
    """A runner. It ends when the other end of its input closes, which the system does for a server that died."""
    told = [str(folder), kinds, str(limits.running), str(limits.seconds), str(limits.kept)]
    return subprocess.Popen([sys.executable, "-m", "amparo.web.jobs.runner", *told], stdin=subprocess.PIPE)


def end_runner(runner: subprocess.Popen[bytes]) -> None:
    """Lets a runner end its jobs, then itself."""
    assert runner.stdin is not None
    with suppress(OSError):
        runner.stdin.close()
    try:
        runner.wait(TO_LEAVE)
    except subprocess.TimeoutExpired:
        runner.kill()
        runner.wait()


@dataclass
class Keeper:
    """The runner of the data folder."""

    runner: subprocess.Popen[bytes] | None = None
    since: float = 0.0

    def look(self) -> None:
        """Starts a runner where there is none."""
        if self.runner is not None and self.runner.poll() is None:
            return
        if self.runner is not None and time.monotonic() - self.since < BEFORE_AGAIN:
            return
        if self.runner is not None:
            end_runner(self.runner)
        self.runner = start_runner(data_folder(), Limits.from_environment())
        self.since = time.monotonic()

    def let_go(self) -> None:
        """In a copy of this process: the runner is not ours, and must not wait for us to end."""
        if self.runner is not None and self.runner.stdin is not None:
            self.runner.stdin.close()

    def end(self) -> None:
        """Ends the runner with its jobs."""
        if self.runner is not None:
            end_runner(self.runner)


__all__ = ["Keeper", "end_runner", "start_runner"]
