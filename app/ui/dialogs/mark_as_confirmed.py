"""The dialog that asks who said that the provisioning client uses the new token, and when."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDateEdit, QLineEdit, QWidget

from app.domain.text import tr
from app.ui.dialogs.awaited import Dialog, ended
from app.ui.language.said import say
from app.ui.widgets.basics import badge, button, label, row
from app.ui.widgets.flow import Flow

_LONGEST = 120


class MarkAsConfirmedDialog(Dialog):
    """Marking is the default: it can be taken back."""

    def __init__(self, parent: QWidget, account: str, word: str, first: date, today: date) -> None:
        """`first` is the earliest day that can be chosen: the new token's own."""
        super().__init__(parent, tr("Mark switch as confirmed"), "markSwitchAsConfirmed")
        self._who = QLineEdit()
        self._who.setObjectName("whoConfirmedIt")
        say(self._who.setAccessibleName, tr("Who confirmed it"))
        say(self._who.setPlaceholderText, tr("You"))
        self._who.setMaxLength(_LONGEST)
        self._day = QDateEdit()
        self._day.setObjectName("confirmedOn")
        say(self._day.setAccessibleName, tr("Confirmed on"))
        self._day.setCalendarPopup(True)
        self._day.setDisplayFormat("d MMMM yyyy")
        self._day.setDateRange(_qt(min(first, today)), _qt(today))
        self._day.setDate(_qt(today))
        self.column.addLayout(row(label(account, kind="heading"), badge(word), None))
        self.column.addSpacing(6)
        self.column.addWidget(
            label(
                tr(
                    "R-Service does not tell this program who uses a token. Mark it once the administrator has said, "
                    "or you have seen, that the new token is saved in the provisioning client and its own test has "
                    "succeeded."
                ),
                wrap=True,
            )
        )
        self.column.addSpacing(6)
        for words, field in ((tr("Who confirmed it"), self._who), (tr("Confirmed on"), self._day)):
            heading = label(words, kind="heading")
            heading.setBuddy(field)
            self.column.addWidget(heading)
            self.column.addWidget(field)
        mark = button(tr("Mark as confirmed"), kind="filled")
        mark.setDefault(True)
        mark.clicked.connect(self.accept)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self.column.addSpacing(8)
        self.column.addLayout(Flow(mark, cancel, right=True))
        self._who.setFocus()

    @property
    def who(self) -> str:
        """As the person typed it; empty for themselves."""
        return self._who.text().strip()

    @property
    def day(self) -> date:
        chosen = self._day.date()
        return date(chosen.year(), chosen.month(), chosen.day())


async def ask_confirmation(
    parent: QWidget, account: str, word: str, first: date, today: date
) -> tuple[str, date] | None:
    """Who confirmed it and on which day, or None where the person thought better of it."""
    dialog = MarkAsConfirmedDialog(parent, account, word, first, today)
    try:
        return (dialog.who, dialog.day) if await ended(dialog) else None
    finally:
        dialog.deleteLater()


def _qt(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)
