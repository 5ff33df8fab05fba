"""Chinese terms on pages of another language say that they are Chinese; nothing else of the page changes."""

from __future__ import annotations

import pytest

from amparo.web.tongues import marked
from web.vocabulary import strange, written


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<p>Part-time (非全日制用工) work</p>", '<p>Part-time (<span lang="zh-CN">非全日制用工</span>) work</p>'),
        ("<p>法释〔2025〕12号 2</p>", '<p><span lang="zh-CN">法释〔2025〕12号</span> 2</p>'),
        ('<td lang="zh-CN">平台</td>', '<td lang="zh-CN">平台</td>'),
        ("<title>平台</title><option>平台</option>", "<title>平台</title><option>平台</option>"),
        ("<textarea>\na: 平台 <b>\n</textarea>平", '<textarea>\na: 平台 <b>\n</textarea><span lang="zh-CN">平</span>'),
        ('<a title="平台">x</a>', '<a title="平台">x</a>'),
        ("平", '<span lang="zh-CN">平</span>'),
    ],
)
def test_chinese_words_are_marked_on_other_pages_only(page: str, told: str) -> None:
    assert marked(page, "pt") == told and marked(page, "en") == told
    assert marked(page, "zh") == page


def test_words_of_another_language_are_found() -> None:
    """So that the test of every page can fail."""
    assert strange("结果：not yet known", "zh") == ["not", "yet", "known"]
    assert "the" in strange("Contribuições of the payer", "pt")
    assert "não" in strange("What is não known", "en")
    assert strange("Regime 灵活就业", "pt") == list("灵活就业")
    assert strange("Regime 灵活就业", "pt", marked=False) == []


def test_what_belongs_to_every_language_is_not_strange() -> None:
    assert strange("CRC 168(7)；IAS；Portaria 480-A/2025/1 [S:nvalores]；amparo.worker --lang pt；Amparo", "zh") == []
    assert strange("中国法律库5a2820dec127", "zh") == [], "the fingerprint of a book is no word"
    assert {"the", "of", "and", "with", "contribution", "não", "trabalhador"}.isdisjoint(written("zh"))
    assert {"the", "and", "with", "worker"}.isdisjoint(written("pt"))
