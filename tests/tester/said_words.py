"""Whether a report can be said in another language: every sentence of it is a text, all the way down."""

from __future__ import annotations

from collections.abc import Iterator

from app.clients.catalogue import read_clients
from app.domain.report import Report
from app.domain.report_details import seen_sentences
from app.domain.report_words import verdict_sentence, what_to_do
from app.domain.text import Text

_OF_CLIENTS = {text for each in read_clients() for text in (each.name, each.test_note) if text} | {
    field.label for each in read_clients() for field in each.fields
}


def never_made_a_text(report: Report) -> list[str]:
    """What the window would show of the report in English whatever its language, but for data."""
    hosts = report.seen.location_hosts if report.seen is not None else ()
    return [words for text in _shown(report) for words in _plain(text) if words not in hosts]


def _shown(report: Report) -> Iterator[str]:
    for each in report.findings:
        yield each.message
        yield each.remedy
    for check in report.checks:
        yield check.title
        yield check.detail
    for client in report.clients:
        yield client.reason
    yield verdict_sentence(report)
    yield from what_to_do(report)
    yield from seen_sentences(report.seen) if report.seen is not None else ()


def _plain(text: str) -> Iterator[str]:
    if not isinstance(text, Text):
        if text and text not in _OF_CLIENTS:
            yield text
        return
    for value in _inside(text):
        if isinstance(value, Text):
            yield from _plain(value)
        elif isinstance(value, str) and value not in _OF_CLIENTS and _is_english(value):
            yield value


def _inside(text: Text) -> Iterator[object]:
    """The values and parts that a text is made of."""
    for held in vars(text).values():
        if isinstance(held, dict):
            yield from held.values()
        elif isinstance(held, tuple):
            yield from held
        elif isinstance(held, Text):
            yield held


def _is_english(value: str) -> bool:
    """Whether a value looks like words of ours: names, URLs, statuses and moments have no small words."""
    words = value.replace(",", " ").split()
    return any(word.isalpha() and word.islower() for word in words)
