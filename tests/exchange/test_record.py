"""The closing record: in three languages, each text in the reader's or marked with its own, the same from the same."""

from __future__ import annotations

import io
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import docx
import pytest

from amparo.exchange.adding import added
from amparo.exchange.blocks import Grid
from amparo.exchange.checking import check
from amparo.exchange.entries import Writer
from amparo.exchange.errors import ExchangeError
from amparo.exchange.exchange import Exchange, merged
from amparo.exchange.objects import Anchor
from amparo.exchange.record import Record, record
from amparo.exchange.record_files import closed, record_docx, record_html, record_pdf, write_record
from amparo.exchange.threads import matters
from exchange.drafts import ID, comment, desk, empty

PT = Writer(delegation="PT")
LANGUAGES = ("en", "pt", "zh")
TAGS = {"en": "en", "pt": "pt-PT", "zh": "zh-CN"}
HAN = re.compile(r"[\u4e00-\u9fff]")


def runs(made: Record) -> list[Any]:
    found = [run for paragraph in made.lead for run in paragraph.runs]
    for part in made.parts:
        found += part.title
        for block in part.blocks:
            if isinstance(block, Grid):
                found += [run for row in block.rows for cell in row for run in cell]
            else:
                found += block.runs
    return found


@pytest.fixture(scope="module")
def records(example: Exchange) -> dict[str, Record]:
    return {lang: record(example, lang) for lang in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_in_the_readers_language_or_marked_with_its_own(records: dict[str, Record], lang: str) -> None:
    made = records[lang]
    assert made.language == TAGS[lang]
    shown = runs(made)
    assert {run.language for run in shown} <= {"", *TAGS.values()}
    for run in shown:
        plain = re.sub(r"（示例）|人社部发〔\d+〕\d+号|\(职业伤害保障费\)", "", run.text)
        if lang != "zh" and HAN.search(plain):
            assert run.language == "zh-CN", run
    said = {run.text.strip() for run in shown}
    told = {"en": "[not translated, Portuguese]", "pt": "[tradução]", "zh": "[机器翻译]"}
    assert told[lang] in said


def test_what_has_no_translation_stands_in_the_original_and_says_so() -> None:
    held, _ = added(empty(), {"kind": "comment", "text": {"zh": "缴费基数如何核定？"}}, Writer(delegation="CN"))
    html = record_html(record(held, "pt"))
    assert '<span lang="zh-CN">缴费基数如何核定？</span> [sem tradução, chinês]' in html


def test_the_same_entries_make_the_same_record_in_whichever_order_they_came(
    example: Exchange, records: dict[str, Record]
) -> None:
    again = merged(Exchange(example.id, {}), example)
    for lang in LANGUAGES:
        assert record(again, lang).digest == records[lang].digest
    assert len({made.digest for made in records.values()}) == 3


def test_what_is_private_is_in_no_record() -> None:
    shared, _ = added(empty(), {"kind": "comment", "text": {"pt": "Partilhado"}}, PT)
    held, _ = added(shared, {"kind": "comment", "text": {"pt": "Só para nós"}}, PT, private=True)
    assert asdict(record(held, "pt")) == asdict(record(shared, "pt"))
    assert "Só para nós" not in record_html(record(held, "pt"))


def test_what_was_discussed_follows_the_agenda_and_each_comment_stands_once(example: Exchange) -> None:
    found = matters(example)
    assert [len(matter.spoken) for matter in found] == [2, 1, 0]
    assert [spoken.depth for spoken in found[0].spoken] == [0, 1]
    assert sum(len(matter.spoken) for matter in found) == len(example.of("comment"))


def test_comments_that_answer_each_other_in_a_circle_or_without_end_are_all_shown() -> None:
    first, second = (f"comment-00000000000000{name}" for name in ("c1", "c2"))
    entries = []
    for own, other in ((first, second), (second, first)):
        body = comment("Resposta").model_copy(update={"on": Anchor(object=other, version="0" * 64)})
        entries.append(desk().entry(ID, own, body))
    circle = empty().with_entries(entries)
    assert sum(len(matter.spoken) for matter in matters(circle)) == 2
    told: list[dict[str, Any]] = [{"kind": "comment", "as": "0", "text": {"pt": "Início"}}]
    told += [
        {"kind": "comment", "as": str(n), "about": str(n - 1), "text": {"pt": f"Resposta {n}"}} for n in range(1, 300)
    ]
    chain, _ = added(empty(), told, PT)
    (matter,) = matters(chain)
    assert len(matter.spoken) == 300 and max(spoken.depth for spoken in matter.spoken) == 5


def test_a_conflict_that_is_still_open_is_in_the_record_with_both_wordings() -> None:
    held, (first,) = added(empty(), {"kind": "outcome", "state": "noted", "text": {"pt": "Nota"}}, PT)
    versions = []
    for side, text in (("PT", {"pt": "Uma redação"}), ("CN", {"zh": "另一表述"})):
        told = {"kind": "outcome", "state": "noted", "replaces": first.object, "text": text}
        versions.append(added(held, told, Writer(delegation=side))[0])
    html = record_html(record(merged(*versions), "en"))
    assert "Uma redação" in html and "另一表述" in html and "Two wordings" in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_files_say_the_same(records: dict[str, Record], lang: str) -> None:
    made = records[lang]
    html, pdf, document = record_html(made), record_pdf(made), docx.Document(io.BytesIO(record_docx(made)))
    assert html.startswith("<!DOCTYPE html>") and f'<html lang="{TAGS[lang]}">' in html and "<script" not in html
    assert made.digest in html and pdf.startswith(b"%PDF") and b"pdfuaid" in pdf
    paragraphs = [paragraph.text for paragraph in document.paragraphs]
    assert any(made.digest in text for text in paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for run in runs(made):
        assert any(line in text for line in run.text.split("\n")[:1] for text in [*paragraphs, *cells]), run
    languages = set(re.findall(r'<w:lang w:val="([^"]+)"', document.element.xml))
    assert languages == {run.language for run in runs(made)} - {""}


def test_markup_in_a_text_stays_text() -> None:
    bad = '<script>alert(1)</script> #raw("x") $x$ *a*'
    held, _ = added(empty(), {"kind": "comment", "text": {"pt": bad}}, PT)
    made = record(held, "pt")
    assert "<script>" not in record_html(made) and record_pdf(made).startswith(b"%PDF")


def test_a_sign_that_paper_cannot_show_is_named_in_three_languages() -> None:
    held, _ = added(empty(), {"kind": "comment", "text": {"pt": "ꙮ"}}, PT)
    with pytest.raises(ExchangeError) as refused:
        record_pdf(record(held, "pt"))
    assert "PDF" in refused.value.text("zh")
    assert record_docx(record(held, "pt"))


def test_a_closing_entry_says_what_the_record_was_made_of_and_whether_more_came(
    example: Exchange, records: dict[str, Record], tmp_path: Path
) -> None:
    held, entry = closed(example, PT)
    assert held.state == example.state
    assert {one.verdict for one in check(held) if one.aspect == "state"} == {"same"}
    made = write_record(held, tmp_path, LANGUAGES)
    assert {lang: one.digest for lang, one in made.items()} == dict(entry.body.documents)
    assert dict(entry.body.documents) == {lang: made.digest for lang, made in records.items()}
    assert {path.name for path in tmp_path.iterdir()} == {
        "record.json",
        *(f"record.{lang}.{kind}" for lang in LANGUAGES for kind in ("html", "pdf", "docx")),
    }
    later, _ = added(held, {"kind": "comment", "text": {"pt": "Depois"}}, PT)
    assert {one.verdict for one in check(later) if one.aspect == "state"} == {"other"}
    assert record(later, "pt").digest != made["pt"].digest
    with pytest.raises(ExchangeError, match="delegation"):
        closed(example, Writer(delegation="XX"))
