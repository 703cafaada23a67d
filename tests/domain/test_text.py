"""Texts: English words that can be said in another language."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime

from app.domain.text import Text, at_moment, counted, decimal, joined, on_day, said, tr

RUSSIAN = {
    "The token ends in {ending}.": "Токен заканчивается на {ending}.",
    "Last used {when}.": "Использован {when}.",
    "Try again.": "Попробуйте ещё раз.",
}


class Russian:
    """A language of a few sentences."""

    def words(self, source: str, number: int | None) -> str | None:
        if number is not None:
            return {"{n} days": "{n} день" if number % 10 == 1 else "{n} дня"}[source]
        return RUSSIAN.get(source)

    def number(self, value: float, digits: int) -> str:
        return f"{value:.{digits}f}".replace(".", ",")

    def capital(self, text: str) -> str:
        return text[:1].upper() + text[1:]

    def day(self, at: datetime) -> str:
        return f"день {at.day}"

    def moment(self, at: datetime) -> str:
        return f"день {at.day} в {at.hour}"


def in_russian(text: str) -> str:
    return said(text, Russian())


def test_a_text_is_its_english_words() -> None:
    text = tr("The token ends in {ending}.", ending="b3ad")
    assert text == "The token ends in b3ad."
    assert json.dumps(text) == '"The token ends in b3ad."'
    assert {text} == {"The token ends in b3ad."}


def test_it_is_said_in_another_language() -> None:
    assert in_russian(tr("The token ends in {ending}.", ending="b3ad")) == "Токен заканчивается на b3ad."


def test_what_has_no_translation_stays_english() -> None:
    assert in_russian(tr("Nobody translated {this}.", this=1)) == "Nobody translated 1."
    assert in_russian("a server's words") == "a server's words"


def test_values_are_never_read_for_places() -> None:
    assert (
        in_russian(tr("The token ends in {ending}.", ending="{ending} {0}")) == "Токен заканчивается на {ending} {0}."
    )


def test_texts_are_values_of_other_texts() -> None:
    at = datetime(2026, 12, 23, 12, tzinfo=UTC)
    assert in_russian(tr("Last used {when}.", when=on_day(at))) == "Использован день 23."
    assert in_russian(tr("Last used {when}.", when=at_moment(at))) == "Использован день 23 в 12."


def test_values_are_said_where_the_sentence_is_the_same() -> None:
    assert in_russian(tr("SCIM Connection — {what}", what=tr("Try again."))) == "SCIM Connection — Попробуйте ещё раз."


def test_plurals_are_the_languages_own() -> None:
    assert [counted("{n} day", "{n} days", n) for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert [in_russian(counted("{n} day", "{n} days", n)) for n in (1, 3, 21)] == ["1 день", "3 дня", "21 день"]


def test_joined_texts_keep_their_languages() -> None:
    both = joined(tr("The token ends in {ending}.", ending="b3ad"), "", tr("Try again."))
    assert both == "The token ends in b3ad. Try again."
    assert in_russian(both) == "Токен заканчивается на b3ad. Попробуйте ещё раз."
    assert in_russian("– " + tr("Try again.") + " 1") == "– Попробуйте ещё раз. 1"


def test_numbers_are_written_as_the_language_does() -> None:
    assert decimal(1.25, 1) == "1.2"
    assert in_russian(decimal(1.5, 1)) == "1,5"


def test_a_copy_is_still_a_text() -> None:
    text = copy.deepcopy(tr("Try again."))
    assert isinstance(text, Text)
    assert in_russian(text) == "Попробуйте ещё раз."


def test_moments_in_english() -> None:
    at = datetime(2026, 12, 3, 19, 4).astimezone()
    assert (on_day(at), at_moment(at)) == ("3 December 2026", "3 December 2026, 19:04")
