"""One process for one job: it reads the law, waits to be told which job, does it, and ends.

It lives as long as its runner: where the runner's end of the pipe closes, it ends with all that it has started.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final

from amparo.report.refusals import refusal_text
from amparo.report.words import LANGUAGES
from amparo.rules.errors import AmparoError
from amparo.web.jobs.asking import RESULT, law_books
from amparo.web.jobs.store import State, Store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.web.jobs.asking import Kind, Progress

_LOG: Final = logging.getLogger("amparo.jobs")
BETWEEN_TELLINGS: Final = 0.2  # seconds
MOST_TOLD: Final = 500  # characters in each language: three of them fit into the store
NICENESS: Final = 10  # pages come before long work


def main(folder: str, kinds: str) -> None:
    """`kinds`: where the kinds are, as module:name. The id of the job is the first line of the input."""
    held = read_kinds(kinds)
    law_books()
    os.nice(NICENESS)
    say_ready()
    identity = sys.stdin.readline().strip()
    if identity:
        Thread(target=end_with_runner, daemon=True).start()
        work(Store(Path(folder)), identity, held)


def read_kinds(path: str) -> Mapping[str, Kind]:
    """The kinds at module:name."""
    module, _, name = path.partition(":")
    held: Mapping[str, Kind] = getattr(import_module(module), name)
    return held


def say_ready() -> None:
    """Tells the runner that a job may come. Whatever else is printed here goes where errors go."""
    print("ready", flush=True)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def end_with_runner() -> None:
    """Ends this process and those it started when nobody holds the other end of the input."""
    sys.stdin.read()
    os.killpg(0, signal.SIGKILL)


def work(store: Store, identity: str, kinds: Mapping[str, Kind]) -> None:
    """Does a job and says how it ended. Its folder gets its name only once it is whole."""
    job = store.find(identity)
    assert job is not None
    kind = kinds[job.kind]
    store.clear(identity)
    folder = store.unfinished(identity)
    folder.mkdir(parents=True)
    try:
        given = kind.run(kind.asks.model_validate(job.request), folder, teller(store, identity))
        (folder / RESULT).write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
        folder.rename(job.folder)
    except (AmparoError, ValueError) as error:
        store.end(identity, State.FAILED, "refused", told_of(error))
    except MemoryError:
        store.end(identity, State.FAILED, "memory")
    except Exception as error:
        _LOG.exception("job %s of kind %s failed with %s", identity, job.kind, type(error).__name__)
        store.end(identity, State.FAILED, "unexpected")
    else:
        store.end(identity, State.DONE)


def told_of(error: Exception) -> str:
    """What an error says, by language: whoever looks at the job later reads it in theirs."""
    told = {lang: refusal_text(error, lang)[:MOST_TOLD] for lang in LANGUAGES}
    return json.dumps(told, ensure_ascii=False)


def teller(store: Store, identity: str) -> Progress:
    """Writes down how far a job is, a few times a second at most, and each new step at once."""
    last, named = 0.0, ""

    def tell(step: str, share: float) -> None:
        nonlocal last, named
        now = time.monotonic()
        if step != named or now - last >= BETWEEN_TELLINGS:
            last, named = now, step
            store.tell(identity, step, share)

    return tell


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main(*sys.argv[1:])
