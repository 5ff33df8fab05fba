"""The examples of the documentation run as they stand, against a server of this machine: Python, and R where it is."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Final

import pytest

DOCS: Final = Path(__file__).parents[2] / "docs"
PAGE: Final = (DOCS / "workbench.md").read_text(encoding="utf-8")
PYTHON: Final = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
R: Final = re.findall(r"```r\n(.*?)```", PAGE, re.DOTALL)
CASE: Final = re.findall(r"```yaml\n(.*?)```", (DOCS / "case-file.md").read_text(encoding="utf-8"), re.DOTALL)
# What each example in R prints, among other things.
SHOWN: Final = (("medical_care mandatory", "family mandatory"), ("certain", "covered", "qualified"))


def test_there_are_examples() -> None:
    assert (len(PYTHON), len(R), len(CASE)) == (2, 2, 1)
    others = [page.name for page in DOCS.rglob("*.md") if "```r\n" in page.read_text(encoding="utf-8")]
    assert others == ["workbench.md"], "examples in R stand where they are tried"


@pytest.mark.parametrize("number", range(2))
def test_an_example_prints_what_it_says(base: str, worked_out: None, number: int) -> None:
    text = PYTHON[number]
    said = re.findall(r"print\(.*\)\s+# (.+)", text)
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(text.replace("http://127.0.0.1:8000", base), {})
    assert printed.getvalue().replace("\u202f", " ").replace("\xa0", " ").split("\n")[:-1] == said


@cache
def missing() -> str:
    """What of R is not on this machine; nothing where all is."""
    if (rscript := shutil.which("Rscript")) is None:
        return "no Rscript here: sudo apt-get install -y r-base-core r-cran-httr2"
    asked = subprocess.run([rscript, "-e", "library(httr2)"], capture_output=True, text=True)
    return "R has no httr2 here: sudo apt-get install -y r-cran-httr2" if asked.returncode else ""


@pytest.mark.parametrize("number", range(2))
def test_an_example_in_r_runs(base: str, worked_out: None, tmp_path: Path, number: int) -> None:
    if missing():
        pytest.skip(missing())
    (tmp_path / "case.yaml").write_text(CASE[0], encoding="utf-8")
    file = tmp_path / "example.R"
    file.write_text(R[number].replace("http://127.0.0.1:8000", base), encoding="utf-8")
    done = subprocess.run(["Rscript", str(file)], cwd=tmp_path, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    assert [words for words in SHOWN[number] if words not in done.stdout] == []
