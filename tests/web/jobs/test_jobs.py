"""Long work in real processes: one job for one request, told how far, ended when unwanted, never for ever running."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from amparo.rules.errors import NameNotFound
from amparo.web.jobs import Desk, Job, Limits, QueueFull, State, reason_text
from amparo.web.jobs.asking import WrongLimit, identity_of
from amparo.web.jobs.keeper import end_runner, start_runner

from .kinds_for_tests import KINDS

AT = f"{KINDS['count'].run.__module__}:KINDS"
LIMITS = Limits(waiting=4, running=2, seconds=30, kept=50)


@pytest.fixture(scope="module", autouse=True)
def _found_by_other_processes() -> Iterator[None]:
    """Other processes find the kinds of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
        patch.setenv("PYTHONPATH", os.pathsep.join(paths))
        yield


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Starts a runner of the test's own folder; all of them are ended after the test."""
    started = []

    def made(limits: Limits = LIMITS) -> Any:
        started.append(start_runner(tmp_path, limits, AT))
        return started[-1]

    yield made
    for runner in started:
        end_runner(runner)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A folder without a runner."""
    return Desk(tmp_path, KINDS, LIMITS)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A folder with a runner, for the tests that do not harm it."""
    folder = tmp_path_factory.mktemp("busy")
    runner = start_runner(folder, LIMITS, AT)
    yield Desk(folder, KINDS, LIMITS)
    end_runner(runner)


def until(look: Callable[[], Any], seconds: float = 40) -> Any:
    """What a look gives as soon as it gives anything."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError("nothing in time")


def ended(desk: Desk, identity: str) -> Job:
    def look() -> Job | None:
        job = desk.find(identity)
        assert job is not None
        return job if job.state.ended else None

    found: Job = until(look)
    return found


def running(desk: Desk, word: str, seconds: int = 60) -> tuple[Job, list[int]]:
    """A job that runs, and its two processes."""
    job = desk.submit("last", {"number": seconds, "word": word})
    written = desk.store.results / f"beside-{word}"
    numbers: str = until(lambda: written.is_file() and written.read_text())
    return job, [int(number) for number in numbers.split()]


def alive(process: int) -> bool:
    """Whether a process still runs (one that has ended and was not yet taken away does not)."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_the_same_request_is_the_same_job(desk: Desk) -> None:
    first = desk.submit("count", {"number": 3})
    assert first.state is State.WAITING and first.share == 0 and first.before == 0
    assert desk.submit("count", {"word": "so", "number": 3}).id == first.id
    assert desk.submit("count", {"number": 4}).before == 1
    assert desk.submit("fail", {"number": 3}).id != first.id
    assert desk.find(first.id) == first and desk.find("nothing") is None


