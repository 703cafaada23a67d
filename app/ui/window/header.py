"""The header: the product, the account in view and its environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenuBar, QSizePolicy

from app.domain.badges import badge_text
from app.domain.plain_text import shown
from app.domain.text import tr
from app.ui.language.said import said, say
from app.ui.widgets.basics import badge, button, label, restyle
from app.ui.widgets.choices import ComboBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QLabel

    from app.domain.accounts import Account, AccountId
    from app.ui.widgets.searchable import SearchLine

NO_ACCOUNT = tr("No account (test only)")
NOTHING_FOUND = tr("No account of this name. Press Escape to go back to the one in view.")
HEIGHT = 56
NARROW = 760
"""Pixels of width below which the product's name gives its room to the account."""
_NOT_KNOWN_YET = ""
_FIXED = 2  # QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon; see widgets.basics


class Header(QFrame):
    """Signals: `account_chosen` with an account's id, or None for no account, when the person picks one."""

    account_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setFixedHeight(HEIGHT)
        self._account = ComboBox()
        self._account.setObjectName("account")
        self._account.setMinimumWidth(250)
        self._account.addItem(NO_ACCOUNT, None)
        # Measuring hundreds of names would take longer than painting them.
        self._account.setProperty("sizeAdjustPolicy", _FIXED)
        self._entries: tuple[tuple[AccountId, str, str], ...] = ()
        self._places: dict[AccountId, int] = {}
        self._search: SearchLine | None = None
        words = label(tr("Account"), name="accountLabel")
        words.setBuddy(self._account)
        self._environment = badge(name="environment")
        self._nothing: QLabel | None = None
        across = QHBoxLayout(self)
        across.setContentsMargins(20, 0, 20, 0)
        across.setSpacing(12)
        self._product = label(tr("R-Service Settings"), name="product")
        across.addWidget(self._product)
        across.addStretch(1)
        across.addWidget(words)
        across.addWidget(self._account)
        across.addWidget(self._environment)
        self.help = button(tr("Help"), name="helpForWhatIsShown", kind="header")
        self.help_wanted = False
        """Whether it was pressed before anybody listened."""
        self.help.clicked.connect(self._keep_press)
        # A menu bar of one menu: Alt and F10 lead there, and screen readers know what it is and what is in it.
        self.menu_bar = QMenuBar()
        self.menu_bar.setObjectName("menuBar")
        self.menu_bar.setNativeMenuBar(False)
        self.menu_bar.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.menu = self.menu_bar.addMenu("")
        self.menu.setObjectName("programMenu")
        self.menu.setEnabled(False)  # until it is filled
        say(self.menu.setTitle, tr("&Menu"))
        say(self.menu.setAccessibleName, tr("Menu"))
        across.addSpacing(4)
        across.addWidget(self.help)
        across.addWidget(self.menu_bar)
        self._account.activated.connect(self._activated)

    def show_accounts(self, accounts: Sequence[Account], selected: AccountId | None) -> None:
        """List these accounts and mark the selected one."""
        entries = tuple((account.id, account.name, account.badge) for account in accounts)
        if entries != self._entries or self._search is None:
            self._entries = entries
            self._places = {account: place for place, (account, _, _) in enumerate(entries, start=1)}
            self._fill()
        place = self._places.get(selected, 0) if selected is not None else 0
        if self._account.currentIndex() != place:
            self._account.setCurrentIndex(place)
            if self._search is not None:
                self._search.show_chosen()
        self._show_badge(entries[place - 1][2] if place else "")

    def _fill(self) -> None:
        # Slow to load, and not needed for the first paint.
        from PySide6.QtCore import Qt
        from PySide6.QtGui import QStandardItem, QStandardItemModel

        from app.ui.widgets.badge_delegate import BADGE, BadgeDelegate
        from app.ui.widgets.searchable import SearchLine

        items = [QStandardItem(said(NO_ACCOUNT))]
        for account, name, word in self._entries:
            item = QStandardItem(shown(name))
            item.setData(account, Qt.ItemDataRole.UserRole)
            item.setData(word, BADGE)
            item.setData(said(badge_text(word)), Qt.ItemDataRole.AccessibleDescriptionRole)
            items.append(item)
        model = self._account.model()
        if self._search is None:
            model = QStandardItemModel(self._account)
            self._account.setModel(model)
            self._search = SearchLine(self._account, BadgeDelegate(self._account))
            self._search.nothing_found.connect(self._show_nothing_found)
        assert isinstance(model, QStandardItemModel)
        blocked = self._account.blockSignals(True)
        model.clear()
        model.invisibleRootItem().appendRows(items)
        self._account.blockSignals(blocked)

    def say_again(self) -> None:
        """In the language that holds now."""
        if self._search is not None:
            place = self._account.currentIndex()
            self._fill()
            blocked = self._account.blockSignals(True)
            self._account.setCurrentIndex(place)
            self._account.blockSignals(blocked)
            self._search.show_chosen()

    def show_only(self, name: str, word: str) -> None:
        """Before the list of accounts is known: the one that was in view."""
        self._account.addItem(name, _NOT_KNOWN_YET)
        self._account.setCurrentIndex(self._account.count() - 1)
        self._show_badge(word)

    def _keep_press(self) -> None:
        self.help_wanted = True

    @property
    def can_search(self) -> bool:
        """Whether there are accounts to search."""
        return self._search is not None and bool(self._entries)

    def search(self) -> None:
        """Bring the keyboard to the search for an account."""
        if self._search is not None:
            self._search.setFocus()
            self._search.selectAll()

    def _show_nothing_found(self, nothing: bool) -> None:
        """Said where the list of what is found would be, and to screen readers."""
        if self._nothing is None:
            self._nothing = label(NOTHING_FOUND, name="noAccountOfThisName", wrap=True)
            self._nothing.setParent(self.window())
        self._nothing.setVisible(nothing)
        if nothing:
            self._place_nothing(self._nothing)
            from app.ui.widgets.announce import announce  # not needed by the first paint

            announce(self._account, NOTHING_FOUND)

    def _place_nothing(self, below: QLabel) -> None:
        box = self._account
        below.setFixedWidth(box.width())
        below.adjustSize()
        below.move(box.mapTo(self.window(), box.rect().bottomLeft()))
        below.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._product.setVisible(event.size().width() >= NARROW)
        if self._nothing is not None and self._nothing.isVisible():
            self._place_nothing(self._nothing)

    def _show_badge(self, word: str) -> None:
        self._environment.setText(badge_text(word))
        self._environment.setVisible(bool(word))
        if self._environment.property("badge") != word:
            self._environment.setProperty("badge", word)
            restyle(self._environment)

    def _activated(self, index: int) -> None:
        account = self._account.itemData(index)
        if account != _NOT_KNOWN_YET:
            self.account_chosen.emit(account)
