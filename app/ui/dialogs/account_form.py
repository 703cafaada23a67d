"""The fields of an account that is typed in by hand, with what is wrong with each said below it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDateEdit,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.domain.accounts import Environment
from app.domain.endpoints import LONGEST
from app.domain.text import tr
from app.domain.typed_input import LONGEST_NAME, Field
from app.ui.language.said import say
from app.ui.widgets.basics import label, object_name, radio, row
from app.ui.widgets.choices import ComboBox

DO_NOT_KNOW, TODAY, ON_A_DAY = tr("I do not know"), tr("Today"), tr("On this day:")


class AccountForm(QWidget):
    """Signals: `edited`, when anything in it has changed."""

    edited = Signal()

    def __init__(self, between: QWidget | None = None) -> None:
        """`between` stands after the endpoint: what the dialog has of its own."""
        super().__init__()
        self.name = text_field(tr("Account name"), LONGEST_NAME * 4)
        say(self.name.setPlaceholderText, "Widget Data Center")
        self.endpoint = text_field(tr("Endpoint"), LONGEST * 2)
        self.endpoint.setProperty("face", "mono")
        say(self.endpoint.setPlaceholderText, "https://api.r-service.tech/scim/v2")
        self.settings_page = text_field(tr("Settings page address"), LONGEST * 2)
        say(self.settings_page.setPlaceholderText, "https://…")
        self._problems = {each: _problem(each) for each in Field}
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(10)
        self._across(down, self._part(tr("Account name"), self.name, Field.NAME), self._environments())
        down.addLayout(self._part(tr("Endpoint"), self.endpoint, Field.ENDPOINT))
        if between is not None:
            down.addWidget(between)
        page = self._part(tr("Settings page address"), self.settings_page, Field.SETTINGS_PAGE)
        page.insertWidget(
            2,
            label(
                tr("Optional. The page in R-Service that shows the token: it is opened for you later."),
                kind="hint",
                wrap=True,
            ),
        )
        self._across(down, page, self._rotated())
        for field, about in (
            (self.name, Field.NAME),
            (self.endpoint, Field.ENDPOINT),
            (self.settings_page, Field.SETTINGS_PAGE),
        ):
            field.textChanged.connect(self.edited)
            field.textChanged.connect(self._problems[about].hide)

    def problem(self, field: Field) -> QLabel:
        """The label that says what is wrong with a field."""
        return self._problems[field]

    @staticmethod
    def _across(down: QVBoxLayout, left: QVBoxLayout, right: QVBoxLayout) -> None:
        across = QHBoxLayout()
        across.setSpacing(20)
        across.addLayout(left, 3)
        across.addLayout(right, 2)
        down.addLayout(across)

    def _part(self, words: str, field: QWidget, about: Field) -> QVBoxLayout:
        return part(words, field, self._problems[about])

    def _environments(self) -> QVBoxLayout:
        self._qa, self._production = radio(tr("QA")), radio(tr("Production"))
        self._group = QButtonGroup(self)
        for choice in (self._qa, self._production):
            self._group.addButton(choice)
            choice.toggled.connect(self.edited)
            choice.toggled.connect(self._problems[Field.ENVIRONMENT].hide)
        down = QVBoxLayout()
        down.setSpacing(6)
        down.addWidget(label(tr("Environment"), kind="heading"))
        down.addLayout(row(self._qa, self._production, None, spacing=16))
        down.addWidget(self._problems[Field.ENVIRONMENT])
        down.addStretch(1)
        return down

    def _rotated(self) -> QVBoxLayout:
        self._last_rotated = ComboBox()
        self._last_rotated.setObjectName("lastRotated")
        for words in (DO_NOT_KNOW, TODAY, ON_A_DAY):
            self._last_rotated.addItem(words, str(words))
        self._day = QDateEdit()
        self._day.setObjectName("rotatedOn")
        say(self._day.setAccessibleName, tr("Rotated on"))
        self._day.setCalendarPopup(True)
        self._day.setDisplayFormat("d MMMM yyyy")
        self._day.hide()
        self._last_rotated.currentIndexChanged.connect(lambda _: self._rotated_changed())
        self._day.dateChanged.connect(lambda _: self.edited.emit())
        heading = label(tr("Last rotated"), kind="heading")
        heading.setBuddy(self._last_rotated)
        down = QVBoxLayout()
        down.setSpacing(6)
        down.addWidget(heading)
        down.addLayout(row(self._last_rotated, self._day))
        hint = tr(
            "R-Service asks you to rotate within a year of it. If you do not know the day, you are reminded in 30 days."
        )
        down.addWidget(label(hint, kind="hint", wrap=True))
        down.addStretch(1)
        return down

    def _rotated_changed(self) -> None:
        self._day.setVisible(self._last_rotated.currentData() == ON_A_DAY)
        self.edited.emit()

    def set_today(self, today: date) -> None:
        """The last day that can be chosen."""
        now = QDate(today.year, today.month, today.day)
        self._day.setDateRange(QDate(today.year - 20, 1, 1), now)
        self._day.setDate(now)

    @property
    def rotated_on(self) -> date | None:
        """The day on which the token was last rotated; None: not known."""
        if self._last_rotated.currentData() == DO_NOT_KNOW:
            return None
        chosen = self._day.date() if self._last_rotated.currentData() == ON_A_DAY else self._day.maximumDate()
        return date(chosen.year(), chosen.month(), chosen.day())

    def show_rotated_on(self, day: date | None) -> None:
        words = DO_NOT_KNOW if day is None else ON_A_DAY
        self._last_rotated.setCurrentIndex(self._last_rotated.findData(str(words)))
        if day is not None:
            self._day.setDate(QDate(day.year, day.month, day.day))

    @property
    def environment(self) -> Environment | None:
        """What the person chose; None while they have not."""
        if self._production.isChecked():
            return Environment.PRODUCTION
        return Environment.QA if self._qa.isChecked() else None

    def choose(self, environment: Environment) -> None:
        (self._production if environment is Environment.PRODUCTION else self._qa).setChecked(True)

    def show_problems(self, problems: dict[Field, str]) -> None:
        """Say what is wrong beside each field, and bring the keyboard to the first."""
        fields: dict[Field, QWidget] = {
            Field.NAME: self.name,
            Field.ENVIRONMENT: self._qa,
            Field.ENDPOINT: self.endpoint,
            Field.SETTINGS_PAGE: self.settings_page,
        }
        for each, said in self._problems.items():
            said.setText(problems.get(each, ""))
            said.setVisible(each in problems)
            if each in fields:
                say(fields[each].setAccessibleDescription, problems.get(each, ""))
        first = next((fields[each] for each in Field if each in problems and each in fields), None)
        if first is not None:
            first.setFocus()


def text_field(name: str, longest: int) -> QLineEdit:
    """A field of this accessible name."""
    field = QLineEdit()
    field.setObjectName(object_name(name))
    say(field.setAccessibleName, name)
    field.setMaxLength(longest)
    return field


def part(words: str, field: QWidget, problem: QLabel) -> QVBoxLayout:
    """A field with its words above it, and below it the place for what is wrong with it."""
    heading = label(words, kind="heading")
    heading.setBuddy(field)
    down = QVBoxLayout()
    down.setSpacing(6)
    down.addWidget(heading)
    down.addWidget(field)
    down.addWidget(problem)
    down.addStretch(1)
    return down


def _problem(field: Field) -> QLabel:
    made = label(kind="error", name=object_name(f"{field.value} problem"), wrap=True)
    made.hide()
    return made
