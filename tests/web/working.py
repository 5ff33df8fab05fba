"""Long work of the pages, done before a test goes on."""

from __future__ import annotations

import time
from typing import Any

from amparo.web import jobs
from amparo.web.jobs.child import work

PT = {"country": "PT", "n": "1000", "seed": "1", "year": "2023"}
PATIENCE = 240  # seconds
CN = {"country": "CN", "n": "1000", "seed": "1", "year": "2025"}


def asked(client: Any, path: str, fields: dict[str, Any]) -> str:
    """Sends a form that starts work; the address that shows it."""
    answer = client.post(path, data=fields, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def worked(client: Any, path: str, fields: dict[str, Any]) -> str:
    """The same with the work done, here or by another process that does the work of this folder."""
    address = asked(client, path, fields)
    end = time.monotonic() + PATIENCE
    while 'id="files"' not in (text := client.get(address).text):
        assert time.monotonic() < end and "hx-get" in text, text
        do_what_waits()
    return address


def do_what_waits() -> None:
    """Does what waits, unless another process does."""
    store = jobs.desk().store
    with store.locked() as own:
        while own and (identity := store.next()):
            work(store, identity, jobs.KINDS)
            job = jobs.find(identity)
            assert job is not None and job.state is not jobs.State.FAILED, (job and job.reason, job and job.detail)
    if not own:
        time.sleep(0.3)


def file_of(address: str, ending: str) -> str:
    """Where a result is as a file."""
    path, _, query = address.partition("?")
    return f"{path}.{ending}?{query}"
