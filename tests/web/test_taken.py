"""Pages of the law to take away: each kind of file in each language, read back by its own reader."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import docx
import pyarrow.parquet as pq
import pytest

IAS = "/law/PT/reference_amounts.ias/history"
TABLE = "/compare.{}?branch=family&on=2026-01-01&countries=PT"


@pytest.mark.parametrize(("lang", "head"), [("en", "From"), ("pt", "Desde"), ("zh", "自")])
def test_a_provision_as_json_says_its_values_over_time(client: Any, lang: str, head: str) -> None:
    data = client.get(f"/{lang}{IAS}.json").json()
    assert data["schemas"]["history"]["fields"][0]["title"] == head
    assert "522" in json.dumps(data["tables"]["history"])
    assert data["command"] == "amparo law history PT:reference_amounts.ias"


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
def test_every_other_file_of_a_provision_is_what_its_name_says(client: Any, lang: str) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get(f"/{lang}{IAS}.csv").content)) as packed:
        assert "metadata.json" in packed.namelist() and any(name.endswith(".csv") for name in packed.namelist())
    with zipfile.ZipFile(io.BytesIO(client.get(f"/{lang}{IAS}.parquet").content)) as packed:
        first = next(name for name in packed.namelist() if name.startswith("history"))
        assert pq.read_table(io.BytesIO(packed.read(first))).num_rows > 5
    assert client.get(f"/{lang}{IAS}.pdf").content.startswith(b"%PDF-")
    paper = docx.Document(io.BytesIO(client.get(f"/{lang}{IAS}.docx").content))
    assert any("522" in cell.text for table in paper.tables for row in table.rows for cell in row.cells)


def test_a_rule_has_no_chart_and_a_parameter_has_one(client: Any) -> None:
    assert "<svg" in client.get("/pt/law/PT/reference_amounts.ias").text
    assert "<svg" not in client.get("/pt/law/PT/contracting_entity.contracting_entity_rate").text


@pytest.mark.parametrize("address", [f"{IAS}.exe", "/law/PT/no.such_thing/history.csv", "/law/XX/a.b/history.csv"])
def test_what_is_not_there_is_a_page_that_says_so(client: Any, address: str) -> None:
    assert client.get(f"/zh{address}").status_code == 404


@pytest.mark.parametrize("ending", ["csv", "parquet", "pdf", "docx"])
def test_a_comparative_table_is_taken_away_as_every_file(client: Any, ending: str) -> None:
    answer = client.get("/pt" + TABLE.format(ending))
    assert answer.status_code == 200 and len(answer.content) > 2000
    assert f".pt.{ending}" in answer.headers["content-disposition"]


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "pdf", "docx"])
def test_a_workers_result_is_taken_away_and_never_kept(client: Any, lang: str, ending: str) -> None:
    case = "country: PT\nname: Ana\nfrom: 2025-01\nto: 2025-02\nclass: hypothetical\nworker: {birth_date: 1990-05-02}\n"
    answer = client.post(f"/{lang}/worker/take", data={"case": case, "ending": ending})
    assert answer.status_code == 200 and len(answer.content) > 2000
    assert "no-store" in answer.headers["cache-control"]
    assert client.post(f"/{lang}/worker/take", data={"case": case, "ending": "exe"}).status_code == 404


def test_a_result_of_restricted_data_is_not_taken_away(client: Any) -> None:
    case = "country: PT\nfrom: 2025-01\nto: 2025-02\nclass: restricted\n"
    assert client.post("/pt/worker/take", data={"case": case, "ending": "csv"}).status_code == 403
