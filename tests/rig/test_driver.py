"""The driver, on a little window of our own."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.rig import hands
from tests.rig.node import Node
from tests.rig.polling import RigError, poll
from tests.rig.programs import little_form
from tests.rig.session import Session


@pytest.fixture
def session(desktop_tools: None) -> Iterator[Session]:
    with Session() as session:
        yield session


@pytest.fixture
def form(session: Session) -> Node:
    return session.start([sys.executable, little_form.__file__]).window(little_form.TITLE)


def test_it_reads_writes_and_presses(form: Node) -> None:
    hands.write(form.find("text", "Note"), "Zoë")
    hands.press(form.find("push button", "Greet"))
    form.find("label", "Hello Zoë", id="answer")

    hands.type_into(form.find("text", "Note"), "Bob")
    hands.press(form.find("push button", "Greet"))
    assert form.find("label", "Hello Bob").object_name == "answer"


def test_it_does_not_write_where_a_person_could_not(form: Node) -> None:
    address = form.find("text", "Address")
    with pytest.raises(RigError, match="read only"):
        hands.write(address, "elsewhere")
    assert address.text == "https://example.test"


def test_it_chooses_selects_and_reads_tables(form: Node) -> None:
    hands.choose(form.find("combo box", label="Colour"), "Blue")
    assert form.find("combo box", label="Colour").name == "Blue"
    assert form.find("table", "Things").table() == [["a", "1"], ["b", "2"]]
    hands.select(form.find("page tab", "More"))
    form.find("label", "Second page")
    hands.select(form.find("list", "Menu").find("list item", "Second"))
    form.find("label", "Second", id="answer")


def test_it_follows_dialogs_and_sees_the_end(session: Session) -> None:
    app = session.start([sys.executable, little_form.__file__])
    form = app.window(little_form.TITLE)
    hands.press(form.find("push button", "Ask"))
    dialog = app.window("Really")
    assert dialog.find("radio button", "Now")
    hands.press(dialog.find("push button", "Yes"))
    app.wait_closed("Really")
    form.find("label", "Yes")
    assert session.active_title() == little_form.TITLE
    assert app.quit(little_form.TITLE) == 0


def test_it_sees_the_clipboard_as_another_program_does(session: Session, form: Node) -> None:
    hands.write(form.find("text", "Note"), "copied words")
    hands.press(form.find("push button", "Copy"))
    poll(lambda: session.clipboard() == "copied words", "copied words")
    assert session.clipboard_marked_secret()
    assert session.clipboard("primary") is None


def test_a_failing_search_shows_what_was_there(form: Node) -> None:
    with pytest.raises(RigError, match="push button 'Greet' #greet"):
        form.find("push button", "Leave", timeout=0.1)


def test_a_program_that_ends_says_why(session: Session) -> None:
    app = session.start([sys.executable, "-c", "raise SystemExit('no luck')"])
    with pytest.raises(RuntimeError, match="no luck"):
        app.window("Anything")
