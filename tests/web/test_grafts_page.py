"""Mechanisms on pages: every one is shown, put onto each law that takes it, and tried by two equivalences at least."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from amparo.analysis.mechanisms import mechanisms
from amparo.web.grafts import hosts_of
from web.test_pages import LANGUAGES, check
from web.working import PT, file_of, worked

FIELDS = {**PT, "convert": ["average-wage", "ppp"]}


@pytest.fixture(scope="module")
def address(client: Any) -> str:
    return worked(client, "/pt/grafts/per-order-injury", FIELDS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_mechanism_is_listed_with_a_page_of_its_own(client: Any, lang: str) -> None:
    page = check(client.get(f"/{lang}/grafts").text, lang)
    links = [str(link["href"]) for link in page.all("a") if str(link.get("href")).startswith(f"/{lang}/grafts/")]
    assert sorted(links) == sorted(f"/{lang}/grafts/{name}" for name in mechanisms())
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200
        one = check(answer.text, lang)
        assert mechanisms()[link.rpartition("/")[2]].right.text(lang) in one.seen


def test_only_laws_that_take_it_are_offered(client: Any) -> None:
    for name, mechanism in mechanisms().items():
        page = check(client.get(f"/pt/grafts/{name}").text, "pt")
        hosts = [str(held["value"]) for held in page.all("option") if held.get("value") in ("PT", "CN")]
        assert tuple(hosts) == hosts_of(mechanism) and mechanism.origin not in hosts


def test_there_is_no_other_mechanism(client: Any) -> None:
    for path in ("/pt/grafts/nothing", "/pt/grafts/nothing?country=PT&n=1000"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_equivalence_alone_is_refused(client: Any, lang: str) -> None:
    answer = client.get(f"/{lang}/grafts/per-order-injury?country=PT&n=1000&convert=ppp")
    assert answer.status_code == 422
    check(answer.text, lang)
    assert len(re.findall('id="graft-wrong"', answer.text)) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_result_is_a_whole_page(client: Any, address: str, lang: str) -> None:
    answer = client.get(address.replace("/pt/", f"/{lang}/", 1))
    assert answer.status_code == 200
    page = check(answer.text, lang)
    for identity in ("factors-title", "overlaps-title", "not_moved-title", "twice-title"):
        assert identity in page.ids()
    charts = [str(held["data-spec"]) for _, held in page.tags if held.get("data-spec")]
    assert [client.get(url).status_code for url in charts] == [200, 200]  # who pays, who gains and loses


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json", "parquet", "pdf", "docx"])
def test_every_result_can_be_taken_away(client: Any, address: str, ending: str) -> None:
    answer = client.get(file_of(address.replace("?", "/result?", 1), ending))
    assert answer.status_code == 200 and len(answer.content) > 1000


def test_figures_are_taken_away_as_numbers(client: Any, address: str) -> None:
    """New charge less what is gone is the difference, to the cent; who gains and loses adds up; nothing is a text."""
    tables = client.get(file_of(address.replace("?", "/result?", 1), "json")).json()["tables"]
    assert {"net", "factors", "amounts_turned", "overlaps", "not_moved"} <= set(tables)
    assert tables["net"]
    for row in tables["net"]:
        new, gone, difference = (Decimal(str(row[f"{name}_low"])) for name in ("new", "gone", "difference"))
        known = all(row[f"{name}_low"] == row[f"{name}_high"] for name in ("new", "gone"))
        assert not known or new - gone == difference
    assert {row["year"] for row in tables["factors"]} and all(
        isinstance(row["factor"], float) for row in tables["factors"]
    )
    counts = [row["workers"] for name, rows in tables.items() if name.startswith("people") for row in rows]
    assert counts and all(isinstance(count, int) for count in counts)
