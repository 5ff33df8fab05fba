"""Long work of the pages done at once, in the process of the test."""

from __future__ import annotations

from typing import Any

from amparo.web import jobs
from amparo.web.jobs.child import work

PT = {"country": "PT", "n": "1000", "seed": "1", "year": "2023"}
CN = {"country": "CN", "n": "1000", "seed": "1", "year": "2025"}


def asked(client: Any, path: str, fields: dict[str, Any]) -> str:
    """Sends a form that starts work; the address that shows it."""
    answer = client.post(path, data=fields, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def worked(client: Any, path: str, fields: dict[str, Any]) -> str:
    """The same with the work done."""
    address = asked(client, path, fields)
    do_all()
    return address


def do_all() -> None:
    """Does all that waits."""
    store = jobs.desk().store
    with store.locked() as own:
        assert own, "another process does the work of this folder"
        while identity := store.next():
            work(store, identity, jobs.KINDS)
            job = jobs.find(identity)
            assert job is not None and job.state is jobs.State.DONE, (job and job.reason, job and job.detail)


def file_of(address: str, ending: str) -> str:
    """Where a result is as a file."""
    path, _, query = address.partition("?")
    return f"{path}.{ending}?{query}"
