"""Everything has a name, the names are the contract's, and the keyboard reaches it all in reading order."""

from __future__ import annotations

import pytest

from tests.rig import hands
from tests.rig.node import Node
from tests.rig.session import Session
from tests.whole_program.program import Program

pytestmark = pytest.mark.once

SCIM_TAB = {
    ("text", "SCIM endpoint"): "scimEndpoint",
    ("push button", "Copy SCIM endpoint"): "copyScimEndpoint",
    ("text", "SCIM access token"): "scimAccessToken",
    ("push button", "Show token"): "showToken",
    ("push button", "Copy SCIM access token"): "copyScimAccessToken",
    ("push button", "Copy as Authorization header"): "copyAsAuthorizationHeader",
    ("push button", "Share securely…"): "shareSecurely",
    ("push button", "Rotate SCIM token"): "rotateScimToken",
}
TESTER_TAB = {
    ("text", "Endpoint to test"): "endpointToTest",
    ("push button", "Run test"): "runTest",
}
SETUP_TAB = {
    ("list", "Provisioning clients"): "provisioningClients",
    ("text", "Tenant URL"): "tenantUrl",
    ("push button", "Copy Tenant URL"): "copyTenantUrl",
    ("text", "Secret Token"): "secretToken",
    ("push button", "Copy Secret Token"): "copySecretToken",
}
READING_ORDER = [
    "SCIM endpoint",
    "Copy SCIM endpoint",
    "SCIM access token",
    "Show token",
    "Copy SCIM access token",
    "Copy as Authorization header",
    "Share securely…",
    "Rotate SCIM token",
]


def nameless(window: Node) -> list[str]:
    """What takes the focus without a name to announce it by. Cells and items of lists are read by their text."""
    inside = ("table cell", "list item", "table column header", "table row header", "tree item")
    return [
        node.line()
        for node in window.walk()
        if {"focusable", "showing"} <= node.states
        and node.role not in inside
        and not (node.name or node.labels)
        and node.role not in ("frame", "dialog")
    ]


def expect(window: Node, widgets: dict[tuple[str, str], str]) -> None:
    found = {words: window.find(*words).object_name for words in widgets}
    assert found == widgets


def test_names_are_the_contracts(session: Session) -> None:
    program = Program(session, "--practice")
    window = program.wait_for_account()
    expect(window, SCIM_TAB)
    assert window.find("combo box", label="Account").object_name == "account"
    assert window.find("list", "Settings menu").object_name == "settingsMenu"
    assert [tab.name for tab in window.find_all("page tab")] == ["SCIM", "Connection tester", "Client setup", "History"]
    assert "read only" in window.find("text", "SCIM endpoint").states
    assert "read only" in program.token_field.states
    assert program.label("tokenUses").text
    assert nameless(window) == []

    program.rotate()
    for name in ("oldTokenCountdown", "oldTokenValidUntil", "oldTokenUses"):
        assert program.label(name).text
    assert window.find("progress bar", "Old token time left").object_name == "oldTokenTimeLeft"
    assert window.find("push button", "Revoke old token now…").object_name == "revokeOldTokenNow"
    assert nameless(window) == []

    program.select_tab("Connection tester")
    expect(window, TESTER_TAB)
    assert window.find("password text", "Token to test").object_name == "tokenToTest"
    assert nameless(window) == []

    program.select_tab("Client setup")
    expect(window, SETUP_TAB)
    assert nameless(window) == []

    program.select_page("Accounts")
    assert window.find("table", "Accounts").object_name == "accounts"
    assert nameless(window) == []


def test_dialogs_have_names_too(session: Session) -> None:
    program = Program(session, "--practice")
    program.wait_for_account()
    program.press("Rotate SCIM token")
    rotate = program.app.window("Rotate SCIM token")
    assert "checked" in rotate.find("radio button", "Planned rotation").states
    rotate.find("radio button", "This token has leaked")
    assert rotate.find("label", id="whatWillHappen").text
    assert "focused" in rotate.find("push button", "Cancel").states
    assert nameless(rotate) == []
    session.keys("Escape")
    program.app.wait_closed("Rotate SCIM token")

    program.press("Share securely…")
    share = program.app.window("Share securely")
    share.find("text", "For whom")
    share.find("text", "Passphrase text")
    share.find("push button", "Suggest a passphrase")
    assert share.find("combo box", label="For client").object_name == "forClient"
    for kind in ("Web page for any browser", "age file"):
        share.find("radio button", kind)
    share.find("check box", "Keep the passphrase on this computer for 7 days")
    share.find("push button", "Save share…")
    assert share.find("label", id="whatThisShareCanAndCannotDo").text
    assert nameless(share) == []


def test_the_keyboard_reaches_everything_in_reading_order(session: Session) -> None:
    program = Program(session, "--practice")
    window = program.wait_for_account()
    hands.focus(window.find("text", "SCIM endpoint"))
    order = [focused(window)]
    for _ in READING_ORDER[1:]:
        session.keys("Tab")
        order.append(focused(window))
    assert order == READING_ORDER


def focused(window: Node) -> str:
    """The name of what has the keyboard. Lists, tables and tabs mark their current item as well, whoever has it."""
    around = ("frame", "filler", "list item", "page tab", "table cell")
    names = [node.name for node in window.walk() if {"focused", "showing"} <= node.states and node.role not in around]
    return names[-1] if names else ""
