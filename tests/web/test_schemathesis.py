"""The HTTP API held to its own document: no failure of the server, no answer that the document does not describe.

Longer: AMPARO_EXAMPLES=500 .venv/bin/pytest -n 4 tests/web/test_schemathesis.py
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

EXAMPLES = int(os.environ.get("AMPARO_EXAMPLES", "10"))
PARTS = 6


@pytest.fixture(scope="module")
def operations(app: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Any]]:
    """Every operation of the document; jobs wait in a folder of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMPARO_DATA", str(tmp_path_factory.mktemp("data")))
        document = schemathesis.openapi.from_asgi("/api/openapi.json", app)
        yield [found.ok() for found in document.get_all_operations()]


@pytest.mark.parametrize("part", range(PARTS))
def test_the_api_is_as_its_document_says(operations: list[Any], part: int) -> None:
    assert len(operations) > PARTS
    for operation in operations[part::PARTS]:

        @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def hold(case: Any) -> None:
            # What a schema allows may still be refused with 422: no schema says which days, places and cases there are.
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        hold()
