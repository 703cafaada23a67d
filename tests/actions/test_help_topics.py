"""The help that lies in resources: whole, linked, and in English where a language has none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import resources
from app.actions import help_topics
from app.actions.help_topics import ENGLISH, read_topics
from app.domain.help_topics import BlockKind

FOLDER = Path(resources.__file__).with_name("help")
ENTRY = "what-is-scim"


def test_the_order_names_every_file_once() -> None:
    names = [topic.name for topic in read_topics()]
    assert sorted(names) == sorted(path.stem for path in (FOLDER / ENGLISH).glob("*.md"))
    assert len({topic.title for topic in read_topics()}) == len(names)


def test_other_languages_have_no_topics_of_their_own() -> None:
    english = {path.name for path in (FOLDER / ENGLISH).iterdir()}
    for folder in FOLDER.iterdir():
        if folder.is_dir():
            assert {path.name for path in folder.iterdir()} <= english, folder


def test_no_link_is_dead_and_every_topic_is_linked() -> None:
    topics = read_topics()
    names = {topic.name for topic in topics}
    linked = {link for topic in topics for link in topic.links}
    assert linked <= names
    assert names - linked == set()


def test_every_topic_can_be_found_and_is_short() -> None:
    for topic in read_topics():
        assert topic.words, topic.name
        assert 60 < len(topic.text.split()) < 450, topic.name
        assert "!" not in topic.text, topic.name
        for before, after in zip(topic.blocks, topic.blocks[1:], strict=False):
            assert (before.kind, after.kind) != (BlockKind.HEADING, BlockKind.HEADING), topic.name


def test_what_a_language_does_not_have_is_english_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FOLDER, tmp_path / "help")
    (tmp_path / "help/xx").mkdir()
    (tmp_path / "help/xx" / f"{ENTRY}.md").write_text("# SCIM nedir?\n\nSCIM bir standarttır.\n", encoding="utf-8")
    monkeypatch.setattr(help_topics, "files", lambda _: tmp_path)
    first, second, *_ = read_topics("xx")
    assert (first.title, first.in_language) == ("SCIM nedir?", True)
    assert (second.title, second.in_language) == ("First steps", False)
    assert all(topic.in_language for topic in read_topics())


@pytest.mark.parametrize("language", ["tr", "ru"])
def test_every_topic_is_there_in_every_language_with_the_same_links(language: str) -> None:
    for english, own in zip(read_topics(), read_topics(language), strict=True):
        assert own.in_language, own.name
        assert own.title != english.title or own.title == "SCIM", own.name
        assert sorted(own.links) == sorted(english.links), own.name
        assert len(own.text.splitlines()) == len(english.text.splitlines()), own.name
