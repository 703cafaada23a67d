"""One check of a connection test in full: what was found, the request, and the shape of the answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit

from app.domain.findings import Finding
from app.domain.plain_text import shown
from app.domain.report import Check, Sent
from app.domain.text import joined, tr
from app.ui.language.said import say
from app.ui.widgets.basics import Card, label, row
from app.ui.widgets.copy_button import CopyButton

MOST_LINES = 12
_SENT = {
    Sent.TOKEN: tr("with the token"),
    Sent.OLD_TOKEN: tr("with the old token"),
    Sent.MADE_UP_TOKEN: tr("with a made-up token"),
    Sent.NONE: tr("without a token"),
}


class CheckDetail(Card):
    """Hidden until a check is shown.

    Signals: `copy_curl` and `copy_powershell`, for the check that is shown.
    """

    copy_curl = Signal()
    copy_powershell = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("checkDetail")
        self._title = label(kind="heading", name="checkTitle", wrap=True)
        self._found = label(name="checkFindings", wrap=True)
        self._request = label(kind="mono", name="checkRequest", wrap=True)
        self._answer = label(kind="hint", name="checkAnswer", wrap=True)
        self._shape = QPlainTextEdit()
        self._shape.setObjectName("answerShape")
        say(self._shape.setAccessibleName, tr("Shape of the answer"))
        self._shape.setReadOnly(True)
        self._shape.setTabChangesFocus(True)
        self._shape.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._curl = CopyButton(tr("Copy as curl"), tr("Copy as curl"))
        self._curl.clicked.connect(self.copy_curl)
        self._powershell = CopyButton(tr("Copy as PowerShell"), tr("Copy as PowerShell"))
        self._powershell.clicked.connect(self.copy_powershell)
        self._ask = label(tr("The line asks for the token when it runs."), kind="hint", wrap=True)
        for part in (self._title, self._found, self._request, self._answer, self._shape):
            self.column.addWidget(part)
        foot = row(self._curl, self._powershell, self._ask)
        foot.setStretch(2, 1)
        self.column.addSpacing(2)
        self.column.addLayout(foot)
        self.hide()

    def show_check(self, check: Check, findings: Sequence[Finding], *, can_be_copied: bool) -> None:
        """Show this check, with all that was found by it; `can_be_copied` as a line for a terminal."""
        self._title.setText(check.title)
        sentences: list[str] = [joined(each.message, each.remedy) for each in findings] or [check.detail]
        self._found.setText(joined(*(shown(sentence, 600) for sentence in sentences), by="\n"))
        asked = check.request is not None
        if check.request is not None:
            self._request.setText(joined(shown(check.request, 600), _SENT[check.sent or Sent.NONE], by="\n"))
        self._answer.setText(_answer(check))
        self._answer.setVisible(asked)
        self._request.setVisible(asked)
        for part in (self._curl, self._powershell):
            part.setVisible(can_be_copied)
        self._ask.setVisible(can_be_copied and check.sent in (Sent.TOKEN, Sent.OLD_TOKEN))
        self._show_shape(check.answer or "")
        self.show()

    def _show_shape(self, shape: str) -> None:
        text = "\n".join(shown(line, 200) for line in shape.splitlines())
        self._shape.setPlainText(text)
        lines = min(text.count("\n") + 1, MOST_LINES)
        self._shape.setFixedHeight(lines * QFontMetrics(self._shape.font()).lineSpacing() + 18)
        self._shape.setVisible(bool(text))

    def confirm_curl(self) -> None:
        self._curl.confirm()

    def confirm_powershell(self) -> None:
        self._powershell.confirm()


def _answer(check: Check) -> str:
    if check.response_status is None:
        return tr("There was no answer to it.")
    if check.content_type:
        kind = shown(check.content_type, 100)
        answer = tr("Answer: status {status}, {media_type}.", status=check.response_status, media_type=kind)
    else:
        answer = tr("Answer: status {status}.", status=check.response_status)
    return joined(answer, tr("Of its body, names and kinds of values alone are kept:") if check.answer else "")
