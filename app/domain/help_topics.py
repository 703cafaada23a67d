"""Help as data: a topic is a title and blocks of plain words, read from a small subset of Markdown.

    # Title
    Words: what somebody may type who looks for it

    A paragraph, over one line or more, with a [link](another-topic) and **words that stand on the window**.

    ## A heading
    1. A step
    - One of several things

Nothing else is markup: whatever it is, it is shown as it stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum


class BlockKind(Enum):
    """How a block is shown."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    STEP = "step"
    ITEM = "item"


@dataclass(frozen=True)
class Span:
    """Words within a block. `link` names the topic that they lead to; empty: none."""

    text: str
    link: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Block:
    """One heading, paragraph, numbered step or item of a list."""

    kind: BlockKind
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Topic:
    """One page of help. `name` is its file's; `words` are those that it is found by besides its own."""

    name: str
    title: str
    words: str
    blocks: tuple[Block, ...]
    in_language: bool = True
    """False: the reader's language has no such topic, and this is the English one."""

    @property
    def links(self) -> tuple[str, ...]:
        return tuple(span.link for block in self.blocks for span in block.spans if span.link)

    @property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)


_SPAN = re.compile(r"\[(?P<words>[^\]]+)\]\((?P<link>[a-z0-9-]+)\)|\*\*(?P<strong>[^*]+)\*\*")
_STEP = re.compile(r"\d+\.\s+")


def parse_topic(name: str, text: str) -> Topic:
    """Read a topic's file. Raises ValueError where it has no title or nothing else."""
    lines = text.strip().splitlines()
    if not lines or not lines[0].startswith("# "):
        raise ValueError(f"{name}: the first line is no title")
    title, words, rest = lines[0].removeprefix("# ").strip(), "", lines[1:]
    if rest and rest[0].startswith("Words: "):
        words, rest = rest[0].removeprefix("Words: ").strip(), rest[1:]
    blocks = tuple(_blocks(rest))
    if not blocks:
        raise ValueError(f"{name}: there is nothing below the title")
    return Topic(name, title, words, blocks)


def _blocks(lines: Iterable[str]) -> Iterable[Block]:
    """A line that begins no block of its own goes on with the one before, unless that is a heading."""
    kind, held = BlockKind.PARAGRAPH, ""
    for line in (*(line.strip() for line in lines), ""):
        begun = _begun(line)
        if held and (begun is not None or not line or kind is BlockKind.HEADING):
            yield Block(kind, _spans(held))
            held = ""
        if begun is not None:
            kind, held = begun
        elif line:
            kind = kind if held else BlockKind.PARAGRAPH
            held = f"{held} {line}".strip()


def _begun(line: str) -> tuple[BlockKind, str] | None:
    if line.startswith("## "):
        return BlockKind.HEADING, line.removeprefix("## ").strip()
    if line.startswith("- "):
        return BlockKind.ITEM, line.removeprefix("- ").strip()
    step = _STEP.match(line)
    return None if step is None else (BlockKind.STEP, line[step.end() :])


def _spans(text: str) -> tuple[Span, ...]:
    spans, at = [], 0
    for found in _SPAN.finditer(text):
        spans.append(Span(text[at : found.start()]))
        if found["link"]:
            spans.append(Span(found["words"], link=found["link"]))
        else:
            spans.append(Span(found["strong"], strong=True))
        at = found.end()
    return tuple(span for span in (*spans, Span(text[at:])) if span.text)


def found_topics(topics: Sequence[Topic], wanted: str) -> tuple[Topic, ...]:
    """Those that have all these words, each as the beginning of one of its own: first where the title has them. All of
    them for no words."""
    asked = _words(wanted)
    if not asked:
        return tuple(topics)
    ranked = []
    for place, topic in enumerate(topics):
        for rank, text in enumerate((topic.title, f"{topic.title} {topic.words}", f"{topic.words} {topic.text}")):
            if _has(f"{topic.title} {text}", asked):
                ranked.append((rank, place, topic))
                break
    return tuple(topic for _, _, topic in sorted(ranked, key=lambda each: each[:2]))


def _has(text: str, asked: Sequence[str]) -> bool:
    words = _words(text)
    return all(any(word.startswith(each) for word in words) for each in asked)


_ALIKE = str.maketrans({"İ": "i", "I": "i", "ı": "i", "Ё": "е", "ё": "е"})
"""What people type for each other: Turkish has two letters i, each with a capital of its own."""


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.translate(_ALIKE).casefold())
