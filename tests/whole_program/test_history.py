"""What was done with a token is found again: in the table, in a file, and when somebody finds the token."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.rig import hands, leaks
from tests.rig.node import Node
from tests.rig.polling import RigError, poll
from tests.rig.session import Session
from tests.whole_program.program import Program
from tests.whole_program.test_whole_story import close_share_ready

pytestmark = [pytest.mark.timeout(240), pytest.mark.once]


def test_everything_that_was_done_is_in_the_history(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    program.press("Show token")
    first = program.copy_token()
    program.press("Copy as Authorization header")
    program.share(session.home / "for the administrator.age")
    close_share_ready(program)
    program.rotate()
    second = program.copy_token()
    program.run_test()
    program.select_tab("History")
    present, old = f"present token · {second[-4:]}", f"old token · {first[-4:]}"
    expected = [
        ("Tested", "Ready", present),
        ("Copied", "Done", present),
        ("Rotated", "Done", present),
        ("Became the old token", "Done", old),
        ("Shared", "Done", old),
        ("Copied as header", "Done", old),
        ("Copied", "Done", old),
        ("Revealed", "Done", old),
        ("Kept on this computer", "Done", old),
    ]
    wait_for_lines(program, expected)
    hands.choose(program.window.find("combo box", label="Show"), "Shares")
    wait_for_lines(program, [("Shared", "Done", old)])
    hands.choose(program.window.find("combo box", label="Show"), "Everything")
    wait_for_lines(program, expected)

    target = session.home / "history.csv"
    program.press("Export history…")
    program.save_as(target)
    poll(target.exists, "exported history")
    table = list(csv.reader(io.StringIO(target.read_bytes().decode("utf-8-sig"), newline="")))
    assert [row[3].capitalize() for row in table[1:]] == [what for what, _, _ in expected]
    assert first[-4:] not in target.read_text()
    assert second[-4:] not in target.read_text()

    which_token(program, session, first)
    secrets = leaks.Secrets({"first": first, "second": second})
    assert program.quit() == 0
    assert leaks.everywhere(session, secrets) == []

    again = Program(session)
    again.wait_for_account()
    again.select_tab("History")
    wait_for_lines(again, expected)


def which_token(program: Program, session: Session, token: str) -> None:
    """Find the old token somewhere, and ask."""
    program.press("Which token is this?")
    dialog = program.app.window("Which token is this?")
    hands.write(dialog.find("password text", "Found text"), f' "Bearer {token}" ')
    hands.press(dialog.find("push button", "Find out"))
    answer = dialog.find("label", id="answer", showing=False)
    answer.wait_for_text(re.compile("^This is the old token of Widget Data Center"))
    assert re.search("^It was shared on ", dialog.find("label", id="answerFacts").text, re.MULTILINE)
    assert "Revoke old token now" in dialog.find("label", id="whatToDoNext").text
    session.keys("Escape")
    program.app.wait_closed("Which token is this?")


def wait_for_lines(program: Program, expected: list[tuple[str, str, str]]) -> None:
    table = program.window.find("table", "History", showing=False)
    seen: list[tuple[str, str, str]] = []

    def there() -> bool:
        nonlocal seen
        seen = lines(table)
        return seen == expected

    try:
        poll(there, "history")
    except RigError as error:
        raise RigError(f"{error}\n{seen}\n{program.app.dump()}") from None


def lines(table: Node) -> list[tuple[str, str, str]]:
    """What, result and token of each line, as a screen reader reads them."""
    cells = [node.name for node in table.walk() if node.role == "table cell"]
    rows = [cells[n : n + 5] for n in range(0, len(cells), 5)]
    return [(row[1], row[2], row[3]) for row in rows if len(row) == 5]
