"""The dialog that reads the accounts of another computer: passphrase, what is in the file, what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.badges import badge_text
from app.domain.moved import Choice
from app.domain.text import tr
from app.ui.dialogs.awaited import Dialog
from app.ui.dialogs.move import TITLE
from app.ui.language.said import say
from app.ui.pages.tester_tables import PlainTable
from app.ui.theme.icons import StateIcon
from app.ui.widgets.badge_delegate import BADGE, BadgeDelegate
from app.ui.widgets.basics import button, label, row
from app.ui.widgets.choices import ComboBox
from app.ui.widgets.flow import Flow

NOTHING_NEW = tr("Everything in this file is here already, so nothing is left to do. Delete the file.")
_HIGHEST = 340
_ENVIRONMENT, _WHAT, _CHOICE = 1, 3, 4
_LONGEST = 200
_WITH_CHOICES = 940
"""Pixels of the dialog's width where there is something to choose."""


@dataclass(frozen=True)
class MovedRow:
    """One account of the file, in words. `choice` is what stands chosen where the person may choose."""

    name: str
    badge: str
    host: str
    what: str
    choice: Choice | None = None


class MoveInDialog(Dialog):
    """Signals: `open_file` with the passphrase, `take_in`, and `stop`: the buttons."""

    open_file = Signal(str)
    take_in = Signal()
    stop = Signal()

    def __init__(self, parent: QWidget, file_name: str) -> None:
        super().__init__(parent, TITLE, "moveIn", width=760)
        self._working = False
        self._combos: dict[int, QComboBox] = {}
        self._pages = QStackedWidget()
        self.column.addWidget(self._pages)
        self._said = label(name="moveProblem", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        say(self._bar.setAccessibleName, tr("Working"))
        self.column.addWidget(self._said)
        self.column.addWidget(self._bar)
        self._go = button(tr("Open file"), kind="filled")
        self._go.clicked.connect(self._pressed)
        self._cancel = button(tr("Cancel"))
        self._cancel.clicked.connect(self.reject)
        self.column.addLayout(Flow(self._go, self._cancel, right=True))
        self._pages.addWidget(self._first_page(file_name))
        self.show_working("")
        self._passphrase.setFocus()

    def _first_page(self, file_name: str) -> QWidget:
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(label(file_name, kind="heading", wrap=True))
        down.addWidget(label(tr("Type the passphrase that was shown when the file was written."), wrap=True))
        down.addSpacing(6)
        self._passphrase = QLineEdit()
        self._passphrase.setObjectName("filePassphrase")
        say(self._passphrase.setAccessibleName, tr("Passphrase of the file"))
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase.setMaxLength(_LONGEST)
        self._passphrase.setDragEnabled(False)
        self._passphrase.returnPressed.connect(self._pressed)
        heading = label(tr("Passphrase of the file"), kind="heading")
        heading.setBuddy(self._passphrase)
        down.addWidget(heading)
        down.addWidget(self._passphrase)
        down.addStretch(1)
        return page

    def show_working(self, words: str) -> None:
        """While something is done that takes a while, and can be stopped; empty: nothing is."""
        self._working = bool(words)
        self._said.setText(words)
        self._bar.setVisible(self._working)
        self._go.setEnabled(not self._working)
        self._pages.setEnabled(not self._working)
        word = tr("Stop") if words else tr("Cancel")
        self._cancel.setText(word)
        say(self._cancel.setAccessibleName, word)

    def show_problem(self, text: str) -> None:
        """What went wrong; the person may try again."""
        self.show_working("")
        self._said.setText(text)
        if self._pages.currentIndex() == 0:
            self._passphrase.setFocus()
            self._passphrase.selectAll()

    def show_accounts(self, summary: str, rows: Sequence[MovedRow], *, any_new: bool) -> None:
        """Turn to what is in the file."""
        self._passphrase.clear()
        self.show_working("")
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(label(summary, kind="heading", name="whatIsInTheFile", wrap=True))
        table = PlainTable(
            tr("Accounts in the file"),
            (tr("Name"), tr("Environment"), tr("Host"), tr("What stands here"), tr("What to do")),
            _WHAT,
        )
        table.setItemDelegateForColumn(_ENVIRONMENT, BadgeDelegate(table))
        table.at_most(_HIGHEST)
        table.never_wrap(_CHOICE)
        for number, each in enumerate(rows):
            items = table.append([each.name, badge_text(each.badge), each.host, each.what, ""])
            items[_ENVIRONMENT].setData(BADGE, each.badge)
            if each.choice is not None:
                self._offer(table, number, each, each.choice)
        table.setColumnHidden(_CHOICE, not self._combos)
        table.fit()
        if self._combos:
            self.setMinimumWidth(_WITH_CHOICES)
        down.addWidget(table)
        down.addStretch(1)
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self._go.setText(tr("Take them in"))
        say(self._go.setAccessibleName, tr("Take them in"))
        if any_new or self._combos:
            self._go.setFocus()
        else:
            self._said.setText(NOTHING_NEW)
            self._only_close()
        self.adjustSize()

    def choices(self) -> dict[int, Choice]:
        """What the person chose, by the row's number, where there was a choice."""
        return {number: Choice(combo.currentData()) for number, combo in self._combos.items()}

    def _offer(self, table: PlainTable, number: int, account: MovedRow, chosen: Choice) -> None:
        combo = ComboBox()
        combo.setObjectName(f"whatToDo{number}")
        say(
            combo.setAccessibleName,
            tr("What to do with {account_name} ({badge})", account_name=account.name, badge=account.badge),
        )
        for each in Choice:
            combo.addItem(each.value, str(each.value))
        combo.setCurrentIndex(combo.findData(str(chosen.value)))
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.ensurePolished()  # else it is measured without what the stylesheet says
        self._combos[number] = combo
        place = table.item(number, _CHOICE)
        if place is not None:
            place.setSizeHint(combo.sizeHint() + QSize(16, 8))  # the column is as wide as that
        table.setCellWidget(number, _CHOICE, combo)

    def show_result(self, tone: str, summary: str, details: str) -> None:
        """Turn to what became of it."""
        self.show_working("")
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        icon = StateIcon()
        icon.show_state(tone)
        headline = row(icon, label(summary, kind="heading", name="moveResult", wrap=True))
        headline.setStretch(1, 1)
        down.addLayout(headline)
        down.addWidget(label(details, name="moveResultDetails", wrap=True))
        down.addStretch(1)
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self._only_close()

    def _only_close(self) -> None:
        self._go.hide()
        self._cancel.setText(tr("Close"))
        say(self._cancel.setAccessibleName, tr("Close"))
        self._cancel.setFocus()

    def _pressed(self) -> None:
        if not self._go.isEnabled():
            return
        if self._pages.currentIndex() == 0:
            self.open_file.emit(self._passphrase.text())
        else:
            self.take_in.emit()

    def reject(self) -> None:
        """Cancel, Escape and the window's close button: while something is done they stop that."""
        if self._working:
            self.stop.emit()
        else:
            super().reject()
