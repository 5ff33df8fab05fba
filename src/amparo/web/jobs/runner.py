"""The one process that starts, watches and ends jobs. It holds a lock; a second runner of the same folder waits for it.

It knows neither law nor work: each job has a process of its own (child.py), of which one always stands ready, with the
law read. It lives as long as whoever started it: where the input closes, it ends its jobs and itself.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from amparo.web.jobs.store import State, Store

PAUSE: Final = 0.1  # seconds between two looks at the table
GRACE: Final = 2.0  # seconds that a process has to end by itself
AFTER_FAILURE: Final = 1.0  # seconds before another process is made ready where one could not get ready
DIED: Final = {-signal.SIGKILL: "killed"}


@dataclass
class Running:
    """A process, and since when it has had its job."""

    process: subprocess.Popen[bytes]
    since: float


@dataclass
class Runner:
    """What runs now, and the process that gets ready for the next job."""

    store: Store
    kinds: str
    most: int
    seconds: float
    kept: int
    running: dict[str, Running] = field(default_factory=dict)
    spare: subprocess.Popen[bytes] | None = None

    def look(self) -> None:
        """One look at the table: what ended, what nobody wants, what took too long, what may begin."""
        for identity, held in list(self.running.items()):
            if (code := held.process.poll()) is not None:
                self.ended(identity, State.FAILED, DIED.get(code, "died"))
            elif time.monotonic() - held.since > self.seconds:
                self.stop(identity, State.FAILED, "too_long")
        for unwanted in self.store.to_stop():
            self.stop(unwanted, State.CANCELLED)
        if self.spare is None:
            self.spare = self.process()
        elif self.spare.poll() is not None:
            close(self.spare)
            self.spare = None
            time.sleep(AFTER_FAILURE)
        elif len(self.running) < self.most and is_ready(self.spare) and (first := self.store.next()) is not None:
            self.begin(first, self.spare)
            self.spare = None

    def begin(self, identity: str, process: subprocess.Popen[bytes]) -> None:
        """Gives a job to a process that is ready."""
        assert process.stdin is not None
        self.running[identity] = Running(process, time.monotonic())
        with suppress(OSError):  # it has just died: the next look says so
            process.stdin.write(f"{identity}\n".encode())
            process.stdin.flush()

    def stop(self, identity: str, state: State, reason: str = "") -> None:
        """Ends the processes of a job."""
        if identity in self.running:
            end(self.running[identity].process)
        self.ended(identity, state, reason)

    def ended(self, identity: str, state: State, reason: str = "") -> None:
        """A job's process is gone. What the process itself has said of the end stands."""
        held = self.running.pop(identity, None)
        if held is not None:
            close(held.process)
        found = self.store.find(identity)
        if found is None or found.state is not State.DONE:
            self.store.clear(identity)
        self.store.end(identity, state, reason)
        self.store.forget(self.kept)

    def process(self) -> subprocess.Popen[bytes]:
        """A process that reads the law and waits for a job, in a group of its own, with those it will start."""
        command = [sys.executable, "-m", "amparo.web.jobs.child", str(self.store.folder), self.kinds]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)

    def leave(self) -> None:
        """Ends everything."""
        for identity in list(self.running):
            self.stop(identity, State.FAILED, "stopped")
        if self.spare is not None:
            end(self.spare)
            close(self.spare)


def end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and its group: first asked, then made to."""
    for sign, wait in ((signal.SIGTERM, GRACE), (signal.SIGKILL, None)):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(wait)


def is_ready(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process has read the law: it says so in one line."""
    assert process.stdout is not None
    return bool(select.select([process.stdout], [], [], 0)[0])


def close(process: subprocess.Popen[bytes]) -> None:
    """Closes our ends of a process's input and output."""
    for end_of_pipe in (process.stdin, process.stdout):
        assert end_of_pipe is not None
        with suppress(OSError):
            end_of_pipe.close()


def main(folder: str, kinds: str, most: str, seconds: str, kept: str) -> None:
    """Runs jobs until it is told to end, or whoever started it is gone."""
    signal.signal(signal.SIGTERM, leave_now)
    store = Store(Path(folder)).made()
    while True:
        with store.locked() as ours:
            if ours:
                run(Runner(store, kinds, int(most), float(seconds), int(kept)))
                return
        pause()


def run(runner: Runner) -> None:
    """Looks again and again. What an earlier runner left running has failed."""
    for job in runner.store.running():
        runner.ended(job.id, State.FAILED, "stopped")
    try:
        while True:
            runner.look()
            pause()
    finally:
        runner.leave()


def leave_now(*_: object) -> None:
    """Leaves by the ordinary way out, so that jobs are ended first."""
    raise SystemExit(0)


def pause() -> None:
    """Waits a moment. Raises SystemExit where the input has closed."""
    readable, _, _ = select.select([sys.stdin], [], [], PAUSE)
    if readable and not sys.stdin.readline():
        raise SystemExit(0)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(*sys.argv[1:])
