"""The fields of a provisioning client's console, by its own labels, each with its value and a copy button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from app.domain.clients import FieldKind
from app.domain.text import tr
from app.domain.tokens import AccessToken
from app.ui.language.said import say
from app.ui.secrets.secret_field import SecretField
from app.ui.widgets.basics import label, object_name
from app.ui.widgets.copy_button import CopyButton

NARROWEST_VALUE = 270
"""Pixels that show `https://api.r-service.tech/scim/v2` whole; with less room beside them, the labels stand above."""

_EMPTY = {
    FieldKind.TOKEN: tr("The token"),
    FieldKind.AUTHORIZATION_HEADER: tr("Bearer and the token"),
    FieldKind.OTHER: tr("Your own choice"),
}


@dataclass(frozen=True)
class ShownField:
    """One field and what is to be entered in it: `text`, or a token, which is shown masked."""

    label: str
    kind: FieldKind
    text: str | None
    token: AccessToken | None = None
    hint: str = ""


class ClientFields(QWidget):
    """Rows of label, value and copy button; where that leaves a value too little room, the labels stand above. Nothing
    is read from the rows: who shows them knows the values.

    Signals: `copy_wanted` with the label of the field whose button was pressed.
    """

    copy_wanted = Signal(str)

    def __init__(self, prefix: str = "") -> None:
        """`prefix` begins the object names, where another page has fields of the same labels."""
        super().__init__()
        self._prefix = prefix
        self._shown: tuple[ShownField, ...] = ()
        self._rows: list[_Row] = []
        self._stacked = False
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
        for each in self._rows:
            for part in each.parts:
                self._grid.removeWidget(part)
                if isinstance(part, SecretField):
                    part.show_token(None)  # it lives until Qt comes to delete it
                part.hide()
                part.deleteLater()
        self._rows = [self._row(field) for field in self._shown]
        self._place()
        for each in self._rows:
            for part in each.parts:
                part.ensurePolished()  # how wide they are depends on the stylesheet
        self._arrange(self.width())

    @property
    def in_reading_order(self) -> tuple[QWidget, ...]:
        """What takes the focus, for the order of Tab: what is built later stands behind everything else there."""
        return tuple(part for each in self._rows for part in (each.value, each.button) if part is not None)

    def confirm(self, field: str) -> None:
        """Say beside this field that it was copied."""
        for shown, each in zip(self._shown, self._rows, strict=True):
            if shown.label == field and each.button is not None:
                each.button.confirm()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def _arrange(self, width: int) -> None:
        stacked = self._too_narrow(width)
        if stacked != self._stacked:
            self._stacked = stacked
            self._place()

    def _row(self, field: ShownField) -> _Row:
        value = self._value(field)
        heading = label(field.label, kind="heading")
        heading.setBuddy(value)
        copy = None
        if field.text is not None or field.token is not None:
            copy = CopyButton(
                tr("Copy"), tr("Copy {label}", label=field.label), self._named(tr("Copy {label}", label=field.label))
            )
            copy.clicked.connect(lambda _checked=False, name=field.label: self.copy_wanted.emit(name))
        hint = label(field.hint, kind="hint", wrap=True) if field.hint else None
        if hint is not None:
            hint.setContentsMargins(0, 0, 0, 6)  # it belongs to the field above it
        return _Row(heading, value, copy, hint)

    def _too_narrow(self, width: int) -> bool:
        headings = max((each.heading.sizeHint().width() for each in self._rows), default=0)
        buttons = max((each.button.sizeHint().width() for each in self._rows if each.button is not None), default=0)
        return width - headings - buttons - 2 * self._grid.horizontalSpacing() < NARROWEST_VALUE

    def _place(self) -> None:
        for each in self._rows:
            for part in each.parts:
                self._grid.removeWidget(part)
        line = 0
        for each in self._rows:
            each.heading.setContentsMargins(0, 6 if self._stacked and line else 0, 0, 0)
            if self._stacked:
                self._grid.addWidget(each.heading, line, 0, 1, 3)
                line += 1
            else:
                self._grid.addWidget(each.heading, line, 0)
            first = 0 if self._stacked else 1
            self._grid.addWidget(each.value, line, first, 1, 2 - first)
            if each.button is not None:
                self._grid.addWidget(each.button, line, 2)
            line += 1
            if each.hint is not None:
                self._grid.addWidget(each.hint, line, first, 1, 3 - first)
                line += 1

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
            say(value.setPlaceholderText, _EMPTY.get(field.kind, tr("Not known here")))
        value.setObjectName(self._named(field.label))
        say(value.setAccessibleName, field.label)
        value.setProperty("face", "mono")
        value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return value

    def _named(self, words: str) -> str:
        return object_name(f"{self._prefix} {words}" if self._prefix else words)


@dataclass(frozen=True)
class _Row:
    """The widgets of one field."""

    heading: QLabel
    value: QLineEdit
    button: CopyButton | None
    hint: QLabel | None

    @property
    def parts(self) -> list[QWidget]:
        return [part for part in (self.heading, self.value, self.button, self.hint) if part is not None]
