"""200 visitors of the worker page at once, on this machine alone: `python -m benchmarks.load`, a part of `make bench`.

    python -m benchmarks.load [--users 200] [--seconds 60] [--think 5,10] [--workers 4] [--closed]

Every visitor is somebody: a case of their own (nobody else sends the same text, so nothing is kept from one to the
next), a language, and what people do: open the result, answer a question, look at benefits, reasons, doubts, describe a
worker in the short form, now and then look at an unchanged example (the only pages kept in memory). Between two acts
they think, evenly between the two numbers of --think; --closed asks again at once: the most that the server does.

The visitors run in this process, on the same processors as the server: its own share is printed too.
"""

from __future__ import annotations

import gevent.monkey

gevent.monkey.patch_all()

import argparse  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import random  # noqa: E402
import re  # noqa: E402
import socket  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from contextlib import contextmanager  # noqa: E402
from html import unescape  # noqa: E402
from typing import Any, Final  # noqa: E402

import gevent  # noqa: E402
import psutil  # noqa: E402
from locust import between, constant, task  # noqa: E402
from locust.contrib.fasthttp import FastHttpUser  # noqa: E402
from locust.env import Environment  # noqa: E402

from amparo.demo import demo_cases  # noqa: E402

LANGUAGES: Final = ("en", "pt", "zh")
CASES: Final = [
    (case.id, case.file.read_text(encoding="utf-8")) for case in demo_cases() if case.country != "FICTIONAL"
]
SHORT: Final = {
    "PT": {"country": "PT", "birth_date": "1990-05-20", "gross_pay1": "{pay}", "orders1": "300"},
    "CN": {"country": "CN", "work_place1": "chengdu", "gross_pay1": "{pay}", "residence_place": "chengdu"},
}
COMMON: Final = {
    "from": "2025-01",
    "to": "2025-12",
    "payer1": "App",
    "payer_kind1": "platform",
    "activity1": "food_delivery",
    "form1": "services",
}
BY_SCRIPT: Final = {"HX-Request": "true"}
QUESTION: Final = re.compile(r'<input type="radio" name="(answer\|[^"]+)" value="yes">')
NODE: Final = re.compile(r'name="node" value="([^"]+)"')


class Visitor(FastHttpUser):
    """Somebody with a case and a language."""

    network_timeout = 30.0

    def on_start(self) -> None:
        """Their own case: nobody else sends the same text."""
        self.lang = random.choice(LANGUAGES)
        identity, text = random.choice(CASES)
        self.persona, self.text = identity, f"{text}\n# {random.random()}\n"
        self.nodes: list[str] = []
        self.questions: list[str] = []

    def send(self, step: str, fields: dict[str, str], kind: str, script: bool = False) -> str:
        """Sends a form; what came is kept apart by kind."""
        url, headers = f"/{self.lang}/worker/{step}", BY_SCRIPT if script else {}
        with self.client.post(url, data=fields, headers=headers, name=kind, catch_response=True) as answer:
            text = answer.text or ""
            if answer.status_code != 200 or ("<h1" in text) == script:
                answer.failure(f"status {answer.status_code}")
        return text

    def read(self, text: str) -> None:
        """What the page offers next."""
        self.nodes = [unescape(found) for found in NODE.findall(text)]
        self.questions = [unescape(found) for found in QUESTION.findall(text)]

    @task(6)
    def result(self) -> None:
        self.read(self.send("result", {"case": self.text, "persona": ""}, "page: own case"))

    @task(2)
    def answer(self) -> None:
        if not self.questions:
            return self.result()
        fields = {"case": self.text, "persona": "", random.choice(self.questions): random.choice(("yes", "no"))}
        self.send("answer", fields, "page: answer")

    @task(2)
    def describe(self) -> None:
        country = random.choice(("PT", "CN"))
        fields = {key: text.format(pay=random.randint(700, 8000)) for key, text in SHORT[country].items()}
        self.send("new", {**COMMON, **fields, "name": "x"}, "page: short form")

    @task(1)
    def example(self) -> None:
        self.send("result", {"persona": self.persona}, "page: example")

    @task(3)
    def benefits(self) -> None:
        self.send("result", {"case": self.text, "part": "benefits"}, "part: benefits", script=True)

    @task(1)
    def doubts(self) -> None:
        self.send("result", {"case": self.text, "part": "doubts"}, "part: doubts", script=True)

    @task(2)
    def reasons(self) -> None:
        if not self.nodes:
            return self.result()
        self.send("why", {"case": self.text, "node": random.choice(self.nodes)}, "part: reasons", script=True)


