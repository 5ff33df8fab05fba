"""`amparo serve`: answers on its port, in a process of its own, and says what is wrong with a port that is taken."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from typing import Any

import httpx


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def test_it_answers_and_logs_nothing_of_what_was_posted() -> None:
    port = free_port()
    words = [sys.executable, "-m", "amparo", "serve", "--port", str(port), "--lang", "pt"]
    server = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as visitor:
            for _ in range(900):
                try:
                    answer = visitor.get("/pt/")
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            assert answer.status_code == 200 and "server" not in answer.headers
            posted = visitor.post("/pt/worker/result", data={"case": "country: PT\nname: Secretname"})
            assert posted.status_code == 422
    finally:
        server.terminate()
        said = "".join(server.communicate(timeout=20))
    assert f"http://127.0.0.1:{port}/" in said
    assert "Secretname" not in said and "Traceback" not in said


def test_a_port_that_is_taken_is_said_in_words(amparo: Any) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        ran = amparo("serve", "--port", str(port), "--lang", "zh")
    assert ran.code == 2
    assert f"127.0.0.1:{port}" in ran.err and "--port" in ran.err
