"""Keeps a runner alive beside a server: started with it, started again where it dies, gone when the server is gone."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from amparo.web.jobs.asking import Limits, data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS_AT: Final = "amparo.web.jobs.kinds:KINDS"
BEFORE_AGAIN: Final = 1.0  # seconds
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


@contextmanager
def kept_runner() -> Iterator[None]:
    """A runner of the data folder for as long as the block lasts."""
    over = Event()

    def keep() -> None:
        while not over.is_set():
            runner = start_runner(data_folder(), Limits.from_environment())
            while runner.poll() is None and not over.wait(0.2):
                pass
            end_runner(runner)
            over.wait(BEFORE_AGAIN)

    keeper = Thread(target=keep, name="runner of jobs")
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


__all__ = ["end_runner", "kept_runner", "start_runner"]
