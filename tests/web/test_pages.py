"""Every page in every language: whole, translated, safe, and readable without JavaScript."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

from amparo.demo import demo_cases
from amparo.law import book
from amparo.report.words import words
from amparo.web.assets import HTMX, STATIC, static_url
from amparo.web.shell import SHOWN_COUNTRIES
from web.reading import Page

LANGUAGES = ("en", "pt", "zh")
TAGS = {"en": "en", "pt": "pt-PT", "zh": "zh-CN"}
PATHS = [
    "/",
    "/law",
    "/law?q=sickness",
    "/law?country=CN&kind=parameter&n=2",
    "/law?q=nothing-is-called-like-this",
    "/law/PT/reference_amounts.ias",
    "/law/PT/contracting_entity.contracting_entity_rate",
    "/law/CN/employees.unemployment_bounds",
    "/law/CN/flexible.hukou_place",
    "/law/PT/contracting_entity.income_from_payer",
    "/register",
    "/register?country=CN",
    "/glossary",
    "/worker",
    "/both",
    "/compare?branch=family&on=2026-01-01",
    "/compare?branch=unemployment&on=2026-01-01&countries=CN&place_CN=shanghai&flip=true",
    "/reforms",
    "/reforms/cn-pilot-of-seven-provinces",
    "/reforms/pt-law-of-2018",
]
# Sentences of the interface that are plainly of one language: long enough never to stand in another by chance.
ENGLISH = {
    key: text["en"]
    for key, text in words().items()
    if len(text["en"]) > 14
    and " " in text["en"]
    and "{" not in text["en"]
    and text["en"] not in (text["pt"], text["zh"])
}


def check(text: str, lang: str) -> Page:
    """What holds of every page."""
    page = Page(text)
    assert page.unbalanced == []
    assert page.all("html") == [{"lang": TAGS[lang]}]
    assert len(page.all("h1")) == 1 and len(page.all("main")) == 1
    levels = [int(tag[1]) for tag, _ in page.tags if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and all(lower - upper <= 1 for upper, lower in pairwise(levels)), levels
    ids = page.ids()
    assert sorted(set(ids)) == sorted(ids), {each for each in ids if ids.count(each) > 1}
    assert page.all("style") == [] and page.all("iframe") == []
    scripts = [str(script["src"]) for script in page.all("script")]
    assert scripts[0] == static_url(HTMX) and all(
        re.fullmatch(r"/static/[\w./-]+\?[0-9a-f]{8}", url) for url in scripts
    )
    assert not re.search(r"<script[^>]*>[^<]", text)
    assert [name for _, held in page.tags for name in held if name == "style" or name.startswith("on")] == []
    assert [url for url in page.loaded() if not url.startswith("/") or url.startswith("//")] == []
    outside = [link for link in page.all("a") if re.match(r"[a-z]+:|//", str(link.get("href")))]
    assert [link for link in outside if "noreferrer" not in str(link.get("rel"))] == []
    for label in page.all("label"):
        assert "for" not in label or label["for"] in ids, label
    for name, held in page.tags:
        if name in ("select", "textarea") or (
            name == "input" and held.get("type") not in ("hidden", "radio", "checkbox")
        ):
            assert held.get("id") in {label.get("for") for label in page.all("label")}, held
        if name == "th":
            assert held.get("scope") in ("row", "col"), held
        if held.get("aria-labelledby"):
            assert set(str(held["aria-labelledby"]).split()) <= set(ids), held
    assert len(page.all("caption")) == len(page.all("table"))
    assert not re.search(
        r"\b(web|head|demo|worker|law|topic|branch|scheme|node|level|anchor)\.[a-z_]+\b", page.said("", TAGS[lang])
    )
    if lang != "en":
        shown = page.said("", TAGS[lang]).splitlines()
        assert [key for key, sentence in ENGLISH.items() if sentence in shown] == []
    return page


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_whole_in_its_language(client: Any, lang: str, path: str) -> None:
    answer = client.get(f"/{lang}{path}")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    page = check(answer.text, lang)
    switch = [link["href"] for link in page.all("a") if link.get("hreflang")]
    assert len(switch) == 2
    assert {client.get(str(url)).status_code for url in switch} == {200}


@pytest.mark.parametrize("name", [HTMX, "amparo.css", "icon.svg"])
def test_a_file_is_kept_for_good_at_the_address_of_its_content_only(client: Any, name: str) -> None:
    kept = client.get(static_url(name))
    assert kept.status_code == 200 and "immutable" in kept.headers["cache-control"]
    for query in ("", "?00000000"):
        answer = client.get(f"/static/{name}{query}")
        assert answer.status_code == 200 and answer.headers["cache-control"] == "no-cache"
    again = client.get(static_url(name), headers={"if-none-match": kept.headers["etag"]})
    assert again.status_code == 304 and "immutable" in again.headers["cache-control"]


@pytest.mark.parametrize("name", ["", "nothing.css", "..%2fshell.py", "%2e%2e/shell.py", "vendor/fonts", "vendor/%00"])
def test_only_the_static_files_themselves_are_given(client: Any, name: str) -> None:
    assert client.get(f"/static/{name}").status_code in (404, 405)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_link_of_a_page_leads_nowhere(client: Any, lang: str) -> None:
    seen: set[str] = set()
    for path in ("/", "/law", "/law/PT/contracting_entity.contracting_entity_rate", "/reforms", "/register"):
        page = Page(client.get(f"/{lang}{path}").text)
        inside = {
            str(link["href"]).partition("#")[0] for link in page.all("a") if str(link.get("href")).startswith("/")
        }
        seen |= set(sorted(inside)[:: max(1, len(inside) // 40)])
    assert len(seen) > 60
    assert [url for url in sorted(seen) if client.get(url).status_code != 200] == []


def test_the_first_page_speaks_the_language_of_the_browser(client: Any) -> None:
    def sent_to(accepted: str) -> str:
        answer = client.get("/", headers={"accept-language": accepted}, follow_redirects=False)
        return str(answer.headers["location"])

    assert sent_to("zh-CN,zh;q=0.9,en;q=0.8") == "/zh/"
    assert sent_to("pt-PT,pt;q=0.9") == "/pt/"
    assert sent_to("fr,de;q=0.5") == "/en/"


@pytest.mark.parametrize("case", [case.id for case in demo_cases()])
def test_every_example_has_a_page(client: Any, case: str) -> None:
    lang = LANGUAGES[int(case[-2:]) % 3]
    answer = client.post(f"/{lang}/worker/result", data={"persona": case})
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    check(answer.text, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_why_and_claim_are_whole_pages(client: Any, lang: str) -> None:
    text = demo_cases()[0].file.read_text(encoding="utf-8")
    why = client.post(f"/{lang}/worker/why", data={"case": text, "node": "status.labour_status[63]"})
    claim = client.post(
        f"/{lang}/worker/claim", data={"case": text, "contingency": "sickness", "claim_on": "2025-10-06", "days": "20"}
    )
    for answer in (why, claim):
        assert answer.status_code == 200
        page = check(answer.text, lang)
        assert [node for node in page.all("ul") if node.get("class") == "tree"], "reasons"


def test_every_provision_of_the_law_has_a_page(client: Any) -> None:
    """A sample of one in fifteen, spread over both countries, in the three languages by turn."""
    for code in SHOWN_COUNTRIES:
        keys = [key for key, node in book(code).nodes.items() if type(node).__name__ != "Builtin"]
        for number, key in enumerate(keys[::15]):
            lang = LANGUAGES[number % 3]
            answer = client.get(f"/{lang}/law/{code}/{key}")
            assert answer.status_code == 200, key
            check(answer.text, lang)


# --- what the pages say ---------------------------------------------------------------------------------------------


def test_the_search_knows_no_accents_no_capitals_and_chinese(client: Any) -> None:
    def found(query: str) -> list[str]:
        page = Page(client.get("/pt/law", params={"q": query, "country": "PT"}).text)
        return [str(link["href"]) for link in page.all("a") if "/law/PT/" in str(link.get("href"))]

    assert found("doença") == found("DOENCA") != []
    assert "/pt/law/PT/reference_amounts.ias" in found("社会支持指数")
    assert "/pt/law/PT/contracting_entity.contracting_entity_rate" in found("crc 168(7)")
    assert found("doença xyzzy") == []


def test_values_over_time_are_those_published(client: Any) -> None:
    """IAS: 522,50 € in 2025 (Portaria 6-B/2025/1), 537,13 € in 2026 (Portaria 480-A/2025/1)."""
    page = Page(client.get("/pt/law/PT/reference_amounts.ias").text)
    for said in ("2025-01-01", "522,50 €", "Portaria 6-B/2025/1", "2026-01-01", "537,13 €", "Portaria 480-A/2025/1"):
        assert said in page.seen


def test_a_rule_shows_its_wordings_with_their_days(client: Any) -> None:
    """CRC 168(7) in its wording of DL 2/2018, in force on 1 January 2018 for this rule; one rate before."""
    page = Page(client.get("/en/law/PT/contracting_entity.contracting_entity_rate").text)
    for said in (
        "Summary",
        "Until (day not included)",
        "2013-01-01",
        "2018-01-01",
        "CRC 168(7)",
        "official text [L:crc]",
    ):
        assert said in page.seen
    assert any("high_threshold" in text for kind, text in page.words if kind == "code"), "the rule as it is run"


def test_the_contribution_of_an_example_is_that_of_hand_arithmetic(client: Any) -> None:
    """PT-01, October 2025: (1 050 + 350 + 180) € a month in the third quarter, 70 % of it is relevant (CRC 162(1)),
    21,4 % is owed (CRC 168(1)): 1 580 x 0,7 = 1 106,00; x 0,214 = 236,684 -> 236,68 €."""
    page = Page(client.post("/pt/worker/result", data={"persona": "PT-01"}).text)
    assert "236,68 €" in page.seen


def test_the_register_names_what_is_missing(client: Any) -> None:
    for code in SHOWN_COUNTRIES:
        page = Page(client.get(f"/zh/register?country={code}").text)
        for topic in book(code).topics.values():
            for label in topic.missing:
                assert " ".join(label.zh.split()) in page.seen


def test_a_table_can_be_taken_away(client: Any) -> None:
    query = "branch=family&on=2026-01-01&countries=PT"
    data = client.get(f"/pt/compare.json?{query}")
    assert data.json()["on"] == "2026-01-01" and {c["country"] for c in data.json()["columns"]} == {"PT"}
    assert data.json()["command"] == "amparo compare PT --branch family --on 2026-01-01 --lang pt"
    book_ = client.get(f"/pt/compare.xlsx?{query}")
    assert book_.content[:2] == b"PK" and "attachment" in book_.headers["content-disposition"]
    assert (
        'href="/pt/compare.xlsx?countries=PT&amp;branch=family&amp;on=2026-01-01"'
        in client.get(f"/pt/compare?{query}").text
    )


def test_flipping_a_table_exchanges_rows_and_columns(client: Any) -> None:
    def size(flip: str) -> tuple[int, int]:
        page = Page(client.get(f"/en/compare?branch=family&on=2026-01-01&flip={flip}").text)
        heads = page.all("th")
        return sum(th["scope"] == "col" for th in heads), sum(th["scope"] == "row" for th in heads)

    rows, flipped = size(""), size("true")
    # the doubts' table below stands as it is; the table's own heads change places
    assert (rows[0] - flipped[0]) == -(rows[1] - flipped[1]) != 0


def test_colours_have_the_contrast_that_small_text_needs() -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 : 1."""
    css = (STATIC / "amparo.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", css))

    def light(name: str) -> float:
        code = colours[name].lstrip("#")
        parts = [int(part, 16) / 255 for part in _pairs(code)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one: str, other: str) -> float:
        bright, dark = sorted((light(one), light(other)), reverse=True)
        return (bright + 0.05) / (dark + 0.05)

    pairs = [
        ("ink", "paper"),
        ("soft", "paper"),
        ("soft", "wash"),
        ("accent", "paper"),
        ("accent", "wash"),
        ("ink", "wash"),
    ]
    pairs += [(f"{kind}-ink", f"{kind}-bg") for kind in "mvnul"]
    assert {pair: contrast(*pair) for pair in pairs if contrast(*pair) < 4.5} == {}


def _pairs(code: str) -> list[str]:
    whole = code if len(code) == 6 else "".join(sign * 2 for sign in code)
    return [whole[n : n + 2] for n in (0, 2, 4)]
