"""The demonstration: its cases, and the page read as a reader without a browser would."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from amparo import api
from amparo.demo import FOLDER, demo_cases
from amparo.report.agreement import Agreement
from amparo.report.citations import article_text
from amparo.report.claims import benefit_name
from amparo.report.demonstration import Shown, show
from amparo.report.page import SIGNS, TAGS, demo_page, figure
from amparo.report.values import value_text
from amparo.report.words import LANGUAGES, words
from amparo.rules.evidence import Citation
from amparo.rules.helpers import first_day
from amparo.rules.kinds import KINDS, Month, month_text
from amparo.rules.nodes import Node, Rule
from amparo.rules.parameters import Parameter

VOID = {"meta", "input", "br", "link", "img"}
FEW = ("PT-01", "PT-06", "PT-10", "CN-02", "CN-05", "CN-06")
HAN = re.compile("[\u4e00-\u9fff]")


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str | None]
    parent: Element | None = None
    inner: list[Element | str] = field(default_factory=list)

    def all(self, tag: str = "", kind: str = "") -> list[Element]:
        """Every element inside, by tag and class."""
        found = []
        for item in self.inner:
            if isinstance(item, Element):
                if (not tag or item.tag == tag) and (not kind or kind in (item.attributes.get("class") or "").split()):
                    found.append(item)
                found += item.all(tag, kind)
        return found

    def text(self) -> str:
        return "".join(item if isinstance(item, str) else item.text() for item in self.inner)

    def lang(self) -> str:
        above: Element | None = self
        while above is not None:
            if "lang" in above.attributes:
                return str(above.attributes["lang"])
            above = above.parent
        return ""


class Reader(HTMLParser):
    """A page as a tree; tags that do not match are an error."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = self.here = Element("", {})
        self.feed(text)
        assert self.here is self.root, f"<{self.here.tag}> is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs), self.here)
        self.here.inner.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.inner.append(data)


AGREED = [Agreement("PT", 1, 2, 0, ()), Agreement("CN", 3, 4, 0, ())]


@pytest.fixture(scope="module")
def few() -> str:
    return demo_page([show(case) for case in demo_cases() if case.id in FEW], AGREED, "pt")


def versions(page: Element) -> dict[str, Element]:
    return {str(element.attributes["lang"]): element for element in page.all("div", "version")}


def test_the_cases_are_complete() -> None:
    cases = demo_cases()
    assert len({case.id for case in cases}) == len(cases)
    files = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob("*/*.yaml") if path.name != "demo.yaml")
    assert sorted(case.file.relative_to(FOLDER).as_posix() for case in cases) == files
    for case in cases:
        read = case.read()
        dossier = read.dossier
        assert read.class_ == "synthetic", case.id
        assert dossier.worker == case.id
        assert read.country == case.country
        assert dossier.first <= case.first <= case.focus <= case.last <= dossier.last, case.id
        named = {payer for payer, _ in dossier.contracts} | set(dossier.groups.values())
        assert named <= set(case.payers), case.id
        for label in (case.title, case.story, *case.payers.values()):
            assert not label.faults(), (case.id, label.faults())


def test_every_worker_is_there_with_the_amounts_of_the_api() -> None:
    shown = [show(case) for case in demo_cases()]
    page = Reader(demo_page(shown, AGREED)).root
    for lang in LANGUAGES:
        articles = {a.attributes["data-worker"]: a for a in versions(page)[TAGS[lang]].all("article")}
        assert list(articles) == [case.id for case in demo_cases()]
        for each in shown:
            case, result = each.case, api.worker(each.case.read())
            owed = [p for p in result.postings if p.row.first_month <= case.last and p.row.last_month >= case.first]
            expected = {figure(each, p.kind, p.low, p.high, p.reasons, lang) for p in owed}
            found = {amount.text() for amount in articles[case.id].all("span", "amount")}
            assert found == expected, (case.id, lang)
            sums = [row.all("td")[-1].text() for table in articles[case.id].all("table", "sums") for row in body(table)]
            by_payer: dict[tuple[str, str], list[api.PostingFound]] = {}
            for posting in owed:
                by_payer.setdefault((posting.payer_role, posting.payer), []).append(posting)
            assert sorted(sums) == sorted(total_of(each, items, lang) for items in by_payer.values())


