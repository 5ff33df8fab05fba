"""Several processes that answer side by side: the law is read and warmed once, then each is a copy of the first.

Each process has a listening socket of its own, between which the system shares out the connections: with one socket
for all, whoever wakes first takes every waiting one. A process that dies is replaced; when the first goes, all go.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from amparo.web.jobs.keeper import Keeper

if TYPE_CHECKING:
    from fastapi import FastAPI

HEAD_SECONDS: Final = 10  # in which the head of a request must have come
IDLE_SECONDS: Final = 30  # that a connection without a request is kept
LEAVE_SECONDS: Final = 3  # that open answers get to end
LARGEST_HEAD: Final = 32 * 1024
CONNECTIONS: Final = 1000  # of each process; more are told to come back
BACKLOG: Final = 512
LOOK: Final = 0.2  # seconds between two looks at the processes
TOO_QUICK: Final = 2.0  # seconds within which a process that died waits before it is replaced


class Patient(H11Protocol):
    """HTTP as uvicorn speaks it, but a head that does not come to its end in time ends the connection."""

    waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._mind_the_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._mind_the_head()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.waiting is not None:
            self.waiting.cancel()
        super().connection_lost(exc)

    def _mind_the_head(self) -> None:
        incomplete = self.conn.their_state is h11.IDLE
        if incomplete and self.waiting is None:
            self.waiting = self.loop.call_later(HEAD_SECONDS, self.transport.close)
        elif not incomplete and self.waiting is not None:
            self.waiting.cancel()
            self.waiting = None


@dataclass(frozen=True)
class Process:
    """A process that answers: on which of the sockets, since when, and the pipe by which it hears that we are gone."""

    place: int
    since: float
    pipe: int


@dataclass
class Processes:
    """The processes that answer, by number."""

    app: FastAPI
    sockets: list[socket.socket]
    keeper: Keeper
    running: dict[int, Process] = field(default_factory=dict)
    over: bool = False

    def start(self, place: int) -> None:
        """A copy of this process that answers on one of the sockets."""
        alive, pipe = os.pipe()
        number = os.fork()
        if number == 0:
            for held in (pipe, *(process.pipe for process in self.running.values())):
                os.close(held)
            self.keeper.let_go()
            answer(self.app, self.sockets[place], alive)
        os.close(alive)
        self.running[number] = Process(place, time.monotonic(), pipe)

    def look(self) -> None:
        """Replaces those that have died."""
        for number, process in list(self.running.items()):
            if os.waitpid(number, os.WNOHANG)[0] == 0:
                continue
            self.forget(number)
            if not self.over:
                if time.monotonic() - process.since < TOO_QUICK:
                    time.sleep(TOO_QUICK)
                self.start(process.place)

    def forget(self, number: int) -> None:
        """A process that is gone."""
        os.close(self.running.pop(number).pipe)

    def leave(self, *_: Any) -> None:
        """Asks all to end."""
        self.over = True

    def run(self) -> None:
        """Answers until told to end."""
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, self.leave)
        for place in range(len(self.sockets)):
            self.start(place)
        while not self.over:
            time.sleep(LOOK)
            self.look()
            self.keeper.look()
        self.end()

    def end(self) -> None:
        """Lets open answers end, for a while."""
        for process in self.running:
            os.kill(process, signal.SIGTERM)
        self.keeper.end()
        until = time.monotonic() + LEAVE_SECONDS + 2
        while self.running and time.monotonic() < until:
            self.look()
            time.sleep(LOOK / 4)
        for process in list(self.running):
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            self.forget(process)


def answer(app: FastAPI, listening: socket.socket, alive: int) -> None:
    """Answers on a socket, and does not come back. It ends when the pipe closes: the first process is gone."""
    code = 1
    try:
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, signal.SIG_DFL)
        Thread(target=_end_with_first, args=(alive,), daemon=True).start()
        config = uvicorn.Config(
            app,
            http=Patient,
            log_level="warning",
            access_log=False,  # it would tell who looked at what
            server_header=False,
            h11_max_incomplete_event_size=LARGEST_HEAD,
            limit_concurrency=CONNECTIONS,
            timeout_keep_alive=IDLE_SECONDS,
            timeout_graceful_shutdown=LEAVE_SECONDS,
        )
        uvicorn.Server(config).run([listening])
        code = 0
    finally:
        os._exit(code)


def _end_with_first(alive: int) -> None:
    with suppress(OSError):
        os.read(alive, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def listening(host: str, port: int, count: int) -> list[socket.socket]:
    """Sockets on one address, between which the system shares out connections. Raises OSError where it is taken."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        tried.bind(address)
    found = []
    for _ in range(count):
        made = socket.socket(family, kind)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        made.bind(address)
        made.listen(BACKLOG)
        found.append(made)
    return found


def serve(sockets: list[socket.socket]) -> None:
    """Answers with one process for each socket, until told to end."""
    from amparo.web import create_app
    from amparo.web.worker import warm

    app = create_app()
    warm()
    gc.collect()
    gc.freeze()  # the law is not looked through again for what may be forgotten, and stays shared by the processes
    Processes(app, sockets, Keeper()).run()
    gc.unfreeze()


__all__ = ["listening", "serve"]
