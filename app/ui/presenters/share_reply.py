"""Answering whoever sent a share: what arrived, where it was entered, and what a test of it said."""

from __future__ import annotations

from datetime import datetime

from app.actions.open_share import reply
from app.domain.clock import Clock
from app.domain.received_share import ReceivedShare
from app.domain.report import Report, Verdict
from app.domain.text import tr
from app.ui.pages.received_share import ReceivedSharePage
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce
from app.ui.words import moment

_TONES = {Verdict.READY: "good", Verdict.USABLE: "warning", Verdict.BLOCKED: "bad", Verdict.UNKNOWN: "warning"}


class ShareReply:
    """Says only what is so: a client because the person chose it, a verdict because these values were tested here."""

    def __init__(self, page: ReceivedSharePage, clipboard: GuardedClipboard, clock: Clock) -> None:
        self._page = page
        self._clipboard = clipboard
        self._clock = clock
        self._share: ReceivedShare | None = None
        self._entered_in = ""
        self._tested: tuple[Verdict, datetime] | None = None
        page.entered.connect(self._entered)
        page.copy_reply.connect(self._copy)

    def show(self, share: ReceivedShare | None) -> None:
        """Answer for this share; None: there is none any more."""
        self._share, self._entered_in, self._tested = share, "", None
        self._show()

    def note_test(self, report: Report) -> None:
        """These values were tested just now. A test that was stopped says nothing."""
        if not any(finding.code == "run.cancelled" for finding in report.findings):
            self._tested = (report.verdict, self._clock.now())
            self._show()

    def _entered(self, client: str) -> None:
        self._entered_in = client
        self._show()

    def _show(self) -> None:
        if self._tested is None:
            self._page.show_tested(tr("These values were not tested on this computer yet."), "muted")
        else:
            verdict, at = self._tested
            self._page.show_tested(
                tr("Tested on {moment}: {verdict}.", moment=moment(at), verdict=verdict.value), _TONES[verdict]
            )
        self._page.show_reply(self._text())

    def _text(self) -> str:
        if self._share is None:
            return ""
        verdict, at = self._tested or (None, None)
        tested_at = moment(at) if at is not None else None
        return reply(self._share, self._entered_in or None, moment(self._clock.now()), verdict, tested_at)

    def _copy(self) -> None:
        self._page.show_reply(self._text())  # of this very minute
        self._clipboard.copy_plain(self._text())
        self._page.confirm_reply()
        announce(self._page, tr("Reply copied"))