def total_of(shown: Shown, items: list[api.PostingFound], lang: str) -> str:
    law_open = any("law" in item.reasons for item in items)
    ends = sum(item.low for item in items), sum(item.high for item in items)
    return figure(shown, items[0].kind, *ends, ("law",) if law_open else (), lang)


def test_every_benefit_is_there_with_what_fails_first_and_its_article(few: str) -> None:
    page = Reader(few).root
    for lang in LANGUAGES:
        articles = {a.attributes["data-worker"]: a for a in versions(page)[TAGS[lang]].all("article")}
        for case in (case for case in demo_cases() if case.id in FEW):
            table = api.worker(case.read(), on=f"{month_text(case.focus)}-01").benefits
            rows = [row for part in articles[case.id].all("table", "benefits") for row in body(part)]
            said = Counter(
                (row.all("td")[0].all("span", "mark")[0].inner[-1], row.all("th")[0].inner[0]) for row in rows
            )
            wanted = Counter(
                (words()[f"benefits.{found.state}"][lang], benefit_name(table.book, found.terms, lang))
                for found in table.outlooks
                if in_force(table.book.nodes[found.terms.qualified], case.focus)
            )
            assert said == wanted, (case.id, lang)
            for row in rows:
                qualifies, _, lacking = row.all("td")
                if words()["benefits.yes"][lang] not in qualifies.text():
                    assert lacking.all("span", "cite"), (case.id, lang, row.text())


def test_a_benefit_qualified_for_shows_its_amount(few: str) -> None:
    """The figures by hand are in the tests of the law; here those of the page are those of the table."""
    page = versions(Reader(few).root)["en"]
    for case in (case for case in demo_cases() if case.id in FEW):
        table = api.worker(case.read(), on=f"{month_text(case.focus)}-01").benefits
        article = next(a for a in page.all("article") if a.attributes["data-worker"] == case.id)
        shown = " ".join(cell.text() for cell in article.all("td", "benefit"))
        for found in table.outlooks:
            if found.state == "yes" and isinstance(found.amount, int) and found.amount:
                assert value_text(table.book, KINDS["money"], found.amount, "en") in shown, (case.id, found.terms.id)


def in_force(node: Node, month: int) -> bool:
    """The single social benefit of Portugal, say, is none before 2027."""
    day = first_day(Month(month))
    return not isinstance(node, Rule) or any(
        v.since <= day and (v.until is None or day < v.until) for v in node.versions
    )


def body(table: Element) -> list[Element]:
    return [row for part in table.all("tbody") for row in part.all("tr")]


def test_three_full_versions_of_one_shape(few: str) -> None:
    page = Reader(few).root
    shapes = {}
    for tag, version in versions(page).items():
        shapes[tag] = Counter(element.tag for element in version.all())
        assert [a.attributes["data-worker"] for a in version.all("article")] == list(FEW)
    assert set(shapes) == set(TAGS.values())
    assert shapes["en"] == shapes["pt-PT"] == shapes["zh-CN"]
    html = page.all("html")[0]
    assert html.attributes["lang"] == "pt-PT"
    checked = [i.attributes["id"] for i in page.all("input") if "checked" in i.attributes]
    assert checked == ["show-pt"]
    assert {label.attributes["for"] for label in page.all("label")} == {f"show-{lang}" for lang in LANGUAGES}