@contextmanager
def served(workers: int) -> Iterator[tuple[str, psutil.Process]]:
    """The workbench on a free port of this machine, warm."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    with tempfile.TemporaryDirectory() as data:
        words = ["-m", "amparo", "serve", "--port", str(port), "--workers", str(workers)]
        server = subprocess.Popen([sys.executable, *words], env={**os.environ, "AMPARO_DATA": data})
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}", psutil.Process(server.pid)
        finally:
            server.terminate()
            server.wait(20)


def _wait(port: int) -> None:
    """Until the server answers. Raises RuntimeError where it does not."""
    import http.client

    for _ in range(600):
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            asked.request("GET", "/en/worker")
            if asked.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def processes(first: psutil.Process) -> list[psutil.Process]:
    """The processes that answer: copies of the first."""
    return [one for one in first.children() if one.name() == first.name() and "serve" in one.cmdline()]


def load(users: int, seconds: int, think: tuple[float, float], workers: int) -> dict[str, Any]:
    """What the visitors saw, in milliseconds, and what it cost."""
    Visitor.wait_time = constant(0) if think == (0, 0) else between(*think)
    with served(workers) as (host, first):
        environment = Environment(user_classes=[Visitor], host=host)
        runner = environment.create_local_runner()
        runner.start(users, spawn_rate=users / 5)
        gevent.sleep(8)  # everybody is there
        environment.stats.reset_all()
        before = {one.pid: sum(one.cpu_times()[:2]) for one in processes(first)}
        own, began, busy = time.process_time(), time.monotonic(), psutil.cpu_times()
        gevent.sleep(seconds)
        took, mine = time.monotonic() - began, time.process_time() - own
        answering = processes(first)
        spent = sum(sum(one.cpu_times()[:2]) - before.get(one.pid, 0) for one in answering)
        idle = psutil.cpu_times().idle - busy.idle
        whole = round(first.memory_info().rss / 2**20)
        memory = [round(one.memory_full_info().uss / 2**20) for one in answering]
        found = _measured(environment)
        runner.quit()
    asked = found["all"]["requests"]
    cores = os.cpu_count() or 1
    return {
        "users": users,
        "think_seconds": think,
        "seconds": round(took, 1),
        "workers": workers,
        "requests_per_second": round(asked / took, 1),
        "server_ms_of_processor_per_request": round(1000 * spent / max(asked, 1), 1),
        "server_cores_used": round(spent / took, 2),
        "visitors_cores_used": round(mine / took, 2),
        "other_cores_used": round(max(0.0, cores - idle / took - (spent + mine) / took), 2),
        "own_memory_mb_of_each_process": memory,
        "first_process_mb": whole,
        **found,
    }


def _measured(environment: Environment) -> dict[str, Any]:
    """p50, p95, p99 by kind; errors."""
    stats = environment.stats
    found = {name: _line(entry) for (name, _), entry in sorted(stats.entries.items())}
    pages = [entry for (name, _), entry in stats.entries.items() if name.startswith("page")]
    times: dict[float, int] = {}
    for entry in pages:
        for at, count in entry.response_times.items():
            times[at] = times.get(at, 0) + count
    return {"kinds": found, "pages": _percentiles(times), "all": _line(stats.total)}


def _line(entry: Any) -> dict[str, Any]:
    return {**_percentiles(entry.response_times), "requests": entry.num_requests, "errors": entry.num_failures}


def _percentiles(times: dict[float, int]) -> dict[str, float]:
    """From how often each time was seen."""
    found, total = {}, sum(times.values())
    for share in (0.50, 0.95, 0.99):
        seen = 0
        for at in sorted(times):
            seen += times[at]
            if seen >= share * total:
                found[f"p{round(share * 100)}"] = at
                break
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__.splitlines()[0])
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--think", default="5,10", help="seconds between two acts, from,to (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes of the server")
    parser.add_argument("--closed", action="store_true", help="no time to think")
    given = parser.parse_args()
    low, _, high = given.think.partition(",")
    think = (0.0, 0.0) if given.closed else (float(low), float(high or low))
    print(json.dumps(load(given.users, given.seconds, think, given.workers), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