def test_another_law_makes_another_job(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = identity_of("count", {"number": 3})
    monkeypatch.setattr("amparo.web.jobs.asking.law_books", lambda: {"PT": "changed"})
    assert identity_of("count", {"number": 3}) != before


def test_what_may_not_be_asked_never_waits(desk: Desk) -> None:
    for wrong in ({"number": 1001}, {"number": -1}, {}, {"number": "many"}):
        with pytest.raises(ValidationError):
            desk.submit("count", wrong)
    with pytest.raises(NameNotFound):
        desk.submit("counting", {"number": 1})
    for number in range(LIMITS.waiting):
        desk.submit("count", {"number": number})
    with pytest.raises(QueueFull):
        desk.submit("count", {"number": 900})
    assert desk.submit("count", {"number": 0}).state is State.WAITING, "it waits already"


def test_a_job_is_done_and_its_result_stays(busy: Desk) -> None:
    done = ended(busy, busy.submit("count", {"number": 5}).id)
    assert done.state is State.DONE and done.share == 1.0 and done.reason == "" and reason_text(done, "en") == ""
    assert busy.result(done)["sum"] == 10 and busy.result(done)["niceness"] >= 10
    assert (done.folder / "numbers.txt").read_text() == "0 1 2 3 4"
    assert done.asked <= done.began <= done.ended
    assert busy.submit("count", {"number": 5}) == done, "asked again, it is there"
    assert busy.cancel(done.id) == done, "what has ended stays"


def test_progress_is_told_while_it_runs(busy: Desk) -> None:
    job, _ = running(busy, "told", seconds=2)
    seen = set()

    def look() -> bool:
        found = busy.find(job.id)
        assert found is not None
        if found.state is State.RUNNING and found.share:
            seen.add(found.share)
            assert found.step == "last"
        return found.state.ended

    until(look)
    assert len(seen) > 3 and all(0 < share < 1 for share in seen)


@pytest.mark.parametrize("how", ["refused", "killed", "died", "memory", "unexpected"])
def test_a_failure_says_plainly_why(busy: Desk, how: str) -> None:
    job = ended(busy, busy.submit("fail", {"number": 1, "word": how}).id)
    assert (job.state, job.reason) == (State.FAILED, how)
    assert ("12 of 10" in reason_text(job, "pt")) == (how == "refused")
    assert "1995" not in reason_text(job, "en") and len(reason_text(job, "zh")) > 4
    until(lambda: not list(busy.store.results.glob(f"{job.id}*")))
    again = busy.submit("fail", {"number": 1, "word": how})
    assert again.state is State.WAITING and again.reason == "", "asked again, it is tried again"


def test_cancelling_ends_every_process_of_a_job(busy: Desk) -> None:
    job, processes = running(busy, "unwanted")
    assert all(map(alive, processes))
    busy.cancel(job.id)
    assert ended(busy, job.id).state is State.CANCELLED
    until(lambda: not any(map(alive, processes)), 5)
    assert not list(busy.store.results.glob(f"{job.id}*"))
    assert busy.submit("last", {"number": 60, "word": "unwanted"}).state is State.WAITING


def test_what_waits_is_cancelled_without_a_runner(desk: Desk) -> None:
    job = desk.cancel(desk.submit("count", {"number": 7}).id)
    assert job is not None and job.state is State.CANCELLED
    assert desk.cancel("nothing") is None


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_a_runner_that_dies_leaves_no_job_running(desk: Desk, start: Callable[..., Any], sign: int) -> None:
    runner = start()
    job, processes = running(desk, "left")
    os.kill(runner.pid, sign)
    found = ended(desk, job.id)
    assert (found.state, found.reason) == (State.FAILED, "stopped")
    until(lambda: not any(map(alive, processes)), 10)
    start()
    assert ended(desk, desk.submit("count", {"number": 2}).id).state is State.DONE


def test_a_second_runner_takes_over_only_when_the_first_is_gone(desk: Desk, start: Callable[..., Any]) -> None:
    first = start()
    job, _ = running(desk, "taken over")
    second = start()
    until(desk.store.has_runner)
    first.kill()
    assert ended(desk, job.id).reason == "stopped"
    assert ended(desk, desk.submit("count", {"number": 8}).id).state is State.DONE
    assert first.poll() is not None and second.poll() is None


def test_a_job_that_lasts_too_long_is_ended(desk: Desk, start: Callable[..., Any]) -> None:
    start(Limits(waiting=4, running=1, seconds=1, kept=50))
    job, processes = running(desk, "long")
    assert ended(desk, job.id).reason == "too_long"
    until(lambda: not any(map(alive, processes)), 5)


def test_no_more_run_at_once_than_may_and_the_oldest_comes_first(desk: Desk, start: Callable[..., Any]) -> None:
    jobs = [desk.submit("last", {"number": 1, "word": name}) for name in ("a", "b", "c")]
    start(Limits(waiting=4, running=1, seconds=30, kept=50))
    done = [ended(desk, job.id) for job in jobs]
    assert all(before.ended <= after.began for before, after in pairwise(done))


def test_only_so_many_results_are_kept(desk: Desk, start: Callable[..., Any]) -> None:
    start(Limits(waiting=4, running=1, seconds=30, kept=2))
    done = [ended(desk, desk.submit("count", {"number": number}).id) for number in range(4)]
    until(lambda: desk.find(done[1].id) is None)
    assert desk.find(done[0].id) is None and not done[0].folder.exists()
    assert desk.find(done[3].id) is not None and done[3].folder.exists()


@pytest.mark.parametrize("told", ["0", "-1", "two", "1.5", "²"])
def test_a_limit_that_cannot_be_is_refused_and_never_overlooked(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setenv("AMPARO_JOBS_RUNNING", told)
    with pytest.raises(WrongLimit, match="AMPARO_JOBS_RUNNING"):
        Limits.from_environment()
    monkeypatch.setenv("AMPARO_JOBS_RUNNING", "3")
    assert Limits.from_environment().running == 3
