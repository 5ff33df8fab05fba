"""The same worker under each law: one description, each country's own pay, nothing in an address."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
import yaml

from amparo.web.both import beginning
from web.reading import Page, hidden_fields
from web.test_pages import check

SAID = {**beginning("en"), "payer1": "App"}


def cases_sent(text: str) -> list[dict[str, Any]]:
    """The case files that lead to the full results."""
    found = re.findall(r'<input type="hidden" name="case" value="([^"]*)">', text)
    return [yaml.safe_load(unescape(one)) for one in found]


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
def test_both_pages_are_whole_in_their_language(client: Any, lang: str) -> None:
    check(client.get(f"/{lang}/both").text, lang)
    answer = client.post(f"/{lang}/both/result", data=SAID)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    page = check(answer.text, lang)
    assert [link for link in page.all("a") if "?" in str(link.get("href"))] == []
    assert hidden_fields(answer.text, "case-form") == SAID, "the language can be changed"


def test_each_country_gets_its_own_pay_and_place(client: Any) -> None:
    portugal, china = cases_sent(client.post("/en/both/result", data=SAID).text)
    assert (portugal["country"], china["country"]) == ("PT", "CN")
    engagement = {"activity": "food_delivery", "form": "services"}
    assert portugal["payers"]["App"]["engagements"] == [{**engagement, "gross_pay": 950, "orders": 300}]
    assert china["payers"]["App"]["engagements"] == [
        {**engagement, "work_place": "chengdu", "gross_pay": 6000, "orders": 300}
    ]
    assert "residence_place" not in portugal["worker"] and china["worker"]["residence_place"] == "chengdu"


def test_a_column_says_what_the_full_result_says(client: Any) -> None:
    answer = client.post("/en/both/result", data=SAID).text
    states = re.findall(r'<td data-h="(Portugal|China)"><span class="mark (\w+)"', answer)
    for country, case in zip(("Portugal", "China"), cases_sent(answer), strict=True):
        full = client.post("/en/worker/result", data={"case": yaml.safe_dump(case)}).text
        matrix = full.split('<ul class="matrix">', 1)[1].split("</ul>", 1)[0]
        assert re.findall(r'class="mark (\w+)"', matrix) == [state for name, state in states if name == country]


def test_a_description_that_says_too_little_is_refused(client: Any) -> None:
    assert client.post("/pt/both/result", data={**SAID, "payer1": ""}).status_code == 422
    assert client.post("/pt/both/result", data={**SAID, "from": "yesterday"}).status_code == 422
    assert client.post("/pt/both/result", data={}).status_code == 422
    assert Page(client.get("/pt/both/result").text).seen == Page(client.get("/pt/both").text).seen
