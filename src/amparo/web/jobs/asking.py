"""Where jobs are asked for: what may be asked, the id of a request, and how much may wait."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

import amparo
from amparo.law import book
from amparo.report.words import word
from amparo.rules.errors import AmparoError, NameNotFound, nearest
from amparo.rules.messages import Message
from amparo.web.jobs.store import State, Store
from amparo.web.shell import SHOWN_COUNTRIES

if TYPE_CHECKING:
    from amparo.web.jobs.store import Job

# Called with the name of a step and the share of it that is done, from 0 to 1, as elsewhere in Amparo.
Progress = Callable[[str, float], None]
RESULT = "result.json"


class WrongLimit(AmparoError):
    """A limit on jobs that the environment or the settings give and that cannot be."""


class QueueFull(AmparoError):
    """As many jobs wait as may: ask again later."""

    def __init__(self, most: int) -> None:
        super().__init__(word("web.job.full", "en", most=most))
        self.most = most


@dataclass(frozen=True)
class Kind:
    """A kind of work: what may be asked, and what does it.

    `run` gets what was asked, an empty folder for its files, and where to tell how far it is; it gives plain data.
    An AmparoError or ValueError of it is told to whoever asked; of any other, only that it happened.
    """

    asks: type[BaseModel]
    run: Callable[[Any, Path, Progress], Mapping[str, Any]]


@dataclass(frozen=True)
class Limits:
    """How many jobs wait and run at most, how many seconds one may take, how many that have ended are kept."""

    waiting: int = 40
    running: int = max(1, (os.cpu_count() or 1) // 2)
    seconds: float = 900
    kept: int = 200

    @staticmethod
    def from_environment() -> Limits:
        """The limits, with those that AMPARO_JOBS_WAITING, _RUNNING, _SECONDS and _KEPT set. Raises WrongLimit."""
        told = {name: os.environ.get(f"AMPARO_JOBS_{name.upper()}", "") for name in Limits.__dataclass_fields__}
        for name, text in told.items():
            if text and not (text.isascii() and text.isdigit() and int(text) > 0):
                raise WrongLimit(
                    Message(
                        "settings.limit",
                        "AMPARO_JOBS_{upper}={text!r} is no whole number above 0. Cure: {name} = 40.",
                        upper=name.upper(),
                        text=text,
                        name=name,
                    )
                )
        return Limits(**{name: int(text) for name, text in told.items() if text})


@dataclass(frozen=True)
class Desk:
    """The jobs of one data folder."""

    folder: Path
    kinds: Mapping[str, Kind]
    limits: Limits

    @cached_property
    def store(self) -> Store:
        """The table of jobs, made where it is not there yet."""
        return Store(self.folder).made()

    def submit(self, kind: str, request: Mapping[str, Any] | BaseModel) -> Job:
        """The job of a request. Raises NameNotFound, ValidationError for what may not be asked, QueueFull."""
        asked = self.asked(kind, request).model_dump(mode="json")
        identity = identity_of(kind, asked)
        if not self.store.put(identity, kind, asked, self.limits.waiting):
            raise QueueFull(self.limits.waiting)
        job = self.find(identity)
        assert job is not None
        return job

    def asked(self, kind: str, request: Mapping[str, Any] | BaseModel) -> BaseModel:
        """What was asked, in full. Raises NameNotFound for an unknown kind, ValidationError for what may not be."""
        if kind not in self.kinds:
            raise NameNotFound(
                Message(
                    "jobs.kind",
                    "There is no kind of job named '{kind}'.{hint}",
                    kind=kind[:60],
                    hint=nearest(kind, self.kinds),
                )
            )
        held = request.model_dump() if isinstance(request, BaseModel) else dict(request)
        return self.kinds[kind].asks.model_validate(held)

    def find(self, identity: str) -> Job | None:
        """A job as it stands. What ran when the runner died has failed."""
        job = self.store.find(identity)
        if job is None or job.state is not State.RUNNING or self.store.has_runner():
            return job
        self.store.abandon(job)
        return self.store.find(identity)

    def cancel(self, identity: str) -> Job | None:
        """Ends a job; a running one is `running` until its processes are gone, a moment later."""
        self.store.unwanted(identity)
        return self.find(identity)

    def result(self, job: Job) -> Any:
        """What a job gave back. Raises FileNotFoundError where it is not done, or no longer kept."""
        return json.loads((job.folder / RESULT).read_text(encoding="utf-8"))


def identity_of(kind: str, asked: Mapping[str, Any]) -> str:
    """The id of a request: of what was asked, of the law it is asked of, and of the version that answers."""
    held = {"kind": kind, "asked": asked, "law": law_books(), "version": amparo.__version__}
    return sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:20]


@cache
def law_books() -> Mapping[str, str]:
    """The hash of each country's law book."""
    return {code: book(code).hash for code in SHOWN_COUNTRIES}


def data_folder() -> Path:
    """Where jobs and their results are kept: AMPARO_DATA, or a folder of the user's cache."""
    named = os.environ.get("AMPARO_DATA")
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(named) if named else base / "amparo" / "data"


__all__ = ["RESULT", "Desk", "Kind", "Limits", "Progress", "QueueFull", "WrongLimit", "data_folder", "identity_of"]
