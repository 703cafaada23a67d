"""The fields of a provisioning client's console, by its own labels, each with its value and a copy button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from app.domain.clients import FieldKind
from app.domain.tokens import AccessToken
from app.ui.secrets.secret_field import SecretField
from app.ui.widgets.basics import label, object_name
from app.ui.widgets.copy_button import CopyButton


@dataclass(frozen=True)
class ShownField:
    """One field and what is to be entered in it: `text`, or a token, which is shown masked."""

    label: str
    kind: FieldKind
    text: str | None
    token: AccessToken | None = None
    hint: str = ""


class ClientFields(QWidget):
    """Rows of label, value and copy button. Nothing is read from the rows: who shows them knows the values.

    Signals: `copy_wanted` with the label of the field whose button was pressed.
    """

    copy_wanted = Signal(str)

    def __init__(self, prefix: str = "") -> None:
        """`prefix` begins the object names, where another page has fields of the same labels."""
        super().__init__()
        self._prefix = prefix
        self._shown: tuple[ShownField, ...] = ()
        self._buttons: dict[str, CopyButton] = {}
        self._parts: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)

    def show_fields(self, fields: Sequence[ShownField]) -> None:
        """Show these fields. What is shown already stays as it is: the focus is not lost."""
        if tuple(fields) == self._shown:
            return
        self._shown = tuple(fields)
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self._buttons = [], {}
        line = 0
        for field in self._shown:
            line = self._add(field, line)

    def confirm(self, field: str) -> None:
        """Say beside this field that it was copied."""
        if field in self._buttons:
            self._buttons[field].confirm()

    def _add(self, field: ShownField, line: int) -> int:
        heading = label(field.label, kind="heading")
        value = self._value(field)
        heading.setBuddy(value)
        self._place(heading, line, 0)
        there = field.text is not None or field.token is not None
        self._place(value, line, 1)
        if there:
            button = CopyButton("Copy", f"Copy {field.label}", self._named(f"Copy {field.label}"))
            button.clicked.connect(lambda _checked=False, name=field.label: self.copy_wanted.emit(name))
            self._buttons[field.label] = button
            self._place(button, line, 2)
        if field.hint:
            line += 1
            hint = label(field.hint, kind="hint", wrap=True)
            hint.setContentsMargins(0, 0, 0, 6)  # it belongs to the field above
            self._place(hint, line, 1, columns=2)
        return line + 1

    def _value(self, field: ShownField) -> QLineEdit:
        value: QLineEdit
        if field.token is not None:
            secret = SecretField()
            secret.show_token(field.token)
            secret.copy_requested.connect(lambda name=field.label: self.copy_wanted.emit(name))
            value = secret
        else:
            value = QLineEdit(field.text or "")
            value.setReadOnly(True)
            value.setCursorPosition(0)
            value.setPlaceholderText("The token" if field.kind is FieldKind.TOKEN else "Not known here")
        value.setObjectName(self._named(field.label))
        value.setAccessibleName(field.label)
        value.setProperty("face", "mono")
        value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return value

    def _named(self, words: str) -> str:
        return object_name(f"{self._prefix} {words}" if self._prefix else words)

    def _place(self, part: QWidget, line: int, column: int, *, columns: int = 1) -> None:
        self._grid.addWidget(part, line, column, 1, columns)
        self._parts.append(part)
