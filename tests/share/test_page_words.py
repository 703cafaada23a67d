"""The words of page and message: each language complete, and each word used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

import resources
from app.share.page_words import LANGUAGES, PageWords, read_words
from app.share.web_page import page_around

OTHERS = [each for each in LANGUAGES if each != "en"]
PLURALS = {"en": {"one", "other"}, "tr": {"one", "other"}, "ru": {"one", "few", "many", "other"}}
"""CLDR's plural categories for whole numbers, and `other`, which browsers ask for with any other number."""
SAME = {"qa", "http401", "http404", "onLinux", "onWindows", "onMac", "quoted", "madeAgo", "ownToolField"}
"""What may be the same in English."""


def leaves(values: dict[str, Any], at: str = "") -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{at}{name}.")
        else:
            yield at + name, value


def all_of(words: PageWords) -> dict[str, str]:
    return dict(leaves({"page": words.page, "message": words.message}))


ENGLISH = all_of(read_words())


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_is_there_with_its_values_and_translated(language: str) -> None:
    words = read_words(language)
    found = all_of(words)
    plain = {name for name in found if ".daysAgo." not in name}
    assert plain == {name for name in ENGLISH if ".daysAgo." not in name}
    for name in plain:
        assert sorted(re.findall(r"{\w+}", found[name])) == sorted(re.findall(r"{\w+}", ENGLISH[name])), name
    same = {name.rpartition(".")[2] for name in plain if found[name] == ENGLISH[name]}
    assert same <= SAME


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_count_has_every_plural_form_of_its_language(language: str) -> None:
    counted = read_words(language).page["daysAgo"]
    assert counted.keys() == PLURALS[language]
    assert all("{n}" in text for text in counted.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_is_one_whole_text(language: str) -> None:
    for name, text in all_of(read_words(language)).items():
        assert text.strip() == text, name
        assert text.isprintable(), name
        assert "!" not in text, name


def test_every_word_of_the_page_is_used_and_none_is_missing() -> None:
    folder = files(resources).joinpath("share")
    frame, script = (folder.joinpath(each).read_text(encoding="ascii") for each in ("page.html", "show.js"))
    lock = folder.joinpath("unlock.js").read_text(encoding="ascii")
    used = set(re.findall(r"\$(\w+)", frame)) - {"policy", "style", "share", "script", "language", "check"}
    used |= set(re.findall(r"\bWORDS\.(\w+)", script))
    used |= set(re.findall(r'Refused\("(\w+)"\)', lock + script)) | {"wrong"}
    used |= {"practice", "production", "qa"}  # WORDS[kind]
    used |= {f"{each}{cause}" for each in ("http401", "http404", "noAnswer") for cause in ("", "Cause")}
    assert used == read_words().page.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_ascii_and_in_its_language(language: str) -> None:
    page = page_around("{}", language)
    assert page.isascii()
    assert f'<html lang="{language}">'.encode() in page
    assert page.count(b"</script>") == 2


def test_no_other_language_is_read() -> None:
    for other in ("de", "", "../en", "EN"):
        with pytest.raises(KeyError):
            read_words(other)
