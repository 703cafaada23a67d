"""Help as data: what a topic's file may hold, and finding one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.help_topics import Block, BlockKind, Span, Topic, found_topics, parse_topic

FILE = """\
# Rotate the token
Words: renew yearly

Read [this](first-steps) first, and
go on with **Rotate now**.

## Steps
1. One
2. Two,
   and more
- A thing
Another paragraph [with](http://example.com) <b>marks</b>.
"""


def test_a_file_becomes_blocks() -> None:
    topic = parse_topic("rotate", FILE)
    assert (topic.title, topic.words, topic.links) == ("Rotate the token", "renew yearly", ("first-steps",))
    assert [(block.kind, block.text) for block in topic.blocks] == [
        (BlockKind.PARAGRAPH, "Read this first, and go on with Rotate now."),
        (BlockKind.HEADING, "Steps"),
        (BlockKind.STEP, "One"),
        (BlockKind.STEP, "Two, and more"),
        # What is no markup of ours is shown as it stands there.
        (BlockKind.ITEM, "A thing Another paragraph [with](http://example.com) <b>marks</b>."),
    ]
    assert topic.blocks[0].spans[1] == Span("this", link="first-steps")
    assert topic.blocks[0].spans[3] == Span("Rotate now", strong=True)


def test_a_heading_ends_with_its_line() -> None:
    topic = parse_topic("a", "# A\n\n## Below\nWords")
    assert topic.blocks == (
        Block(BlockKind.HEADING, (Span("Below"),)),
        Block(BlockKind.PARAGRAPH, (Span("Words"),)),
    )


@pytest.mark.parametrize("text", ["", "no title\n", "# Title alone\n", "# Title\nWords: a b\n"])
def test_a_file_without_a_title_or_words_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a:"):
        parse_topic("a", text)


@given(st.text())
def test_no_text_is_lost_and_none_breaks_it(text: str) -> None:
    topic = parse_topic("a", f"# Title\n\nBefore\n\n{text}\n")
    shown = "".join(block.text for block in topic.blocks)
    assert shown.startswith("Before")
    letters = [each for each in text if each.isalpha()]
    assert len([each for each in shown if each.isalpha()]) - len("Before") <= len(letters)


def _topic(name: str, title: str, words: str, text: str) -> Topic:
    return Topic(name, title, words, (Block(BlockKind.PARAGRAPH, (Span(text),)),))


TOPICS = (
    _topic("share", "Share the values", "send", "Rotate it once a year."),
    _topic("rotate", "Rotate the token", "renew", "It stops."),
    _topic("stopped", "It has stopped", "rotate 401", "Look."),
)


def test_where_the_title_has_the_words_comes_first() -> None:
    assert [each.name for each in found_topics(TOPICS, "rot")] == ["rotate", "stopped", "share"]
    assert [each.name for each in found_topics(TOPICS, "ROTATE year")] == ["share"]
    assert [each.name for each in found_topics(TOPICS, "401")] == ["stopped"]


def test_no_words_find_all_and_strange_ones_none() -> None:
    assert found_topics(TOPICS, "  ") == TOPICS
    assert found_topics(TOPICS, "xylophone") == ()
