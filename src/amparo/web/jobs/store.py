"""The table of jobs: who waits, who runs, how far, how it ended. SQLite, so that any process may read and write it."""

from __future__ import annotations

import fcntl
import json
import shutil
import sqlite3
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class State(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Nothing more will come of it."""
        return self in (State.DONE, State.FAILED, State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of long work. Times are seconds since 1970; `before`: how many wait in front of it."""

    id: str
    kind: str
    request: Mapping[str, Any]
    state: State
    step: str
    share: float
    reason: str
    detail: str
    asked: float
    began: float | None
    ended: float | None
    before: int
    folder: Path


_TABLE: Final = """
create table if not exists jobs (
    id text primary key, kind text not null, request text not null, state text not null,
    step text not null default '', share real not null default 0,
    reason text not null default '', detail text not null default '',
    unwanted integer not null default 0, asked real not null, began real, ended real
) strict
"""
_COLUMNS: Final = "id, kind, request, state, step, share, reason, detail, asked, began, ended"
_BEFORE: Final = "(select count(*) from jobs as b where b.state = 'waiting' and b.asked < jobs.asked)"


@dataclass(frozen=True, slots=True)
class Store:
    """The jobs below a folder: the table, and a folder of files for each job that is done."""

    folder: Path

    def made(self) -> Store:
        """The same store, with its table there."""
        self.results.mkdir(parents=True, exist_ok=True)
        with self._open() as table:
            table.execute("pragma journal_mode = wal")
            table.execute(_TABLE)
        return self

    @property
    def results(self) -> Path:
        """Where the files of each job stand, in a folder of its id."""
        return self.folder / "results"

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The table for one transaction, which no other process writes into."""
        with closing(sqlite3.connect(self.folder / "jobs.sqlite", timeout=10, isolation_level=None)) as table:
            table.execute("pragma synchronous = normal")
            yield table

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._open() as table:
            table.execute("begin immediate")
            try:
                yield table
            except BaseException:
                table.execute("rollback")
                raise
            table.execute("commit")

    def find(self, identity: str) -> Job | None:
        """A job by its id."""
        with self._open() as table:
            row = table.execute(f"select {_COLUMNS}, {_BEFORE} from jobs where id = ?", (identity,)).fetchone()
        return None if row is None else self._job(row)

    def _job(self, row: Any) -> Job:
        held = dict(zip(_COLUMNS.split(", "), row, strict=False))
        told = {**held, "request": json.loads(held["request"]), "state": State(held["state"])}
        before = row[-1] if held["state"] == State.WAITING else 0
        return Job(**told, before=before, folder=self.results / held["id"])

    def put(self, identity: str, kind: str, request: Mapping[str, Any], most: int) -> bool:
        """Makes a job wait, unless it waits, runs or is done already; false where `most` wait already."""
        with self._writing() as table:
            held = table.execute("select state from jobs where id = ?", (identity,)).fetchone()
            if held is not None and State(held[0]) not in (State.FAILED, State.CANCELLED):
                return True
            if table.execute("select count(*) from jobs where state = 'waiting'").fetchone()[0] >= most:
                return False
            table.execute("delete from jobs where id = ?", (identity,))
            table.execute(
                "insert into jobs (id, kind, request, state, asked) values (?, ?, ?, 'waiting', ?)",
                (identity, kind, json.dumps(request), time.time()),
            )
        return True

    def unwanted(self, identity: str) -> None:
        """Nobody wants it any more: one that waits is cancelled here, one that runs by the runner."""
        with self._writing() as table:
            table.execute(
                "update jobs set state = 'cancelled', ended = ? where id = ? and state = 'waiting'",
                (time.time(), identity),
            )
            table.execute("update jobs set unwanted = 1 where id = ? and state = 'running'", (identity,))

    def next(self) -> str | None:
        """The id of the job that has waited longest, which runs from now on."""
        with self._writing() as table:
            row = table.execute(
                "update jobs set state = 'running', began = ?, unwanted = 0 where id = "
                "(select id from jobs where state = 'waiting' order by asked, id limit 1) returning id",
                (time.time(),),
            ).fetchone()
        return None if row is None else str(row[0])

    def tell(self, identity: str, step: str, share: float) -> None:
        """How far a job is."""
        with self._writing() as table:
            held = (step[:60], min(1.0, max(0.0, share)), identity)
            table.execute("update jobs set step = ?, share = ? where id = ? and state = 'running'", held)

    def end(self, identity: str, state: State, reason: str = "", detail: str = "") -> None:
        """How a running job ended; one that has ended already stays as it is."""
        with self._writing() as table:
            share = 1.0 if state is State.DONE else None
            table.execute(
                "update jobs set state = ?, reason = ?, detail = ?, ended = ?, share = coalesce(?, share) "
                "where id = ? and state = 'running'",
                (state, reason, detail[:2000], time.time(), share, identity),
            )

    def to_stop(self) -> list[str]:
        """Running jobs that nobody wants any more."""
        with self._open() as table:
            return [row[0] for row in table.execute("select id from jobs where state = 'running' and unwanted")]

    def running(self) -> list[Job]:
        """The jobs that run."""
        with self._open() as table:
            rows = table.execute(f"select {_COLUMNS}, 0 from jobs where state = 'running'").fetchall()
        return [self._job(row) for row in rows]

    def abandon(self, job: Job) -> None:
        """Its runner is gone: it has failed, unless another runner has begun it again since."""
        with self._writing() as table:
            table.execute(
                "update jobs set state = 'failed', reason = 'stopped', ended = ? "
                "where id = ? and state = 'running' and began = ?",
                (time.time(), job.id, job.began),
            )

    def clear(self, identity: str) -> None:
        """Removes the files of a job."""
        for folder in (self.results / identity, self.unfinished(identity)):
            shutil.rmtree(folder, ignore_errors=True)

    def unfinished(self, identity: str) -> Path:
        """Where a job writes while it runs."""
        return self.results / f"{identity}.part"

    def forget(self, most: int) -> None:
        """Keeps the `most` jobs that ended last, and removes the others with their files."""
        with self._writing() as table:
            rows = table.execute(
                "delete from jobs where id in (select id from jobs where ended is not null "
                "order by ended desc limit -1 offset ?) returning id",
                (most,),
            ).fetchall()
        for (identity,) in rows:
            self.clear(identity)

    # --- the runner's lock: the system itself lets go of it when the runner dies ---

    @contextmanager
    def locked(self) -> Iterator[bool]:
        """Whether this process is now the runner of these jobs; for as long as the block lasts."""
        with (self.folder / "runner.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                yield False
            else:
                yield True

    def has_runner(self) -> bool:
        """Whether a runner is alive."""
        with (self.folder / "runner.lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return True
        return False


__all__ = ["Job", "State", "Store"]
