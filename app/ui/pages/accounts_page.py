"""The page Accounts: which there are, what each one needs next, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QProgressBar, QPushButton

from app.domain.accounts import AccountId
from app.domain.text import joined, tr
from app.ui.language.said import say
from app.ui.pages.accounts_table import AccountRow, AccountsTable
from app.ui.widgets.basics import button, label
from app.ui.widgets.flow import Flow
from app.ui.widgets.page import Column
from app.ui.widgets.problem_card import ProblemCard

__all__ = ["AccountRow", "AccountsPage"]


class AccountsPage(Column):
    """Signals: `opened`, `edit`, `replace`, `another` and `remove` with an account's id; `add`, `test_all` and
    `move_wanted` (the buttons). `replace_token` and `move_away` are hidden until somebody listens: see `offer`."""

    opened = Signal(object)
    edit = Signal(object)
    replace = Signal(object)
    another = Signal(object)
    remove = Signal(object)
    add = Signal()
    test_all = Signal()
    move_wanted = Signal()
    open_share = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column.addWidget(label(tr("Accounts"), kind="title"))
        self.problem = ProblemCard()
        self.problem.chosen.connect(lambda _: self.problem.show_problem(None))
        self.column.addWidget(self.problem)
        self._intro = label(kind="muted", wrap=True)
        self.column.addWidget(self._intro)
        self._add = _pressing(tr("Add an account…"), self.add, kind="filled")
        self._test_all = _pressing(tr("Test all"), self.test_all)
        self._open_share = _pressing(tr("Open a share…"), self.open_share)
        self.move_away = _pressing(tr("Move to another computer…"), self.move_wanted)
        self.column.addLayout(Flow(self._add, self._test_all, self._open_share, self.move_away))
        self._table = AccountsTable()
        self._open = self._for_the_marked(tr("Open account"), self.opened)
        self._edit = self._for_the_marked(tr("Edit account…"), self.edit)
        self.replace_token = self._for_the_marked(tr("Replace token…"), self.replace)
        self._another = self._for_the_marked(tr("Add another like this"), self.another)
        self._remove = self._for_the_marked(tr("Remove account"), self.remove)
        self._offered: set[QPushButton] = set()
        for each in (self.move_away, self.replace_token):
            each.hide()
        self._said = label(kind="hint", name="testAllResult", wrap=True)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setObjectName("testAllProgress")
        say(self._bar.setAccessibleName, tr("Test all progress"))
        self._bar.hide()
        self._said.hide()
        self.column.addWidget(self._said)
        self.column.addWidget(self._bar)
        self.column.addWidget(self._table, 1)
        self._in_full = label(kind="hint", name="markedAccountInFull", wrap=True)
        self._table.setProperty("saidInFull", True)  # of the marked row, below the table
        self.column.addWidget(self._in_full)
        self.column.addLayout(Flow(self._open, self._edit, self.replace_token, self._another, self._remove))
        self.end()
        self._table.opened.connect(self._open.click)
        self._table.chosen.connect(self._enable)
        self.show_rows((), None)

    def offer(self, *buttons: QPushButton) -> None:
        """Show these buttons: somebody listens to them now."""
        self._offered |= set(buttons)
        for each in buttons:
            each.setVisible(each is not self.replace_token or not self._table.isHidden())

    def show_rows(self, rows: Sequence[AccountRow], selected: AccountId | None) -> None:
        """List these accounts, the one in view marked."""
        self._intro.setText(
            tr("What needs you first stands first. Choose an account, then what to do with it below the table.")
            if rows
            else tr("You have no account here yet. Add yours, or choose SCIM on the left to see what else you can do.")
        )
        self._table.show_rows(rows, selected)
        for each in (self._table, self._open, self._edit, self._another, self._remove, self._test_all):
            each.setVisible(bool(rows))
        self.replace_token.setVisible(bool(rows) and self.replace_token in self._offered)
        # Without the table, what is left of the height stays empty.
        self.column.setStretch(self.column.count() - 1, 0 if rows else 1)
        self._enable()

    def mark(self, account: AccountId) -> bool:
        """Mark this account's row; whether there is one."""
        return self._table.mark(account)

    def show_testing(self, said: str, done: int, total: int) -> None:
        """How far the test of all has come; a total of 0: none runs."""
        running = total > 0
        word = tr("Stop testing") if running else tr("Test all")
        self._test_all.setText(word)
        say(self._test_all.setAccessibleName, word)
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._bar.setVisible(running)
        self._said.setText(said)
        self._said.setVisible(bool(said))

    def _for_the_marked(self, words: str, signal: SignalInstance) -> QPushButton:
        made = button(words)
        made.clicked.connect(lambda: self._tell(signal))
        return made

    def _tell(self, signal: SignalInstance) -> None:
        marked = self._table.row
        if marked is not None:
            signal.emit(marked.id)

    def _enable(self) -> None:
        marked = self._table.row
        cut = [tr("{heading}: {words}", heading=heading, words=words) for heading, words in self._table.cut_cells()]
        self._in_full.setText(joined(*cut, by="\n"))
        self._in_full.setVisible(bool(cut))
        self._open.setEnabled(marked is not None)
        for each in (self._edit, self.replace_token, self._another, self._remove):
            each.setEnabled(marked is not None and marked.typed)


def _pressing(words: str, signal: SignalInstance, *, kind: str = "") -> QPushButton:
    made = button(words, kind=kind)
    made.clicked.connect(signal)
    return made
