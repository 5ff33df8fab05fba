"""The examples of the documentation run as they stand, against a server of this machine."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "workbench.md"
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize("number", range(2))
def test_an_example_prints_what_it_says(base: str, worked_out: None, number: int) -> None:
    text = EXAMPLES[number]
    said = re.findall(r"print\(.*\)\s+# (.+)", text)
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(text.replace("http://127.0.0.1:8000", base), {})
    assert printed.getvalue().replace("\u202f", " ").replace("\xa0", " ").split("\n")[:-1] == said
