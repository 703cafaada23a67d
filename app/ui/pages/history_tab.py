"""The tab History: what was done with the account's tokens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.history import Show
from app.domain.text import tr
from app.ui.pages.history_table import HistoryRow, HistoryTable
from app.ui.widgets.basics import button, label, row
from app.ui.widgets.choices import ComboBox
from app.ui.widgets.flow import Flow
from app.ui.widgets.page import WIDEST

EMPTY = tr(
    "Nothing has been done with this account's tokens on this computer yet. What you reveal, copy, share, rotate or "
    "test is listed here from now on."
)
EMPTY_OF_KIND = tr("Nothing of this kind was done in the last 400 days. Choose Everything to see the rest.")
NOT_KEPT = tr(
    "Without a keyring no history is kept: what you do now is forgotten when you close the window. The notice above "
    "says how to change that."
)


class HistoryTab(QWidget):
    """Signals: `show_changed`, when the person wants other lines; `more`, when older ones come into sight; `export` and
    `which_token`, the buttons."""

    show_changed = Signal()
    more = Signal()
    export = Signal()
    which_token = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._show = ComboBox()
        self._show.setObjectName("show")
        self._show.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for each in Show:
            self._show.addItem(each.value, str(each.value))
        self._show.currentIndexChanged.connect(lambda _: self.show_changed.emit())
        beside = label(tr("Show"), kind="heading")
        beside.setBuddy(self._show)
        self._export = button(tr("Export history…"))
        self._export.clicked.connect(self.export)
        which = button(tr("Which token is this?"))
        which.clicked.connect(self.which_token)
        self._table = HistoryTable()
        self._table.lines.wanted.connect(self.more)
        self._empty = label(name="historyEmpty", kind="muted", wrap=True)
        self._said = label(name="historySaid", kind="hint", wrap=True)
        inner = QWidget()
        inner.setMaximumWidth(WIDEST)
        down = QVBoxLayout(inner)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(8)
        # Where the window is narrow, the buttons go on below.
        down.addLayout(Flow(_beside(beside, self._show), self._export, which))
        down.addWidget(self._said)
        down.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignTop)
        down.addWidget(self._table, 1)
        self._rest = QWidget()
        down.addWidget(self._rest, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 16, 32, 24)
        across.addWidget(inner, 1000)
        across.addStretch(1)
        self.say("")
        self.show_rows((), more=False)

    @property
    def chosen(self) -> Show:
        """Which lines the person wants to see."""
        return Show(self._show.currentData())

    def show_rows(self, rows: Sequence[HistoryRow], *, more: bool, kept: bool = True) -> None:
        """Show these lines, newest first, and whether older ones follow; without any, why."""
        self._table.lines.show(rows, more=more)
        self._table.fit()
        self._empty.setText(NOT_KEPT if not kept else EMPTY if self.chosen is Show.EVERYTHING else EMPTY_OF_KIND)
        for part, shown in ((self._table, bool(rows)), (self._empty, not rows), (self._rest, not rows)):
            part.setVisible(shown)
        self._export.setEnabled(bool(rows))

    def add_rows(self, rows: Sequence[HistoryRow], *, more: bool) -> None:
        """Show these older lines below."""
        self._table.lines.add(rows, more=more)

    def say(self, text: str, *, bad: bool = False) -> None:
        """Say what became of the last thing that was asked for; empty: nothing."""
        self._said.setProperty("kind", "error" if bad else "hint")
        self._said.setText(text)
        self._said.setVisible(bool(text))


def _beside(words: QWidget, field: QWidget) -> QWidget:
    """A field and its words, which stay together."""
    made = QWidget()
    made.setLayout(row(words, field))
    return made
