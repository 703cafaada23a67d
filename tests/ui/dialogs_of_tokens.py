"""The dialogs about one account's tokens: rotating, sharing, reading out, opening."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QRadioButton, QWidget

from app.actions.provisioning_clients import read_clients
from app.domain.guided_words import OLD_HAS_ENDED, old_token_until, step_text
from app.domain.text import tr
from app.domain.typed import GuidedKind, GuidedStep
from app.ui.dialogs import guided_rotation as words
from app.ui.dialogs.guided_rotation import GuideDialog, StartGuideDialog
from app.ui.dialogs.mark_as_confirmed import MarkAsConfirmedDialog
from app.ui.dialogs.open_share import OpenShareDialog
from app.ui.dialogs.read_out import ReadOutDialog
from app.ui.dialogs.replace_token import ReplaceDialog
from app.ui.dialogs.rotate import RevokeDialog, RotateDialog, RotateFacts
from app.ui.dialogs.share import ShareDialog
from app.ui.dialogs.share_ready import ONCE, ReadyFacts, ShareReady
from app.ui.dialogs.which_token import WhichTokenDialog
from tests.ui.page import Page
from tests.ui.samples import NOW, TOKEN

LONG_NAME = tr("Widget Data Center Northern and Eastern Europe")
PASSPHRASE = "unmixed-boneless-cadet-ramp-opulently-viewless"
THEN = tr("24 December 2026, 11:00")
Build = Callable[[QWidget], QWidget]


def _rotate(*, leaked: bool) -> Build:
    def build(parent: QWidget) -> QWidget:
        living = tr("An old token is still valid until {then}. It ends at once when you rotate now.", then=THEN)
        made = RotateDialog(parent, RotateFacts(LONG_NAME, "Production", "b3ad", THEN, living))
        _choose(made, "thisTokenHasLeaked" if leaked else "plannedRotation")
        return made

    return build


def _choose(within: QWidget, name: str) -> None:
    found = within.findChild(QRadioButton, name)
    assert found is not None
    found.setChecked(True)


def _revoke(parent: QWidget) -> QWidget:
    uses = tr(
        "Okta still uses the old token (2 hours ago). It stops now, until the new token is entered there. 2 of the 3 "
        "clients seen on it in the last 30 days now use the new one."
    )
    return RevokeDialog(parent, LONG_NAME, "Production", "0d1e", uses)


def _share(fill: Callable[[ShareDialog], None]) -> Build:
    def build(parent: QWidget) -> QWidget:
        made = ShareDialog(
            parent,
            LONG_NAME,
            "Production",
            can_keep=True,
            twin=tr("Its QA twin, Widget Data Center QA, was tested on 24 November 2026, 12:00: ready."),
            warning=tr("A rotation was left in the middle: finish it first. Else you share the token from before it."),
        )
        made.show_clients([(each.id, each.name) for each in read_clients()], "entra")
        made.propose("Jane Doe, Contoso")
        made.passphrase.setText(PASSPHRASE)
        made.show_strength(tr("Very strong: six words that were drawn at random."), acceptable=True)
        fill(made)
        return made

    return build


def _weak(made: ShareDialog) -> None:
    made.show_strength(
        tr(
            "Too weak: somebody who has the file can guess it in about 3 hours. Take more words, or choose Suggest a "
            "passphrase."
        ),
        acceptable=False,
    )
    _choose(made, "ageFile")
    made.show_problem(tr("The disk is full. Nothing was written. Make room, then save the share again."))


def _ready(made: ShareDialog) -> None:
    facts = ReadyFacts(
        tr("The share for Jane Doe, Contoso is written. It is an exercise: it holds a pretend account."),
        tr("These values were not tested yet: run the Connection tester before you send the file."),
        False,
        "/home/howard/Documents/scim-widget-data-center-northern-and-eastern-europe-2026-11-24.html",
        "0123456789abcdef" * 4,
        tr("It could not be kept on this computer. The disk is full. {once}", once=ONCE),
    )
    made.show_ready(ShareReady(facts, PASSPHRASE))
    assert made.ready is not None
    made.ready.say_calendar(tr("Saved as rotate-widget-data-center.ics. Open it with your calendar."))


def _read_out(parent: QWidget) -> QWidget:
    whose = tr(
        "It opens the share for Jane Doe, Contoso of 24 November 2026, 12:00. Read it out by phone, to somebody whose "
        "voice you know."
    )
    return ReadOutDialog(parent, LONG_NAME, "Production", whose, PASSPHRASE, THEN)


def _confirm(parent: QWidget) -> QWidget:
    return MarkAsConfirmedDialog(parent, LONG_NAME, "QA", NOW.date() - timedelta(days=9), NOW.date())


def _start_guide(*, leaked: bool) -> Build:
    def build(parent: QWidget) -> QWidget:
        made = StartGuideDialog(parent, LONG_NAME, "Production", "b3ad", THEN if leaked else "")
        _choose(made, "thisTokenHasLeaked" if leaked else "plannedRotation")
        assert made.kind is (GuidedKind.LEAKED if leaked else GuidedKind.PLANNED)
        return made

    return build


def _guide(step: GuidedStep, fill: Callable[[GuideDialog], None]) -> Build:
    def build(parent: QWidget) -> QWidget:
        made = GuideDialog(parent, LONG_NAME, "Production")
        made.show_step(step, step_text(step, "b3ad", page_known=True))
        fill(made)
        return made

    return build


def _check(made: GuideDialog) -> None:
    made.show_token(TOKEN)
    made.offer((words.OPEN_PAGE, words.IT_IS, words.IT_IS_NOT, words.CANCEL), main=words.IT_IS)
    made.said.say(tr("Your browser could not be opened. Open R-Service's settings there yourself."), "warning")


def _press(made: GuideDialog) -> None:
    made.offer((words.OPEN_PAGE, words.PRESSED, words.NOT_PRESSED, words.LATER), main=words.OPEN_PAGE)


def _paste(made: GuideDialog) -> None:
    made.token.show_kept(None)
    made.token.show()
    made.offer((words.TRY, words.NOT_PRESSED, words.LATER))
    made.said.say(tr("There is no SCIM access token in what you pasted. Copy the token alone, and paste again."), "bad")


def _kept(made: GuideDialog) -> None:
    made.token.show_kept(TOKEN)
    made.token.show()
    made.offer((words.TRY_AGAIN, words.ANOTHER, words.GO_ON, words.NOT_PRESSED, words.LATER), main=words.ANOTHER)
    made.said.say(
        tr(
            "It opens another account: R-Service answers it with other people than before. Copy the token of this "
            "account, and paste that."
        ),
        "bad",
    )


def _trying(made: GuideDialog) -> None:
    _kept(made)
    made.said.say(tr("The token is kept. It was removed from the clipboard. Trying it."), working=True)
    made.set_busy(True)


def _date(made: GuideDialog) -> None:
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    made.show_date(now, now - timedelta(days=30), now)
    made.said.say(tr("The new token, ending in b3ad, is kept."), "good")
    made.offer((words.FINISH, words.ANOTHER, words.LATER), main=words.FINISH)
    made.show_until(old_token_until(THEN))


def _date_of_an_ended_one(made: GuideDialog) -> None:
    _date(made)
    made.show_until(OLD_HAS_ENDED)


def _replace(choice: str, *, gone: bool = False) -> Build:
    def build(parent: QWidget) -> QWidget:
        made = ReplaceDialog(parent, LONG_NAME, "QA", gone=gone)
        if choice:
            _choose(made, choice)
            made.say(
                tr("R-Service does not answer. Nobody knows yet whether this token works."),
                "warning",
                may_keep=True,
            )
        return made

    return build


def _which(*, answered: bool) -> Build:
    def build(parent: QWidget) -> QWidget:
        made = WhichTokenDialog(parent)
        if answered:
            made.put("3f9a" * 16)
            made.show_answer(
                "bad",
                tr("This is the present token of Widget Data Center Northern and Eastern Europe (Production)."),
                tr("It was made 10 days ago, and shared with Jane Doe, Contoso on 24 November 2026."),
                tr("Whoever has seen it can use it: choose Rotate SCIM token, then This token has leaked."),
            )
        return made

    return build


def _open_share(fill: Callable[[OpenShareDialog], None]) -> Build:
    def build(parent: QWidget) -> QWidget:
        made = OpenShareDialog(parent)
        fill(made)
        return made

    return build


def _chosen(made: OpenShareDialog) -> None:
    made.show_source(tr("SCIM token for Jane Doe, Contoso, of 24 November 2026.html, a web page"), to_passphrase=True)
    made.passphrase.setText(PASSPHRASE)
    made.show_problem(tr("This passphrase does not open the share. Look for a mistyped word, and try again."))


def _opening(made: OpenShareDialog) -> None:
    _chosen(made)
    made.show_working(True, tr("Opening. This takes a few seconds."))


def _identity(made: OpenShareDialog) -> None:
    made.show_source(tr("A text that you pasted, locked to a key"), to_passphrase=False)
    made.show_identity("identity-of-howard-tanner-widget-data-center.txt")


TOKEN_DIALOGS = (
    Page("dialog, rotate", _rotate(leaked=False)),
    Page("dialog, rotate, leaked", _rotate(leaked=True)),
    Page("dialog, revoke", _revoke),
    Page("dialog, share", _share(lambda _: None)),
    Page("dialog, share, weak", _share(_weak)),
    Page("dialog, share, encrypting", _share(lambda made: made.show_working(True))),
    Page("dialog, share ready", _share(_ready)),
    Page("dialog, read out", _read_out),
    Page("dialog, mark as confirmed", _confirm),
    Page("dialog, guide, question", _start_guide(leaked=False)),
    Page("dialog, guide, question, leaked", _start_guide(leaked=True)),
    Page("dialog, guide 1", _guide(GuidedStep.CHECK, _check)),
    Page("dialog, guide 2", _guide(GuidedStep.PRESS, _press)),
    Page("dialog, guide 3", _guide(GuidedStep.PASTE, _paste)),
    Page("dialog, guide 3, kept", _guide(GuidedStep.PASTE, _kept)),
    Page("dialog, guide 3, trying", _guide(GuidedStep.PASTE, _trying)),
    Page("dialog, guide 4", _guide(GuidedStep.CONFIRM, _date)),
    Page("dialog, guide 4, ended", _guide(GuidedStep.CONFIRM, _date_of_an_ended_one)),
    Page("dialog, replace", _replace("")),
    Page("dialog, replace, mistyped", _replace("iMistypedIt")),
    Page("dialog, replace, gone", _replace("", gone=True)),
    Page("dialog, which token", _which(answered=False)),
    Page("dialog, which token, answered", _which(answered=True)),
    Page("dialog, open a share", _open_share(lambda _: None)),
    Page("dialog, open a share, wrong", _open_share(_chosen)),
    Page("dialog, open a share, opening", _open_share(_opening)),
    Page("dialog, open a share, identity", _open_share(_identity)),
)
