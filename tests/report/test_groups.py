"""What groups of workers are called."""

from __future__ import annotations

import pytest

from amparo.law import book
from amparo.report.groups import group_name


@pytest.mark.parametrize(
    ("by", "group", "name"),
    [
        ("status", "employee", "general regime of employees"),
        ("status", "no_work", "no work"),
        ("activity", "food_delivery", "food delivery"),
        ("income", "0-500", "0-500"),
    ],
)
def test_a_group_is_called_by_the_list_that_tells_it_apart(by: str, group: str, name: str) -> None:
    """Labour status has employees too, of another name: the words once hung on which list a set gave first."""
    assert group_name(book("PT"), by, group, "en") == name
