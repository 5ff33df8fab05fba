"""Long work over HTTP: 202 and where to look, where it stands, its result, its end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from amparo.population.countries import margins_of
from amparo.scenarios.samples import SIZES
from amparo.web import jobs
from amparo.web.jobs.keeper import end_runner, start_runner

ASKED = {"country": "PT", "n": SIZES[0], "seed": 1, "year": margins_of("PT").usual_year}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AMPARO_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def runner(folder: Path) -> Iterator[None]:
    running = start_runner(folder, jobs.Limits.from_environment())
    yield
    end_runner(running)


def test_a_job_is_asked_for_looked_at_and_ended(client: Any) -> None:
    asked = client.post("/api/jobs/population?lang=pt", json=ASKED)
    assert asked.status_code == 202 and int(asked.headers["retry-after"]) > 0
    place = asked.headers["location"]
    assert asked.json()["state"] == "waiting" and asked.json()["request"]["seed"] == 1
    assert client.post("/api/jobs/population", json={**ASKED, "by": []}).headers["location"] == place
    assert client.post("/api/jobs/population", json={**ASKED, "seed": 2}).json()["before"] == 1
    assert client.get(place).json()["state"] == "waiting"
    early = client.get(f"{place}/result?lang=zh")
    assert early.status_code == 409 and early.json()["errors"] == ["该任务尚未完成，或已失败。"]
    ended = client.delete(place)
    assert ended.status_code == 200 and ended.json()["state"] == "cancelled" and ended.json()["result"] is None
    assert client.post("/api/jobs/population", json=ASKED).status_code == 202, "asked again, it waits again"


def test_what_may_not_be_asked_is_refused(client: Any) -> None:
    wrong = client.post("/api/jobs/population", json={**ASKED, "n": 123_456_789})
    assert wrong.status_code == 422 and any(str(SIZES[0]) in line for line in wrong.json()["errors"])
    assert client.post("/api/jobs/nothing", json=ASKED).status_code in (404, 405)
    for place in ("0" * 20, "x", "../../etc"):
        assert client.get(f"/api/jobs/{place}").status_code in (404, 422)
        assert client.delete(f"/api/jobs/{place}").status_code in (404, 405, 422)


def test_a_full_queue_says_when_to_come_back(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMPARO_JOBS_WAITING", "2")
    answers = [client.post("/api/jobs/population?lang=pt", json={**ASKED, "seed": seed}) for seed in (1, 2, 3)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert int(answers[2].headers["retry-after"]) > 0 and "2 trabalhos" in answers[2].json()["errors"][0]


def test_a_population_is_built_and_its_result_is_data(client: Any, runner: None) -> None:
    place = client.post("/api/jobs/population", json=ASKED).headers["location"]
    until = time.monotonic() + 240
    while (job := client.get(place).json())["state"] in ("waiting", "running") and time.monotonic() < until:
        time.sleep(0.2)
    assert job["state"] == "done" and job["share"] == 1 and job["errors"] == []
    assert client.post("/api/jobs/population", json=ASKED).status_code == 200, "asked again, it is there"
    found = client.get(job["result"]).json()
    assert found and "views" not in found
    assert set(client.get(f"{job['result']}?views=true").json()) == {*found, "views"}
