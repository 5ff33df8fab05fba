"""Every example in Python of the documentation: run as it stands, or, where it is a part of a law's file, held to it.

Those of docs/workbench.md need a server: tests/web/test_documented.py.
"""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any, Final

import pytest

import amparo.rules
from amparo.analysis.adequacy import standard_of
from amparo.analysis.cascade import cascade
from amparo.law import book
from amparo.law.portugal import COUNTRY as PORTUGAL
from amparo.law.portugal import contracting_entity
from amparo.population.building import build
from amparo.records.run import checked_records
from amparo.rules.country import Country
from amparo.rules.kinds import read_date

DOCS: Final = Path(__file__).parents[1] / "docs"
BLOCK: Final = re.compile(r"```(python|yaml)\n(.*?)```", re.DOTALL)
RUN: Final = ("records.md", "command-line.md", "briefs.md", "grafts.md")


def examples(page: str, language: str = "python") -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return [dedent(found) for told, found in BLOCK.findall(text) if told == language]


def test_no_example_is_left_out() -> None:
    """A page with a new example in Python is named here, and its example tried."""
    pages = {page.name for page in DOCS.rglob("*.md") if "```python" in page.read_text(encoding="utf-8")}
    assert pages == {*RUN, "writing-law.md", "workbench.md", "adding-a-country.md"}
    assert [len(examples(page)) for page in RUN] == [1] * len(RUN)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the examples find where they run: a case file, and records."""
    home = tmp_path_factory.mktemp("documented")
    (home / "case.yaml").write_text(examples("case-file.md", "yaml")[0], encoding="utf-8")
    build("PT", home / "records", n=60, seed=1, first=2022 * 12, last=2023 * 12 + 11, jobs=1)
    return home


@pytest.fixture(scope="module")
def found(folder: Path) -> Any:
    """A cascade: what the example of a chart begins with."""
    records = checked_records(book("PT"), folder / "run", records=folder / "records", data_class="synthetic").folder
    return cascade(records, book("PT"), standard_of("C102", read_date("2023-01-01")), first=2023 * 12)


def ran(page: str, folder: Path, **names: Any) -> dict[str, Any]:
    """The example run in the folder; its names, and under `shown` the values of lines that only show something."""
    (text,) = examples(page)
    tree = ast.parse(text)
    shown: list[Any] = []
    names["show"] = shown.append
    for line in tree.body:
        if isinstance(line, ast.Expr):
            line.value = ast.Call(ast.Name("show", ast.Load()), [line.value], [])
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        exec(compile(ast.fix_missing_locations(tree), page, "exec"), names)
    return {**names, "shown": shown}


def test_records_are_prepared_as_said(folder: Path) -> None:
    ((rows_in, accepted, quarantined, _),) = ran("records.md", folder)["shown"]
    assert rows_in == accepted + quarantined and accepted


def test_a_worker_is_answered_as_said(folder: Path) -> None:
    names = ran("command-line.md", folder)
    statuses, _, branches, *_ = names["shown"]
    assert statuses and branches and str(names["shown"][-1].value).startswith("100")


def test_a_chart_is_drawn_as_said(folder: Path, found: Any) -> None:
    spec, drawn, table = ran("briefs.md", folder, found=found)["shown"]
    assert spec["$schema"] and 'role="img"' in drawn and table.rows


def test_a_graft_is_made_as_said(folder: Path) -> None:
    names = ran("grafts.md", folder)
    assert names["by_wage"].after.hash != names["by_minimum"].after.hash
    assert names["shown"] == [names["by_wage"].after]


# --- writing law ------------------------------------------------------------------------------------------------------


def calls(text: str) -> list[ast.Call]:
    """The calls of an example, which may be lines of a tuple."""
    try:
        tree = ast.parse(text)
    except IndentationError:
        tree = ast.parse(f"({text})")
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]


def test_the_example_of_a_rule_is_the_rule() -> None:
    (shown,) = ast.parse(examples("writing-law.md")[0]).body
    held = ast.parse(inspect.getsource(contracting_entity))
    (rule,) = [one for one in held.body if isinstance(one, ast.FunctionDef) and one.name == "contracting_entity_rate"]
    assert ast.dump(shown) == ast.dump(rule)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_declarations_are_written_as_they_are_taken(number: int) -> None:
    """Every word of the language that an example uses is there and takes what the example gives it."""
    used = [call for call in calls(examples("writing-law.md")[number]) if hasattr(amparo.rules, call.func.id)]
    assert used
    for call in used:
        signature = inspect.signature(getattr(amparo.rules, call.func.id))
        signature.bind(*call.args, **{word.arg: word.value for word in call.keywords if word.arg})


def test_the_last_example_is_run() -> None:
    names: dict[str, Any] = {}
    *imports, last = examples("writing-law.md")[5].strip().splitlines()
    exec("\n".join(imports), names)
    assert eval(last, names) == 70_000, "80 % does not exceed 80 %: the low rate, 7 %"


def test_a_country_declares_itself_as_documented() -> None:
    """The example is Portugal's declaration, but for the topics, of which it names the first ones."""
    held: dict[str, Any] = {"Country": Country, "__name__": "amparo.law.portugal"}
    (example,) = examples("adding-a-country.md")
    exec(compile(example, "adding-a-country.md", "exec"), held)
    told = held["COUNTRY"]
    assert told == replace(PORTUGAL, topics=told.topics, bindings=told.bindings)
    assert set(told.topics) <= set(PORTUGAL.topics)
