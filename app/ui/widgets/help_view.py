"""The topics of help, a search over them, and the one that is read: on the page Help, and beside a dialog."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.help_topics import Topic, found_topics
from app.domain.text import tr
from app.ui.language.said import say
from app.ui.widgets.basics import label
from app.ui.widgets.help_text import HelpText

SIDE_BY_SIDE, WIDE = 420, 640
"""Pixels of width from which on the list has room beside the text, and much room."""
_NARROW_LIST, _WIDE_LIST = 165, 230
_ROWS_ABOVE = 3
_NAME = Qt.ItemDataRole.UserRole
NOT_TRANSLATED = tr("This topic is not there in your language yet, so you see it in English.")
NOTHING_FOUND = tr("No topic has these words. Try one word alone, or empty the search to see every topic.")


class HelpView(QWidget):
    """Signals: `topic_shown` with its name, whenever another one is."""

    topic_shown = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._topics: tuple[Topic, ...] = ()
        self._wanted = ""
        self.search = _Search()
        self.search.textChanged.connect(self._filter)
        self.search.go_on.connect(self._into_list)
        self.topics = QListWidget()
        self.topics.setObjectName("helpTopics")
        say(self.topics.setAccessibleName, tr("Help topics"))
        self.topics.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.topics.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.topics.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.topics.setWordWrap(True)
        self.topics.currentItemChanged.connect(self._chosen)
        self._nothing = label(NOTHING_FOUND, kind="hint", name="noTopicFound", wrap=True)
        self._nothing.hide()
        self._language = label(NOT_TRANSLATED, kind="hint", name="helpLanguage", wrap=True)
        self._language.hide()
        self.text = HelpText()
        self.text.topic_wanted.connect(self.show_topic)
        self._lay_out()

    def _lay_out(self) -> None:
        self.left = QVBoxLayout()
        self.left.setSpacing(8)
        for part in (self.search, self._nothing, self.topics):
            self.left.addWidget(part)
        frame = QFrame()
        frame.setProperty("kind", "card")
        right = QVBoxLayout(frame)
        right.setContentsMargins(20, 16, 12, 16)
        right.addWidget(self._language)
        right.addWidget(self.text, 1)
        self._beside = QHBoxLayout(self)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(16)
        self._beside.addLayout(self.left)
        self._beside.addWidget(frame, 1)

    def show_topics(self, topics: Sequence[Topic]) -> None:
        """List these, and show the one that was asked for last, else the first."""
        shown = self._wanted or self.shown
        self._topics = tuple(topics)
        self._filter(self.search.text())
        self.show_topic(shown or topics[0].name)

    @property
    def shown(self) -> str:
        """The name of the topic that is marked; empty: none."""
        rows = self.topics.selectionModel().selectedRows()
        return str(rows[0].data(_NAME)) if rows else ""

    def show_topic(self, name: str) -> None:
        """Show this one, as soon as there are topics."""
        if not self._topics:
            self._wanted = name
            return
        self._wanted = ""
        if not self._mark(name):
            self.search.clear()  # it was not among what was found
            self._mark(name)

    def _mark(self, name: str) -> bool:
        for place in range(self.topics.count()):
            if self.topics.item(place).data(_NAME) == name:
                self.topics.setCurrentRow(place)
                return True
        return False

    def _filter(self, words: str) -> None:
        before = self.shown
        found = found_topics(self._topics, words)
        blocked = self.topics.blockSignals(True)
        self.topics.clear()
        for topic in found:
            item = QListWidgetItem(topic.title)
            item.setData(_NAME, topic.name)
            self.topics.addItem(item)
        self.topics.blockSignals(blocked)
        self._nothing.setVisible(bool(self._topics) and not found)
        if words.strip() and found:
            self.topics.setCurrentRow(0)
        elif found:
            self._mark(before)

    def _into_list(self) -> None:
        if self.topics.count():
            self.topics.setFocus()

    def _chosen(self, item: QListWidgetItem | None) -> None:
        name = item.data(_NAME) if item is not None else ""
        topic = next((each for each in self._topics if each.name == name), None)
        if topic is not None:
            self._language.setVisible(not topic.in_language)
            self.text.show_topic(topic)
            self.topic_shown.emit(topic.name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        narrow, beside = width < SIDE_BY_SIDE, _WIDE_LIST if width >= WIDE else _NARROW_LIST
        self._beside.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        if narrow:
            row = self.topics.fontMetrics().height() + 14
            self.topics.setMinimumWidth(0)
            self.topics.setMaximumSize(16_777_215, row * _ROWS_ABOVE)
            self.search.setMaximumWidth(16_777_215)
        else:
            self.topics.setFixedWidth(beside)
            self.topics.setMaximumHeight(16_777_215)
            self.search.setMaximumWidth(beside)
        self._nothing.setMaximumWidth(self.search.maximumWidth())


class _Search(QLineEdit):
    """Signal: `go_on`, when the person goes down into what was found."""

    go_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("searchHelp")
        self.setClearButtonEnabled(False)
        say(self.setAccessibleName, tr("Search help"))
        say(self.setPlaceholderText, tr("Search help"))
        self.returnPressed.connect(self.go_on)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.go_on.emit()
            return
        super().keyPressEvent(event)
