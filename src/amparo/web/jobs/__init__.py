"""Long work beside the pages: runs of reforms, grafts, sweeps and populations, in processes of their own.

    job = jobs.submit("population", {"country": "PT", "persons": 5000})    # the same request is the same job
    job = jobs.find(job.id)                                              # None where it is no longer kept
    job = jobs.cancel(job.id)                                            # ends its processes

    job.state      waiting, running, done, failed or cancelled
    job.step, job.share     how far it is: a name the work gives, and a share from 0 to 1
    job.reason, job.detail  why it failed: reason_text(job, lang) says it
    job.folder     once done: its files; jobs.result(job) is what it gave

A kind of work is a `Kind`: a pydantic model of what may be asked (with its limits: what it refuses never waits), and a
function `run(asked, folder, progress)` that writes files into the folder and gives back plain data. It is named in
`kinds.py`. Requests are kept on disk: a kind must never ask for facts of a worker.

What waits and what runs stands in one SQLite table under `data_folder()`, read by every server process. One runner
(`runner.py`, started by `amparo serve`) gives each job to a process of its own (`child.py`).
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from amparo.report.words import word
from amparo.web.jobs.asking import Desk, Kind, Limits, QueueFull, data_folder
from amparo.web.jobs.kinds import KINDS
from amparo.web.jobs.store import Job, State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pydantic import BaseModel


def submit(kind: str, request: Mapping[str, Any] | BaseModel) -> Job:
    """The job of a request: the one already there, or a new one. Raises NameNotFound, ValueError, QueueFull."""
    return desk().submit(kind, request)


def find(identity: str) -> Job | None:
    """A job as it stands; None where there is none of that id (any more)."""
    return desk().find(identity)


def cancel(identity: str) -> Job | None:
    """Ends a job that waits or runs; one that has ended stays as it is."""
    return desk().cancel(identity)


def result(job: Job) -> Any:
    """What a job that is done gave back. Raises FileNotFoundError for any other."""
    return desk().result(job)


def reason_text(job: Job, lang: str) -> str:
    """Why a job has failed, and what was said of it; nothing for any other."""
    if not job.reason:
        return ""
    said = word(f"web.job.reason.{job.reason}", lang)
    return f"{said} {json.loads(job.detail)[lang]}" if job.detail else said


def desk() -> Desk:
    """Where this process asks: the jobs of the data folder, which AMPARO_DATA names."""
    return _desk(data_folder())


@cache
def _desk(folder: Path) -> Desk:
    return Desk(folder, KINDS, Limits.from_environment())


__all__ = [
    "KINDS",
    "Desk",
    "Job",
    "Kind",
    "Limits",
    "QueueFull",
    "State",
    "cancel",
    "data_folder",
    "desk",
    "find",
    "reason_text",
    "result",
    "submit",
]
