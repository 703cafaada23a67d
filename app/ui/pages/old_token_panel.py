"""The panel of the old token: how long it still works, who uses it, and how to end it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar

from app.domain.text import tr
from app.ui.language.said import said, say
from app.ui.widgets.basics import Card, button, label, restyle, row
from app.ui.widgets.calendar_button import CalendarButton
from app.ui.widgets.flow import Lines

if TYPE_CHECKING:
    from datetime import datetime

    from app.actions.at_start import LastKnown
    from app.ui.theme.icons import StateIcon


WORKS, ENDED = tr("The old token still works"), tr("The old token has ended")
SHOULD_HAVE_ENDED = tr("The old token should have ended")


class OldTokenPanel(Card):
    """Signals: `revoke`, when the person wants the old token ended; `mark_confirmed` and `take_back`, where nobody but
    the person can say whether the administrator has switched."""

    revoke = Signal()
    mark_confirmed = Signal()
    take_back = Signal()

    def __init__(self) -> None:
        super().__init__("warning")
        self._title = label(WORKS, kind="warning")
        self._countdown = label(kind="countdown", name="oldTokenCountdown")
        self._bar = QProgressBar()
        self._bar.setObjectName("oldTokenTimeLeft")
        say(self._bar.setAccessibleName, tr("Old token time left"))
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setProperty("tone", "warning")
        self._until = label(kind="hint", name="oldTokenValidUntil", wrap=True)
        self._state = label(kind="heading", name="oldTokenState")
        self._state.hide()
        self._icon: StateIcon | None = None
        self._uses = label(name="oldTokenUses", wrap=True)
        self._uses.hide()
        self._revoke = button(tr("Revoke old token now…"))
        self._revoke.clicked.connect(self.revoke)
        self._mark = button(tr("Mark as confirmed…"))
        self._mark.clicked.connect(self.mark_confirmed)
        self._take_back = button(tr("Take back the confirmation"))
        self._take_back.clicked.connect(self.take_back)
        self.show_confirming(possible=False)
        for part in (self._title, self._countdown, self._bar, self._until):
            self.column.addWidget(part)
        self.column.addSpacing(4)
        self._headline = row(self._state)
        self.column.addLayout(self._headline)
        self.column.addWidget(self._uses)
        self.column.addSpacing(4)
        self.calendar = CalendarButton("oldTokenAddToCalendar")
        self.calendar.hide()  # until somebody listens
        self.column.addLayout(Lines(self._revoke, self._mark, self._take_back, self.calendar))
        self.column.addWidget(self.calendar.said)
        self.hide()

    def show_countdown(self, words: str, per_mille: int) -> None:
        """Every second: what is left, in words and as a bar (in thousandths)."""
        if self._countdown.text() != said(words):
            self._countdown.setText(words)
        if self._bar.value() != per_mille:
            self._bar.setValue(per_mille)

    def show_last_known(self, known: LastKnown, now: datetime) -> None:
        """Before the service has answered: what is left by the clock as last compared with it."""
        ends = known.old_token_expires_at
        if ends is None:
            return
        from app.domain.countdown import in_words, per_mille, remaining
        from app.ui.words import moment

        left = remaining(ends, now + known.clock_offset)
        if left:
            self.show_old_token(tr("Valid until {moment}.", moment=moment(ends)), can_revoke=False)
            self.show_countdown(in_words(left), per_mille(left))

    def show_old_token(self, until: str, *, can_revoke: bool, title: str = WORKS) -> None:
        """Show the panel: how long the old token works, or when it ended."""
        self._title.setText(title)
        self._until.setText(until)
        self._revoke.setVisible(can_revoke)
        self.show()

    def show_confirming(self, *, possible: bool, confirmed: bool = False) -> None:
        """Whether the person can say that the administrator has switched, and whether they have."""
        self._mark.setVisible(possible and not confirmed)
        self._take_back.setVisible(possible and confirmed)

    def show_uses(self, tone: str, word: str, uses: str, *, may_revoke: bool = False) -> None:
        """Whether clients have switched: a state (its icon's tone and its word) and a sentence; all empty for none.
        Where nobody would notice its end, the button to revoke it stands out."""
        self._show_state(tone, word)
        if self._uses.text() != said(uses):
            self._uses.setText(uses)
            self._uses.setVisible(bool(uses))
        kind = "filled" if may_revoke else ""
        if (self._revoke.property("kind") or "") != kind:
            self._revoke.setProperty("kind", kind)
            restyle(self._revoke)

    def _show_state(self, tone: str, word: str) -> None:
        if self._state.text() == said(word):
            return
        if self._icon is None:
            from app.ui.theme.icons import StateIcon  # not needed by the first paint

            self._icon = StateIcon()
            self._headline.insertWidget(0, self._icon)
            self._headline.setStretch(1, 1)
        self._state.setText(word)
        self._state.setVisible(bool(word))
        self._icon.show_state(tone)
        self._icon.setVisible(bool(tone))
