"""Which token is this? From what the person pastes to the sentences that answer it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.actions.program import Program
from app.actions.which_token import (
    FoundToken,
    NothingToLookFor,
    Standing,
    WhichToken,
    is_address,
    looks_like_one,
    which_token,
)
from app.domain.errors import Problem
from app.domain.history import What
from app.domain.plain_text import shown
from app.domain.text import counted, joined, tr
from app.ui.dialogs.awaited import ended
from app.ui.dialogs.which_token import WhichTokenDialog
from app.ui.presenters.tasks import Tasks
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce
from app.ui.words import moment

_MOST_SHARES = 6
"""So many shares are named; the others are counted."""


class WhichTokenPresenter:
    """One dialog. The text lives in its field alone, and goes when it closes."""

    def __init__(
        self, parent: QWidget, program: Program, clipboard: GuardedClipboard, failed: Callable[[Problem], None]
    ) -> None:
        self._parent = parent
        self._program = program
        self._clipboard = clipboard
        self._tasks = Tasks(failed)
        self._asked = 0

    async def run(self) -> None:
        """Show the dialog until it is closed."""
        self._dialog = dialog = WhichTokenDialog(self._parent)
        dialog.paste.connect(lambda: dialog.put(QGuiApplication.clipboard().text()))
        dialog.look.connect(self._look)
        dialog.edited.connect(self._forget)
        try:
            await ended(dialog)
        finally:
            await self._tasks.cancel()
            dialog.clear()
            dialog.deleteLater()

    def _forget(self) -> None:
        """What is being looked for is not what stands there any more."""
        self._asked += 1

    def _look(self, text: str) -> None:
        self._asked += 1
        self._dialog.show_looking()
        self._tasks.start(self._answer(text, self._asked))

    async def _answer(self, text: str, asked: int) -> None:
        try:
            answer = await which_token(self._program, text)
        except NothingToLookFor as nothing:
            self._show(asked, "warning", nothing.sentence, "", "")
            return
        if answer.secret:
            self._clipboard.guard(answer.secret, tr("The token that you found"))
        if answer.found:
            self._show(asked, *_ours(answer))
        else:
            self._show(asked, "muted", *_not_ours(answer, text))

    def _show(self, asked: int, tone: str, words: str, facts: str, next_step: str) -> None:
        if asked == self._asked:
            self._dialog.show_answer(tone, words, facts, next_step)
            announce(self._dialog, words)


def _ours(answer: WhichToken) -> tuple[str, str, str, str]:
    """Tone, answer, facts, next step; of the account where it matters most."""
    order = list(Standing)
    found = sorted(answer.found, key=lambda each: order.index(each.standing))
    first = found[0]
    tone = {Standing.PRESENT: "bad", Standing.OLD: "warning"}.get(first.standing, "good")
    facts = _facts(first, answer)
    for each in found[1:]:
        facts += [_headline(each), *_facts(each, answer)]
    return tone, _headline(first), joined(*facts, by="\n"), _next_step(first)


def _headline(found: FoundToken) -> str:
    of = _account(found)
    return {
        Standing.PRESENT: tr("This is the present token of {account}.", account=of),
        Standing.OLD: tr("This is the old token of {account}, and it still works.", account=of),
        Standing.OLD_ENDED: tr("This is the old token of {account}. It has ended.", account=of),
        Standing.EARLIER: tr("This is an earlier token of {account}.", account=of),
    }[found.standing]


def _account(found: FoundToken) -> str:
    if found.name is None:
        return tr("an account that is not on this computer any more")
    if not found.badge:
        return shown(found.name)
    return tr("{name} ({environment})", name=shown(found.name), environment=found.badge)


def _facts(found: FoundToken, answer: WhichToken) -> list[str]:
    facts: list[str] = []
    if found.standing is Standing.OLD and found.ends_at is not None:
        facts.append(tr("It works until {moment}.", moment=moment(found.ends_at)))
    elif found.standing is Standing.OLD_ENDED and found.ends_at is not None:
        facts.append(tr("It ended on {moment}.", moment=moment(found.ends_at)))
    elif found.ended_at is not None:
        facts.append(_how_it_ended(found.ended_how, moment(found.ended_at)))
    if not answer.history:
        facts.append(tr("With whom it was shared is not known: without a keyring no history is kept."))
    elif not found.shares:
        facts.append(tr("It was not shared from this computer in the last 400 days."))
    for share in found.shares[:_MOST_SHARES]:
        whom = tr(" with {with_whom}", with_whom=shown(share.with_whom)) if share.with_whom else ""
        facts.append(tr("It was shared{whom} on {moment}.", whom=whom, moment=moment(share.at)))
    if (more := len(found.shares) - _MOST_SHARES) > 0:
        facts.append(counted("It was shared {n} more time before.", "It was shared {n} more times before.", more))
    return facts


def _how_it_ended(how: str | None, at: str) -> str:
    if how == What.REVOKED.value:
        return tr("It was revoked on {moment}.", moment=at)
    if how == What.REMOVED.value:
        return tr("It was removed from this computer on {moment}.", moment=at)
    return tr("It was rotated away on {moment}.", moment=at)


def _next_step(found: FoundToken) -> str:
    view = found.view
    can = view.account.capabilities if view is not None else None
    if found.standing is Standing.PRESENT:
        leaked = tr("choose Rotate SCIM token, then This token has leaked")
        if can is None or not can.rotate:
            leaked = tr("rotate it as leaked")
        return tr(
            "If you found it where others can read it, it has leaked: open this account, and "
            "{leaked}. Then delete it where you found it.",
            leaked=leaked,
        )
    if found.standing is Standing.OLD:
        if can is not None and can.revoke_previous:
            how = tr("open this account and choose Revoke old token now… once every client has the new one")
        else:
            how = tr("ask R-Service's support to end it, once every client has the new one")
        return tr("If you found it where others can read it, {how}. Then delete it where you found it.", how=how)
    if found.standing is Standing.EARLIER and found.ended_how not in (What.REVOKED, What.ROTATED_LEAKED):
        return tr(
            "An old token works for 30 days after it was rotated away, and no longer. If that was less long ago, test "
            "it in the Connection tester; else there is nothing to do."
        )
    return tr("There is nothing to do: nobody can use it any more. Delete it where you found it all the same.")


def _not_ours(answer: WhichToken, text: str) -> tuple[str, str, str]:
    words = tr("This is no token of an account on this computer.")
    if is_address(text):
        words = tr("This is an address, and no token of an account on this computer is in it.")
    facts: list[str] = []
    if not looks_like_one(text):
        facts.append(
            tr("It does not look like a token of R-Service either: those have 64 digits and letters from a to f.")
        )
    if answer.unreadable:
        many = counted("one account", "{n} accounts", answer.unreadable)
        facts.append(tr("The tokens of {many} could not be compared: this computer cannot read them now.", many=many))
    facts.append(
        tr("Earlier tokens of the last 400 days were compared, too.")
        if answer.history
        else tr("Earlier tokens could not be compared: without a keyring no history is kept.")
    )
    next_step = tr("It may belong to another account or another computer. Ask there, or whoever sent it.")
    return words, joined(*facts, by="\n"), next_step
