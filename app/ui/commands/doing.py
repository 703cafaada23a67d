"""Doing what the table of commands lists: by its keys, or from the menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)

from app.domain.text import tr
from app.ui.commands.table import COMMANDS, MENU_WORDS, OPEN_MENU, Command, Menu
from app.ui.language.said import said, say
from app.ui.secrets.secret_field import SecretField
from app.ui.widgets.announce import announce

LEAVE_FIELD = tr("Leave this field first: these keys would copy or show the token.")


@dataclass(frozen=True)
class Deed:
    """What a command without a button does. `offered` is false where the window has no such place at all."""

    do: Callable[[], None]
    possible: Callable[[], bool] = lambda: True
    offered: Callable[[], bool] = lambda: True


class Commands:
    """The window's commands as actions, and the menu of them.

    An action is enabled while the menu is closed, so that its keys are heard; what it is for is looked at when it is
    asked. While the menu is open, it is enabled where it works on the page that is shown.
    """

    def __init__(self, window: QMainWindow, deeds: Mapping[str, Deed], bar: QMenuBar, menu: QMenu) -> None:
        """`menu` is the bar's one menu, which is filled here."""
        self._window = window
        self._deeds = deeds
        self._bar = bar
        self._chosen_in_menu = False
        self.menu = menu
        self.actions = {command.id: self._action(command) for command in COMMANDS}
        self._fill()
        self.menu.aboutToShow.connect(self._about_to_show)
        # What is chosen is done after the menu has hidden itself, before the next event.
        self.menu.aboutToHide.connect(lambda: QTimer.singleShot(0, self._has_hidden))
        menu.setEnabled(True)
        key = QAction(window)
        key.setShortcut(QKeySequence(OPEN_MENU))
        key.triggered.connect(self.open_menu)
        window.addAction(key)

    def _action(self, command: Command) -> QAction:
        made = QAction(self._window)
        made.setObjectName(f"command-{command.id}")
        made.setText(said(command.words))
        made.setShortcuts([QKeySequence(key) for key in command.keys])
        made.setAutoRepeat(False)
        made.setMenuRole(QAction.MenuRole.NoRole)
        made.triggered.connect(lambda: self.run(command))
        self._window.addAction(made)
        return made

    def _fill(self) -> None:
        for menu in Menu:
            entries = [command for command in COMMANDS if command.menu is menu]
            if menu is Menu.LAST:
                self.menu.addSeparator()
                within = self.menu
            else:
                within = QMenu(self.menu)
                say(within.setTitle, MENU_WORDS[menu])
                say(within.setAccessibleName, MENU_WORDS[menu])
                self.menu.addMenu(within)
            for command in entries:
                within.addAction(self.actions[command.id])

    def open_menu(self) -> None:
        """With the keyboard on its first entry."""
        self._bar.setActiveAction(self.menu.menuAction())
        self.menu.setActiveAction(self.menu.actions()[0])

    def possible(self, command: Command) -> bool:
        """Whether it works on the page that is shown."""
        deed = self._deeds.get(command.id)
        return self._button(command) is not None if deed is None else deed.offered() and deed.possible()

    def run(self, command: Command) -> None:
        """Do it, where it works. By its keys, what is secret is neither shown nor copied while somebody types."""
        if command.secret and not self._chosen_in_menu and self._types_in(QApplication.focusWidget()):
            announce(self._window, LEAVE_FIELD)
            return
        deed, button = self._deeds.get(command.id), self._button(command)
        if deed is not None:
            if self.possible(command):
                deed.do()
        elif button is not None:
            button.click()

    def _button(self, command: Command) -> QPushButton | None:
        """On the page that is shown: dialogs are windows of their own."""
        for name in command.buttons:
            for button in self._window.findChildren(QPushButton, name):
                if button.window() is self._window and button.isVisible() and button.isEnabled():
                    return button
        return None

    def _types_in(self, widget: QWidget | None) -> bool:
        kinds = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
        return isinstance(widget, kinds) and not isinstance(widget, SecretField)

    def _about_to_show(self) -> None:
        self._chosen_in_menu = True
        for command in COMMANDS:
            deed = self._deeds.get(command.id)
            action = self.actions[command.id]
            action.setText(said(command.words))  # the language may be another one since
            action.setVisible(deed is None or deed.offered())
            action.setEnabled(self.possible(command))

    def _has_hidden(self) -> None:
        self._chosen_in_menu = False
        for action in self.actions.values():
            action.setEnabled(True)
            action.setVisible(True)
