"""A topic of help as text that can be read, selected and walked through by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextListFormat,
)
from PySide6.QtWidgets import QFrame, QTextBrowser

from app.domain.help_topics import Block, BlockKind, Topic

_LINK = "topic"
"""The scheme of an address that leads to another topic. Nothing else is ever opened, and nothing fetched."""
_BELOW = {BlockKind.HEADING: 4, BlockKind.PARAGRAPH: 10, BlockKind.STEP: 6, BlockKind.ITEM: 6}
_ABOVE_HEADING = 12
_INDENT = 22
_STYLES = {BlockKind.STEP: QTextListFormat.Style.ListDecimal, BlockKind.ITEM: QTextListFormat.Style.ListDisc}


class HelpText(QTextBrowser):
    """Signals: `topic_wanted` with the name of the topic that a link leads to."""

    topic_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("helpText")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(_INDENT)
        self.setTabChangesFocus(True)
        self.anchorClicked.connect(self._follow)
        self._topic: Topic | None = None

    def show_topic(self, topic: Topic) -> None:
        """Show it from its beginning."""
        self._topic = topic
        self.setAccessibleName(topic.title)
        self._write(topic)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def _write(self, topic: Topic) -> None:
        self.clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.setBlockFormat(_block_format(8))
        cursor.insertText(topic.title, self._words(points=17, bold=True))
        before: BlockKind | None = None
        for block in topic.blocks:
            self._write_block(cursor, block, goes_on=block.kind is before)
            before = block.kind
        cursor.endEditBlock()

    def _write_block(self, cursor: QTextCursor, block: Block, *, goes_on: bool) -> None:
        """`goes_on`: the block before is of the same kind."""
        heading = block.kind is BlockKind.HEADING
        list_before = cursor.currentList()
        cursor.insertBlock(_block_format(_BELOW[block.kind], _ABOVE_HEADING if heading else 0), QTextCharFormat())
        style = _STYLES.get(block.kind)
        if style is not None and goes_on and list_before is not None:
            list_before.add(cursor.block())
        elif style is not None:
            looks = QTextListFormat()
            looks.setStyle(style)
            looks.setIndent(1)
            cursor.createList(looks)
        for span in block.spans:
            cursor.insertText(
                span.text,
                self._words(points=11 if heading else 0, bold=heading or span.strong, link=span.link),
            )

    def _words(self, *, points: int = 0, bold: bool = False, link: str = "") -> QTextCharFormat:
        looks = QTextCharFormat()
        if points:
            looks.setFontPointSize(points)
        if bold:
            looks.setFontWeight(QFont.Weight.DemiBold)
        role = QPalette.ColorRole.Link if link else QPalette.ColorRole.Text
        looks.setForeground(self.palette().brush(role))
        if link:
            looks.setAnchor(True)
            looks.setAnchorHref(f"{_LINK}:{link}")
            looks.setFontUnderline(True)
        return looks

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Nothing is ever loaded."""
        return None

    def _follow(self, address: QUrl) -> None:
        if address.scheme() == _LINK:
            self.topic_wanted.emit(address.path())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._topic is not None:
            self._write(self._topic)


def _block_format(below: int, above: int = 0) -> QTextBlockFormat:
    made = QTextBlockFormat()
    made.setBottomMargin(below)
    made.setTopMargin(above)
    made.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    return made
