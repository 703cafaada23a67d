"""The page Preferences: one control for each time and each switch."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from app.actions.preferences import CHOICES, TIMES, Preferences
from app.domain.plain_text import shown
from app.domain.text import Text, tr
from app.ui.language.said import say
from app.ui.language.switch import NAMES
from app.ui.widgets.basics import Card, button, label, object_name, row
from app.ui.widgets.choices import ComboBox
from app.ui.widgets.number_field import NumberField
from app.ui.widgets.page import Column
from app.ui.widgets.preference_row import PreferenceRow
from app.ui.widgets.problem_card import ProblemCard
from app.ui.widgets.said_line import SaidLine

NOT_HERE = tr(
    "On Linux no program can keep its windows out of screen captures and screen sharing. Hide the token before you "
    "share your screen."
)


@dataclass(frozen=True)
class _Time:
    name: str
    words: Text
    unit: Text
    hint: Text


_SECONDS, _MINUTES, _DAYS = tr("seconds"), tr("minutes"), tr("days")
_IN_SIGHT = (
    _Time(
        "reveal_seconds",
        tr("Hide a shown token after"),
        _SECONDS,
        tr("Then only its last four digits stand there."),
    ),
    _Time(
        "clipboard_seconds",
        tr("Clear a copied secret after"),
        _SECONDS,
        tr("Only if it is still in the clipboard: what you copy meanwhile stays."),
    ),
    _Time(
        "keep_minutes",
        tr("Keep more minutes adds"),
        _MINUTES,
        tr("The button beside each of these times gives you so much longer."),
    ),
)
_IDLE = _Time(
    "idle_minutes",
    tr("Put secrets away without me after"),
    _MINUTES,
    tr(
        "Shown secrets hide, the clipboard is cleared, and tokens leave this program's memory. When you use one again, "
        "it asks your system keyring. The same happens at once when your screen locks."
    ),
)
_REMINDERS = (
    _Time(
        "rotate_after_days",
        tr("Advise a new token after"),
        _DAYS,
        tr("R-Service asks you to rotate a token at least once a year."),
    ),
    _Time(
        "rotate_notice_days",
        tr("Remind me before that"),
        _DAYS,
        tr("So long before, the token counts as due."),
    ),
    _Time(
        "old_token_notice_days",
        tr("Remind me before an old token ends"),
        _DAYS,
        tr("So long before its end you are told that somebody may still use it."),
    ),
)
_THEMES: dict[str, str] = {
    "system": tr("As the system"),
    "light": tr("Light"),
    "dark": tr("Dark"),
    "contrast": tr("High contrast"),
}
_LANGUAGES: dict[str, str] = {"system": tr("As the system"), **NAMES}


class PreferencesPage(Column):
    """Signals: `chosen` with the name and the value of what the person chose, `restore` (the button)."""

    chosen = Signal(str, object)
    restore = Signal()

    def __init__(self, platform: str = sys.platform) -> None:
        super().__init__()
        self._rows: dict[str, PreferenceRow] = {}
        self._numbers: dict[str, NumberField] = {}
        self._switches: dict[str, QCheckBox] = {}
        self._choices: dict[str, ComboBox] = {}
        self.column.addWidget(label(tr("Preferences"), kind="title"))
        self.column.addWidget(
            label(tr("What you change here holds at once, and is kept on this computer."), kind="muted", wrap=True)
        )
        self.problem = ProblemCard()
        self.column.addWidget(self.problem)
        self._add_card(tr("Secrets that you show or copy"), _IN_SIGHT)
        away = self._add_card(tr("When you leave your desk"), (_IDLE,))
        self._add_captures(away, platform)
        reminders = self._add_card(tr("Reminders"), _REMINDERS)
        self._add_switch(
            reminders, "notifications", tr("Desktop notifications"), tr("At most once a day, of what is due.")
        )
        sharing = self._add_card(tr("Sharing"))
        self._add_switch(
            sharing,
            "keep_passphrase",
            tr("Keep the passphrase on this computer for 7 days"),
            tr("Whether that is ticked when you open Share securely. Your system keyring locks it."),
        )
        look = self._add_card(tr("Look and language"))
        self._add_choice(look, "theme", tr("Theme"), tr("Colours of this window."), _THEMES)
        self._add_choice(
            look, "language", tr("Language"), tr("What you send to others is not changed by it."), _LANGUAGES
        )
        restore = button(tr("Restore defaults"))
        restore.clicked.connect(self.restore)
        self._said = SaidLine("preferencesSaid")
        line = row(restore, self._said, None)
        line.setStretch(1, 1000)
        self.column.addLayout(line)
        self.end()

    def show_preferences(self, preferences: Preferences) -> None:
        """Show these as the ones that hold."""
        for name, number in self._numbers.items():
            number.show_number(getattr(preferences, name))
        for name, switch in self._switches.items():
            blocked = switch.blockSignals(True)
            switch.setChecked(getattr(preferences, name))
            switch.blockSignals(blocked)
        for name, choice in self._choices.items():
            blocked = choice.blockSignals(True)
            choice.setCurrentIndex(max(0, choice.findData(getattr(preferences, name))))
            choice.blockSignals(blocked)

    def say(self, text: str, tone: str = "") -> None:
        """What came of the last press; empty: nothing."""
        self._said.say(text, tone)

    def forget_typed(self) -> None:
        """Nothing that was typed is wrong any more."""
        for each in self._rows.values():
            each.show_problem(None)

    def _add_card(self, heading: Text, times: tuple[_Time, ...] = ()) -> Card:
        card = Card()
        card.column.addWidget(label(heading, kind="section"))
        for each in times:
            self._add_time(card, each)
        self.column.addWidget(card)
        return card

    def _add_time(self, card: Card, time: _Time) -> None:
        span = TIMES[time.name]
        field = self._numbers[time.name] = NumberField(span.least, span.most)
        line = self._rows[time.name] = PreferenceRow(time.words, field, time.hint, time.unit)
        field.chosen.connect(partial(self._choose, time.name))
        field.refused.connect(lambda typed: line.show_problem(_refusal(typed, time, field.value())))
        card.column.addWidget(line)

    def _add_switch(self, card: Card, name: str, words: Text, hint: Text) -> None:
        switch = self._switches[name] = QCheckBox()
        switch.setObjectName(object_name(words))
        for setter, text in (
            (switch.setText, words),
            (switch.setAccessibleName, words),
            (switch.setAccessibleDescription, hint),
        ):
            say(setter, text)
        switch.toggled.connect(partial(self._choose, name))
        card.column.addWidget(switch)
        card.column.addWidget(label(hint, kind="hint", wrap=True))

    def _add_choice(self, card: Card, name: str, words: Text, hint: Text, entries: dict[str, str]) -> None:
        choice = self._choices[name] = ComboBox()
        choice.offer([(value, entries[value]) for value in CHOICES[name]])
        choice.currentIndexChanged.connect(lambda _: self._choose(name, choice.currentData()))
        card.column.addWidget(PreferenceRow(words, choice, hint))

    def _add_captures(self, card: Card, platform: str) -> None:
        if platform in ("win32", "darwin"):
            self._add_switch(
                card,
                "shield_captures",
                tr("Leave windows with secrets out of screen captures"),
                tr("Whoever sees your shared screen, or a recording of it, does not see them."),
            )
        else:
            card.column.addSpacing(6)
            card.column.addWidget(label(tr("Screen captures"), kind="heading"))
            card.column.addWidget(label(NOT_HERE, kind="hint", name="screenCaptures", wrap=True))

    def _choose(self, name: str, value: Any) -> None:
        if name in self._rows:
            self._rows[name].show_problem(None)
        self.say("")
        self.chosen.emit(name, value)


def _refusal(typed: str, time: _Time, holds: int) -> Text:
    span = TIMES[time.name]
    values = {"holds": holds, "unit": time.unit, "least": span.least, "most": span.most}
    if not typed.strip():
        return tr("Nothing is entered. {holds} {unit} still hold. Enter {least} to {most} {unit}.", **values)
    return tr(
        "“{typed}” cannot be used. {holds} {unit} still hold. Enter a whole number from {least} to {most}.",
        typed=shown(typed.strip(), 20),
        **values,
    )
