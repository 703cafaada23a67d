"""Texts that are kept as JSON and read back: said in other languages as on the day when they were made."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from app.domain.kept_run import kept, read_past_run
from app.domain.kept_text import kept_text, read_text
from app.domain.text import Text, counted, decimal, grouped, joined, listed, said, tr
from tests.ui.report_samples import REPORT

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


class Shouting:
    """A language that has every sentence, in capitals, with its plural forms by their numbers."""

    def words(self, source: str, number: int | None) -> str | None:
        return f"!{source}" if number is None else f"{number}!{source}"

    def number(self, value: float, digits: int) -> str:
        return f"<{value:.{digits}f}>"

    def capital(self, text: str) -> str:
        return text.upper()

    def day(self, at: datetime) -> str:
        return f"day {at}"

    def moment(self, at: datetime) -> str:
        return f"moment {at}"


@pytest.mark.parametrize(
    "text",
    [
        tr("It works."),
        tr("Braces {{stay}}: {what}.", what="{what}"),
        tr("{outer} by {who}", outer=tr("Said {how}", how=tr("loudly")), who="Widget & Co. <b>"),
        counted("{n} day", "{n} days", 1),
        counted("{number} user", "{number} users", 12_345, number=grouped(12_345)),
        tr("{time} s", time=decimal(1.25, 1)),
        joined(tr("One."), "two.", tr("Three.")),
        tr("Without {what}.", what=listed([tr("a"), "b", tr("c")])),
        tr("Status {status}", status=404),
    ],
)
def test_it_is_said_as_before(text: Text) -> None:
    read = read_text(json.loads(json.dumps(kept_text(text))))
    assert read == text
    assert isinstance(read, Text)
    assert said(read, Shouting()) == said(text, Shouting())


def test_what_has_no_other_language_is_kept_as_it_is() -> None:
    assert read_text(kept_text("https://example.com/{x}")) == "https://example.com/{x}"


SENTENCE = {"words": "W", "source": "S {a}", "number": None, "values": {"a": "b"}}


@pytest.mark.parametrize(
    "changed",
    [
        {"source": "{a.__class__}"},
        {"source": "{a[0]}"},
        {"source": "{a:>1000000000}"},
        {"source": "{a!r}"},
        {"source": "{} {a}"},
        {"source": "{b}"},
        {"source": "{n}"},
        {"source": "{a"},
        {"source": None},
        {"source": "x" * 5_000},
        {"values": ["a"]},
        {"values": {str(number): "" for number in range(50)}},
        {"values": {"a": 5}},
        {"values": {"a": {"words": "1", "value": 1e300, "digits": 0}}},
        {"values": {"a": {"words": "1", "value": 1, "digits": 10**9}}},
        {"number": "1"},
        {"number": 2**40},
        {"words": 1},
    ],
)
def test_what_this_program_did_not_write_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        read_text({**SENTENCE, **changed})


def test_texts_in_texts_without_end_are_refused() -> None:
    deep: object = "x"
    for _ in range(50):
        deep = {"words": "x", "parts": [deep], "by": ""}
    with pytest.raises(ValueError, match=r"^$"):
        read_text(deep)


def test_a_run_that_an_older_version_kept_is_still_read() -> None:
    value = json.loads(kept(REPORT))
    for each in value["findings"]:
        del each["message_text"]
    for each in value["checks"]:
        del each["title_text"]
    run = read_past_run(NOW, json.dumps(value))
    assert run is not None
    assert [each.message for each in run.findings] == [each.message for each in REPORT.findings]
    assert [each.title for each in run.checks] == [each.title for each in REPORT.checks]


def test_words_that_do_not_belong_to_a_text_are_shown_without_it() -> None:
    value = json.loads(kept(REPORT))
    value["findings"][0]["message_text"] = kept_text(tr("Something else."))
    run = read_past_run(NOW, json.dumps(value))
    assert run is not None
    assert run.findings[0].message == REPORT.findings[0].message
    assert not isinstance(run.findings[0].message, Text)
