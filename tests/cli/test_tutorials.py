"""Every command of the tutorials and of the first steps runs as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGES = sorted([*DOCS.glob("getting-started*.md"), *(DOCS / "tutorials").glob("*.md")])
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(page: Path) -> list[str]:
    """The lines of the page's shell blocks that call amparo."""
    lines = "\n".join(BLOCK.findall(page.read_text(encoding="utf-8"))).splitlines()
    return [line for line in lines if line.strip()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_command_of_a_page_runs(page: Path, amparo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in commands(page):
        program, *words = shlex.split(command, comments=True)
        assert program == "amparo", command
        *words, target = words if ">" in words else [*words, ""]
        ran = amparo(*(word for word in words if word != ">"))
        assert ran.code == 0, f"{command}\n{ran.err}"
        assert ran.out or "--out" in words, command
        if target:
            Path(target).write_text(ran.out, encoding="utf-8")


def test_every_user_has_a_tutorial() -> None:
    index = (DOCS / "tutorials" / "index.md").read_text(encoding="utf-8")
    held = {page.name for page in (DOCS / "tutorials").glob("*.md")} - {"index.md"}
    assert set(re.findall(r"\]\((\S+\.md)\)", index)) == held
    assert all(commands(DOCS / "tutorials" / name) for name in held)
