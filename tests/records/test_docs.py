"""What the documents promise is there, and what is there is in the documents."""

from __future__ import annotations

import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from amparo.engine import run_dossier
from amparo.law import book
from amparo.records.case import case_from_text
from amparo.records.ordermap import Columns, OrderMap, map_from
from amparo.records.quarantine import FILE_REASONS, REASONS
from amparo.records.schemas import case_json_schema, records_schema
from amparo.rules.bounds import Unknown

DOCS = Path(__file__).parents[2] / "docs"


def example(file: str) -> str:
    (found,) = re.findall(r"```yaml\n(.*?)```", (DOCS / file).read_text(encoding="utf-8"), re.DOTALL)
    return found


def test_the_example_of_a_case_file_is_one() -> None:
    text = example("case-file.md")
    case = case_from_text(text)
    dossier = case.dossier
    assert (case.country, dossier.worker, len(dossier.contracts), len(dossier.spells)) == ("PT", "Ana", 15, 1)
    assert dossier.facts["self_employed_base.income_lowered_by"] == {24291: 250000, 24294: 0}
    column = run_dossier(case.book, dossier).column("self_employed_contribution.self_employed_contribution")
    assert len(column) == 12 and not all(isinstance(value, Unknown) for value in column)
    plain = yaml.load(text, Loader=yaml.BaseLoader)
    jsonschema.validate(plain, case_json_schema(book("PT")))


def test_the_example_of_a_mapping_is_one() -> None:
    found = map_from(yaml.load(example("order-logs.md"), Loader=yaml.BaseLoader), book("PT"))
    assert found.tips is not None and found.tips.in_pay


@pytest.mark.parametrize("code", [*REASONS, *FILE_REASONS])
def test_every_reason_is_explained(code: str) -> None:
    assert f"`{code}`" in (DOCS / "records.md").read_text(encoding="utf-8")


def test_every_table_and_column_is_in_the_document() -> None:
    words = (DOCS / "records.md").read_text(encoding="utf-8")
    for table in records_schema(book("PT")).tables:
        assert f"| `{table.name}` |" in words
        for column in table.columns:
            if column.fact is None:
                assert f"`{column.name}`" in words, column.name
                assert not column.required or f"**`{column.name}`**" in words, column.name


def test_every_key_of_a_mapping_is_in_the_document() -> None:
    words = (DOCS / "order-logs.md").read_text(encoding="utf-8")
    for key in [*OrderMap.model_fields, *Columns.model_fields]:
        assert f"`{key}`" in words or f"\n{key}:" in words or f"  {key}:" in words, key