def test_nothing_is_fetched_and_nothing_runs(few: str) -> None:
    page = Reader(few).root
    assert not [e.tag for e in page.all() if e.tag in ("script", "link", "img", "iframe", "object", "embed", "base")]
    assert not re.search(r"https?:|@import|url\(|javascript:", few)
    for element in page.all():
        assert not {"src", "srcset", "style", "onclick", "onload"} & set(element.attributes), element
        href = element.attributes.get("href")
        assert href is None or href.startswith("#")


def test_anchors_tables_and_fold_outs_are_sound(few: str) -> None:
    page = Reader(few).root
    ids = [str(element.attributes["id"]) for element in page.all() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    for element in page.all():
        for name in ("href", "for", "aria-labelledby"):
            aim = element.attributes.get(name)
            assert aim is None or aim.removeprefix("#") in ids, (element.tag, aim)
    for table in page.all("table"):
        assert len(table.all("caption")) == 1
        assert all(head.attributes.get("scope") for head in table.all("th"))
    for details in page.all("details"):
        first = next(item for item in details.inner if isinstance(item, Element))
        assert first.tag == "summary"
        assert first.text().strip()


def test_it_says_that_the_figures_are_synthetic(few: str) -> None:
    for tag, version in versions(Reader(few).root).items():
        lang = next(lang for lang, each in TAGS.items() if each == tag)
        assert words()["demo.synthetic"][lang] in version.text()
        for article in version.all("article"):
            tables = article.all("table", "charges") + article.all("table", "sums")
            assert all(table.all("span", "badge") for table in tables)
            assert article.all("header")[0].all("span", "badge")


def test_no_words_of_another_language(few: str) -> None:
    english = re.compile(r"\b(the|of|and|not|with|for|who|which|paid|worker|month)\b")
    for tag, version in versions(Reader(few).root).items():
        if tag == "en":
            continue
        for element in version.all():
            if element.lang() == tag:
                said = "".join(item for item in element.inner if isinstance(item, str))
                assert not english.search(said), (tag, said)


def test_doubt_and_the_unknown_are_marked_in_words(few: str) -> None:
    version = versions(Reader(few).root)["zh-CN"]
    doubtful = version.all("span", "doubtful")
    assert doubtful
    assert all(words()["demo.doubt_mark"]["zh"] in mark.text() for mark in doubtful)
    for mark in version.all("span", "mark"):
        assert HAN.search(mark.text())
    for table in version.all("table", "matrix"):
        cells = [cell for row in body(table) for cell in row.all("td")[1:]]
        assert {cell.attributes["class"] for cell in cells} <= set(SIGNS)
        assert all(HAN.search(cell.text()) for cell in cells)


def test_contrast_is_enough() -> None:
    style = (FOLDER.parent / "report" / "templates" / "demo.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", style))
    for name in "mvnul":
        assert contrast(colours[f"{name}-bg"], colours[f"{name}-ink"]) >= 4.5, name
    for ink in ("ink", "soft", "accent", "l-ink", "u-ink"):
        for paper in ("paper", "wash"):
            assert contrast(colours[paper], colours[ink]) >= 4.5, (ink, paper)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_words_in_citations_are_translated() -> None:
    """A word in a citation is written once in words/citations.yaml, as article.<word>, in three languages."""
    left = {}
    for country in ("PT", "CN"):
        for node in api.law(country).nodes.values():
            for cite in cites_of(node):
                for lang in ("pt", "zh"):
                    said = re.sub(r"\([a-z]+\)", "", article_text(cite.article, lang))
                    english = lang == "zh" and re.search(r"[A-Za-z]{3}", said)
                    if english or re.search(r"\b(of|the|notice|until)\b", said):
                        left[cite.article] = node.full_name
    assert not left


def cites_of(node: Node) -> list[Citation]:
    match node:
        case Rule():
            return [cite for version in node.versions for cite in version.cites]
        case Parameter():
            return [e.cite for entries in node.series.values() for e in entries if e.cite is not None]
    return []
