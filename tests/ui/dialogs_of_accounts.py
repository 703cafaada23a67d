"""The dialogs about accounts: adding, editing, moving to another computer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QWidget

from app.domain.accounts import Environment
from app.domain.moved import Choice
from app.domain.text import tr
from app.domain.typed_input import Field, Typed, judge
from app.ui.dialogs.add_account import AddAccountDialog
from app.ui.dialogs.edit_account import EditAccountDialog
from app.ui.dialogs.move import MoveDialog, MoveOutDialog
from app.ui.dialogs.move_in import MovedRow, MoveInDialog
from tests.ui.page import Page
from tests.ui.samples import account

LONG_NAME = tr("Widget Data Center Northern and Eastern Europe")
SAME = tr("It is here already, with the same token: it is left as it is.")
PASSPHRASE = "unmixed-boneless-cadet-ramp-opulently-viewless"
Build = Callable[[QWidget], QWidget]


def _add(fill: Callable[[AddAccountDialog], None]) -> Build:
    def build(parent: QWidget) -> QWidget:
        made = AddAccountDialog(parent)
        made.form.set_today(date(2026, 11, 24))
        made.form.show_rotated_on(date(2026, 9, 24))
        fill(made)
        return made

    return build


def _nothing_typed() -> dict[Field, str]:
    problems = judge(Typed("", None, "", None, tr("nothing of the kind"))).problems
    assert set(problems) == set(Field)
    return problems


def _pasted(made: AddAccountDialog) -> None:
    made.form.name.setText(LONG_NAME)
    made.form.endpoint.setText("https://api.r-service.tech/scim/v2")
    made.show_pasted(
        tr("There are four tokens in what you copied. Which one is the SCIM access token?"),
        ("b3ad", "0d1e", "", "77c0"),
    )
    made.show_keeping(persistent=False)


def _asked(made: AddAccountDialog) -> None:
    made.form.name.setText(LONG_NAME)
    made.form.choose(Environment.QA)
    made.show_pasted(tr("Both were found and entered here. The clipboard was emptied."))
    made.question.ask(
        tr(
            "This token has 12 characters, and those of R-Service have 64: is it whole? The endpoint is that of an "
            "account that you have here already."
        ),
        (tr("Save it as it is"), tr("Look at it again")),
    )


def _edit(fill: Callable[[EditAccountDialog], None]) -> Build:
    def build(parent: QWidget) -> QWidget:
        made = EditAccountDialog(parent)
        made.form.set_today(date(2026, 11, 24))
        made.form.show_rotated_on(date(2026, 9, 24))
        made.form.name.setText(LONG_NAME)
        made.form.choose(Environment.PRODUCTION)
        made.form.endpoint.setText("https://api.r-service.tech/scim/v2")
        made.offer_twins([account("Gadget"), account(LONG_NAME)], None)
        fill(made)
        return made

    return build


def _move(accounts: int) -> Build:
    return lambda parent: MoveDialog(parent, accounts)


def _move_out(fill: Callable[[MoveOutDialog], None]) -> Build:
    def build(parent: QWidget) -> QWidget:
        made = MoveOutDialog(parent, tr("12 accounts"))
        made.passphrase.put(PASSPHRASE)
        made.show_strength(tr("Very strong: six words that were drawn at random."), acceptable=True)
        fill(made)
        return made

    return build


def _written(made: MoveOutDialog) -> None:
    made.show_ready(
        tr("12 accounts are in the file."),
        tr("/home/howard/Documents/scim-connection-accounts-2026-11-24.age\nNot in it: the history."),
        PASSPHRASE,
    )


def _move_in(fill: Callable[[MoveInDialog], None]) -> Build:
    def build(parent: QWidget) -> QWidget:
        made = MoveInDialog(parent, "scim-connection-accounts-2026-11-24.age")
        fill(made)
        return made

    return build


def _found(made: MoveInDialog) -> None:
    made.show_accounts(
        tr("The file holds 3 accounts. It was written on 24 November 2026, 12:00."),
        (
            MovedRow(LONG_NAME, "Production", "api.r-service.tech", tr("New: it will be added.")),
            MovedRow(
                "Gadget",
                "QA",
                "api.r-service.tech",
                tr(
                    "It is here with another token ending in 0d1e. The file has one ending in b3ad, rotated 24 "
                    "November 2026, 12:00."
                ),
                Choice.KEEP,
            ),
            MovedRow("Widget", "QA", "api.r-service.tech", SAME),
        ),
        any_new=True,
    )


def _nothing_new(made: MoveInDialog) -> None:
    row = MovedRow("Widget", "QA", "api.r-service.tech", SAME)
    made.show_accounts(
        tr("The file holds one account. It was written on 24 November 2026, 12:00."), (row,), any_new=False
    )


def _taken_in(made: MoveInDialog) -> None:
    made.show_result(
        "warning",
        tr("1 account was added. 1 account was left as it was."),
        tr(
            "Gadget was not taken in. The disk is full. Make room, then try again.\n"
            "You stopped before the others were taken in.\nRead the file again to take in what is missing."
        ),
    )


ACCOUNT_DIALOGS = (
    Page("dialog, add an account", _add(lambda _: None)),
    Page("dialog, add an account, problems", _add(lambda made: made.show_problems(_nothing_typed()))),
    Page("dialog, add an account, pasted", _add(_pasted)),
    Page("dialog, add an account, question", _add(_asked)),
    Page("dialog, edit account", _edit(lambda _: None)),
    Page("dialog, edit account, problems", _edit(lambda made: made.show_problems(_nothing_typed()))),
    Page("dialog, move", _move(12)),
    Page("dialog, move, nothing to write", _move(0)),
    Page("dialog, move out", _move_out(lambda _: None)),
    Page("dialog, move out, encrypting", _move_out(lambda made: made.show_working(True))),
    Page("dialog, move out, written", _move_out(_written)),
    Page(
        tr("dialog, move in"), _move_in(lambda made: made.show_problem(tr("This passphrase does not open the file.")))
    ),
    Page("dialog, move in, found", _move_in(_found)),
    Page("dialog, move in, nothing new", _move_in(_nothing_new)),
    Page("dialog, move in, taken in", _move_in(_taken_in)),
)
