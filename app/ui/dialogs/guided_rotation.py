"""Rotating by guidance: the question before it, and the guide itself with its four steps."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QDate, QDateTime, QTime, Signal
from PySide6.QtWidgets import QDateTimeEdit, QGridLayout, QPushButton, QWidget

from app.domain.guided_words import STEPS, what_will_happen
from app.domain.text import joined, tr
from app.domain.tokens import AccessToken
from app.domain.typed import GuidedKind, GuidedStep
from app.ui.dialogs.awaited import Dialog, ended
from app.ui.language.said import say
from app.ui.theme.icons import StateIcon
from app.ui.widgets.basics import badge, button, label, object_name, radio, restyle, row
from app.ui.widgets.flow import Flow
from app.ui.widgets.new_token_field import NewTokenField
from app.ui.widgets.said_line import SaidLine

TITLE = tr("Rotate SCIM token")
_WIDTH = 680

IT_IS, IT_IS_NOT = tr("It is"), tr("It is not…")
OPEN_PAGE = tr("Open R-Service's settings")
PRESSED, NOT_PRESSED = tr("I have pressed Rotate"), tr("I did not press Rotate")
TRY, TRY_AGAIN = tr("Check the new token"), tr("Try again")
ANOTHER, GO_ON = tr("Paste another token"), tr("Use it all the same")
FINISH, LATER, CANCEL = tr("Finish"), tr("Go on later"), tr("Cancel")


class StartGuideDialog(Dialog):
    """Asks why the token is rotated, and says what will happen. Cancel is the default."""

    def __init__(self, parent: QWidget, account: str, word: str, ending: str, living_until: str) -> None:
        super().__init__(parent, TITLE, "rotateScimToken", width=560)
        self._ending, self._living_until = ending, living_until
        self._planned = radio(tr("Planned rotation"))
        self._planned.setObjectName("plannedRotation")
        self._planned.setChecked(True)
        self._leaked = radio(tr("This token has leaked"))
        self._leaked.setObjectName("thisTokenHasLeaked")
        self._leaked.toggled.connect(self._explain)
        self._what = label(name="whatWillHappen", wrap=True)
        begin = button(tr("Rotate now"))
        begin.clicked.connect(self.accept)
        cancel = button(CANCEL)
        cancel.setDefault(True)
        cancel.clicked.connect(self.reject)
        self.column.addLayout(row(label(account, kind="heading"), badge(word), None))
        self.column.addSpacing(6)
        self.column.addWidget(self._planned)
        self.column.addWidget(self._leaked)
        self.column.addSpacing(6)
        self.column.addWidget(self._what)
        self.column.addStretch(1)
        self.column.addSpacing(8)
        self.column.addLayout(Flow(begin, cancel, right=True))
        cancel.setFocus()
        self._explain()

    @property
    def kind(self) -> GuidedKind:
        """What the person chose."""
        return GuidedKind.LEAKED if self._leaked.isChecked() else GuidedKind.PLANNED

    def _explain(self) -> None:
        self._what.setText(what_will_happen(self.kind, self._ending, self._living_until))
        self.adjustSize()


async def ask_kind(parent: QWidget, account: str, word: str, ending: str, living_until: str) -> GuidedKind | None:
    """Why the token is rotated; None where the person thought better of it."""
    dialog = StartGuideDialog(parent, account, word, ending, living_until)
    try:
        return dialog.kind if await ended(dialog) else None
    finally:
        dialog.deleteLater()


class GuideDialog(Dialog):
    """Shows the step that it is given. Closing it leaves the rotation where it is.

    Signals: `chosen` with the word on the button that was pressed; `paste` (the button beside the field); `dated`, when
    the date was changed. `token` is what was typed, `rotated_at` the date as the person has it.
    """

    chosen = Signal(str)
    dated = Signal()

    def __init__(self, parent: QWidget, account: str, word: str) -> None:
        super().__init__(parent, TITLE, "guidedRotation", width=_WIDTH)
        self.column.addLayout(row(label(account, kind="heading"), badge(word), None))
        self.column.addSpacing(4)
        self._steps = _StepList()
        self.column.addWidget(self._steps)
        self.column.addSpacing(8)
        self._heading = label(kind="section", name="guideStep", wrap=True)
        self._text = label(name="guideText", wrap=True)
        self.ending = label(kind="passphrase", name="guideToken")
        self.token = NewTokenField()
        self._date = _date_field()
        self._date.dateTimeChanged.connect(lambda _: self.dated.emit())
        self._until = label(kind="hint", name="guideUntil", wrap=True)
        self.said = SaidLine("guideSaid")
        heading = self._date_heading = label(tr("Rotated on"), kind="heading")
        heading.setBuddy(self._date)
        for part in (self._heading, self._text, self.ending, self.token, heading, self._date, self._until, self.said):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.column.addSpacing(8)
        self._buttons = Flow(right=True)
        self.column.addLayout(self._buttons)
        self.setMinimumHeight(430)
        self.token.edited.connect(self._typed)

    @property
    def rotated_at(self) -> datetime:
        """The date that stands there, UTC."""
        shown = self._date.dateTime()
        day, time = shown.date(), shown.time()
        local = datetime(day.year(), day.month(), day.day(), time.hour(), time.minute()).astimezone()
        return local.astimezone(UTC)

    @property
    def step_name(self) -> str:
        """What stands above the text."""
        return self._heading.text()

    def show_step(self, step: GuidedStep, text: str) -> None:
        """Turn to a step; what belongs to another is hidden."""
        self._steps.mark(step)
        number = list(STEPS).index(step) + 1
        self._heading.setText(tr("Step {number} of {steps}: {name}", number=number, steps=len(STEPS), name=STEPS[step]))
        self._text.setText(text)
        self.ending.hide()
        self.token.hide()
        for part in (self._date_heading, self._date, self._until):
            part.hide()
        self.said.say("")

    def show_token(self, token: AccessToken) -> None:
        """The last four digits, large enough to compare."""
        self.ending.setText(token.masked)
        say(
            self.ending.setAccessibleName,
            tr("hidden, ends in {last_four}", last_four=token.last_four) if token.last_four else tr("hidden"),
        )
        self.ending.show()

    def show_date(self, proposed: datetime, earliest: datetime, latest: datetime) -> None:
        """Ask for the date; all three are UTC."""
        blocked = self._date.blockSignals(True)
        self._date.setDateTimeRange(_local(earliest), _local(latest))
        self._date.setDateTime(_local(proposed))
        self._date.blockSignals(blocked)
        for part in (self._date_heading, self._date, self._until):
            part.show()

    def show_until(self, text: str) -> None:
        self._until.setText(text)

    def offer(self, words: tuple[str, ...], main: str = "") -> None:
        """The buttons at the foot, in this order; `main` is filled, the default, and has the focus."""
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for word in words:
            made = button(word, kind="filled" if word == main else "")
            made.clicked.connect(lambda _checked=False, word=word: self.chosen.emit(word))
            self._buttons.addWidget(made)
            made.show()  # at once: the layout would only do so later, and nothing hidden takes the focus
            if word == main:
                made.setDefault(True)
                made.setFocus()
            made.ensurePolished()  # else it is measured without what the stylesheet says

    def _typed(self) -> None:
        """What is typed can be checked, once there is something."""
        for each in self.findChildren(QPushButton, object_name(TRY)):
            each.setEnabled(bool(self.token.field.text().strip()))

    def set_busy(self, busy: bool) -> None:
        """While something is done, nothing else can be begun; the dialog can be closed all the same."""
        self.token.set_busy(busy)
        self._date.setEnabled(not busy)
        for number in range(self._buttons.count()):
            item = self._buttons.itemAt(number)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setEnabled(not busy)
        if not busy:
            self._typed()


class _StepList(QWidget):
    """The steps by name, the one that is due marked by an icon and a word."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("guideSteps")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._rows = []
        for number, (step, name) in enumerate(STEPS.items()):
            icon, text, state = (
                StateIcon(keeps_place=True),
                label(joined(str(number + 1), name, by="  ")),
                label(kind="hint"),
            )
            text.setObjectName(f"guideStep{number + 1}")
            grid.addWidget(icon, number, 0)
            grid.addWidget(text, number, 1)
            grid.addWidget(state, number, 2)
            self._rows.append((step, icon, text, state))

    def mark(self, present: GuidedStep) -> None:
        steps = list(STEPS)
        for step, icon, text, state in self._rows:
            done, now = steps.index(step) < steps.index(present), step is present
            icon.show_state("good" if done else "")
            text.setProperty("kind", "heading" if now else "muted")
            restyle(text)
            state.setText(tr("Done") if done else tr("Now") if now else tr("To come"))
            spoken = tr("done") if done else tr("now") if now else tr("to come")
            state.setProperty("kind", "heading" if now else "hint")
            restyle(state)
            say(
                text.setAccessibleName,
                joined(str(steps.index(step) + 1), joined(STEPS[step], spoken, by=": "), by="  "),
            )


def _date_field() -> QDateTimeEdit:
    made = QDateTimeEdit()
    made.setObjectName("rotatedOn")
    say(made.setAccessibleName, tr("Rotated on"))
    made.setCalendarPopup(True)
    made.setDisplayFormat("d MMMM yyyy, HH:mm")
    return made


def _local(moment: datetime) -> QDateTime:
    """As the clock on the wall shows it here."""
    local = moment.astimezone()
    return QDateTime(QDate(local.year, local.month, local.day), QTime(local.hour, local.minute))
