"""Several processes that answer: replaced where one dies, gone with the first, patient but not for ever."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

WORKERS = 2
GET = b"GET /en/glossary HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"


def until(look: Callable[[], Any], seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.05)
    raise AssertionError("not in time")


class Served:
    """A server of the workbench in processes of its own."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            self.port = held.getsockname()[1]
        words = [sys.executable, "-m", "amparo", "serve", "--port", str(self.port), "--workers", str(WORKERS)]
        environment = {**os.environ, "AMPARO_DATA": str(data)}
        self.process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment)
        self.seen = psutil.Process(self.process.pid)

    def wait(self) -> Served:
        """Until it answers; a busy machine takes its time to read the law."""
        until(lambda: b"200 OK" in self.ask(GET), 240)
        return self

    def ask(self, sent: bytes, seconds: float = 30) -> bytes:
        """What comes back for bytes sent as they are, until the server closes; nothing where it does not listen."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as line:
                line.sendall(sent)
                return b"".join(iter(lambda: line.recv(65536), b""))
        except OSError:
            return b""

    def answering(self) -> list[psutil.Process]:
        """Copies of the first process, as the system knows them by the same words."""
        words = self.seen.cmdline()
        alive = [one for one in self.seen.children() if one.status() != psutil.STATUS_ZOMBIE]
        return [one for one in alive if one.cmdline() == words]

    def all(self) -> list[psutil.Process]:
        return [self.seen, *self.seen.children(recursive=True)]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path)
    try:
        yield made.wait()
    finally:
        made.process.kill()
        made.process.communicate()


def gone(processes: list[psutil.Process]) -> bool:
    return not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in processes)


def test_a_process_that_dies_is_replaced_and_nobody_is_sent_away(served: Served) -> None:
    first = served.answering()
    assert len(first) == WORKERS
    first[0].kill()
    assert until(lambda: len(served.answering()) == WORKERS and first[0].pid not in [p.pid for p in served.answering()])
    assert [b"200 OK" in served.ask(GET) for _ in range(8)] == [True] * 8


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_with_the_first_process_all_are_gone(served: Served, sign: int) -> None:
    runner = until(lambda: [one for one in served.all() if "amparo.web.jobs.child" in " ".join(one.cmdline())])
    processes = served.all()
    assert len(processes) >= WORKERS + 3 and runner
    began = time.monotonic()
    os.kill(served.process.pid, sign)
    assert until(lambda: gone(processes[1:]), 20)
    said = served.process.communicate(timeout=20)[1]
    assert time.monotonic() - began < 15
    assert "Traceback" not in said and "leaked" not in said
    assert served.ask(GET) == b""


def test_a_head_that_does_not_end_or_is_too_large_is_not_waited_for(served: Served) -> None:
    began = time.monotonic()
    assert served.ask(b"GET /en/ HTTP/1.1\r\nhost: x\r\nx-slow: ") == b""
    assert 8 < time.monotonic() - began < 25
    flood = b"".join(b"x-%d: y\r\n" % number for number in range(9000))
    assert served.ask(b"GET /en/ HTTP/1.1\r\nhost: x\r\n" + flood + b"\r\n").startswith((b"HTTP/1.1 400", b""))
    assert b" 400 " in served.ask(b"\x00\x01nonsense\r\n\r\n")
    assert b"200 OK" in served.ask(GET)


def test_a_body_that_does_not_come_is_not_waited_for(served: Served) -> None:
    head = b"POST /zh/worker/result HTTP/1.1\r\nhost: x\r\ncontent-length: 400\r\nconnection: close\r\n"
    kind = b"content-type: application/x-www-form-urlencoded\r\n\r\ncase=coun"
    began = time.monotonic()
    answer = served.ask(head + kind, 60)
    assert 5 < time.monotonic() - began < 40
    assert b"408 Request Timeout" in answer and "提交".encode() in answer
