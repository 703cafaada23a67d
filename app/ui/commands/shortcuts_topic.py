"""The help topic about keys, made from the table of commands: it cannot say other keys than those that work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from PySide6.QtGui import QKeySequence

from app.domain.help_topics import Block, BlockKind, Span, Topic
from app.domain.text import tr
from app.ui.commands.table import COMMANDS, MENU_WORDS, OPEN_MENU, Menu, plain
from app.ui.language.said import said

TOPIC = "keyboard-shortcuts"


def with_shortcuts(topics: Iterable[Topic]) -> tuple[Topic, ...]:
    """These topics, the one about keys with all of them below what its file says."""
    return tuple(
        replace(topic, blocks=(*topic.blocks, *_blocks())) if topic.name == TOPIC else topic for topic in topics
    )


def _blocks() -> Iterator[Block]:
    for menu in (*MENU_WORDS, Menu.LAST):
        keyed = [command for command in COMMANDS if command.menu is menu and command.keys]
        if menu is Menu.LAST:
            yield _heading(said(tr("The program")))
            yield _line((OPEN_MENU,), said(tr("Open the menu")))
        elif keyed:
            yield _heading(plain(said(MENU_WORDS[menu])))
        for command in keyed:
            yield _line(command.keys, plain(said(command.words)))


def _heading(words: str) -> Block:
    return Block(BlockKind.HEADING, (Span(words),))


def _line(keys: Sequence[str], words: str) -> Block:
    spans: list[Span] = []
    for key in keys:
        if spans:
            spans.append(Span(", "))
        spans.append(Span(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText), strong=True))
    return Block(BlockKind.ITEM, (*spans, Span(f"  {words}")))
