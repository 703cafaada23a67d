"""SCIM Connection as a person uses it: every word here is the contract's."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import psutil

from tests.rig import hands
from tests.rig.node import Node
from tests.rig.polling import PATIENCE, RigError, poll
from tests.rig.processes import family
from tests.rig.session import Session

FROM_SOURCE = Path(sys.executable).with_name("scim-connection")
CONSOLE_SCRIPT = Path(os.environ.get("SCIM_CONNECTION_PROGRAM", FROM_SOURCE))
"""What is tested: this checkout, or the program that the variable names (`dev.py test --bundle`)."""
NAME = "SCIM Connection"
ACCOUNT = "Widget Data Center"
QA_TWIN = "Widget Data Center QA"
MASKED = re.compile(r"^•{12}[0-9a-f]{4}$")
TOKEN = re.compile(r"^[0-9a-f]{64}$")
ENDPOINT = re.compile(r"^http://127\.0\.0\.1:\d+/scim/v2$")
COUNTDOWN = re.compile(r"^29 days 23 hours left$")


def title(account: str = ACCOUNT) -> str:
    """The main window's title with a pretend account in view."""
    return f"{NAME} — {account} (Practice)"


class Program:
    """One running SCIM Connection."""

    def __init__(
        self, session: Session, *arguments: str, script: Path = CONSOLE_SCRIPT, env: Mapping[str, str] | None = None
    ) -> None:
        self.session = session
        self.app = session.start([script, *arguments], env=env)

    @property
    def window(self) -> Node:
        """The main window, whatever account is in view."""
        return self.app.window(re.compile(rf"^{NAME}( — .*)?$"))

    def wait_for_account(self, account: str = ACCOUNT) -> Node:
        """Wait until the tab SCIM shows an account's endpoint and masked token; returns the window."""
        self._try_a_keyring_again()
        window = self.app.window(title(account))
        self._turn_to_scim(window)
        try:
            window.find("text", "SCIM endpoint", timeout=60).wait_for_text(ENDPOINT, 60)
            self.token_field.wait_for_text(MASKED, 60)
        except RigError as error:
            raise RigError(f"{error}\n{self.app.dump()}\n{self.app.output}") from None
        return window

    def _turn_to_scim(self, window: Node) -> None:
        """The window opens on the page on which it was closed."""
        try:
            window.find("text", "SCIM endpoint", timeout=2)
        except RigError:
            self.select_page("SCIM")
            self.select_tab("SCIM")

    def _try_a_keyring_again(self) -> None:
        """gnome-keyring says now and then (once in some hundred starts) that it is locked, although it is not. A person
        presses Try again then."""
        poll(lambda: self.window.name != NAME or self.notice.text, "an account or a notice", timeout=60)
        if "keyring is locked" in self.notice.text and not self.session.keyring.locked:
            self.press("Try again")

    @property
    def endpoint(self) -> str:
        return self.window.find("text", "SCIM endpoint").text

    @property
    def token_field(self) -> Node:
        return self.window.find("text", "SCIM access token")

    @property
    def notice(self) -> Node:
        """The notice above every page; empty when all is well."""
        return self.window.find("label", id="notice", showing=False)

    def label(self, object_name: str, *, timeout: float = PATIENCE) -> Node:
        return self.window.find("label", id=object_name, timeout=timeout)

    def press(self, name: str) -> None:
        """Press the button of this name, in whichever window it stands."""
        hands.press(self.app.find("push button", name))

    def copy_token(self) -> str:
        """Copy the token and return it as another program pastes it."""
        ending = self.token_field.text[-4:]
        self.press("Copy SCIM access token")

        def pasted() -> str | None:
            text = self.session.clipboard() or ""
            return text if TOKEN.match(text) and text.endswith(ending) else None

        return poll(pasted, "token in the clipboard")

    def rotate(self, kind: str = "Planned rotation") -> None:
        """Rotate, and wait until the new token stands there."""
        before = self.token_field.text
        self.press("Rotate SCIM token")
        dialog = self.app.window("Rotate SCIM token")
        choice = dialog.find("radio button", kind)
        if "checked" not in choice.states:
            hands.press(choice)
            poll(lambda: "checked" in choice.states, f"{kind} chosen")
        hands.press(dialog.find("push button", "Rotate now"))
        self.app.wait_closed("Rotate SCIM token")

        def another() -> bool:
            shown = self.token_field.text
            return shown != before and MASKED.match(shown) is not None

        poll(another, "new token on the screen", timeout=60)

    def share(self, target: Path) -> str:
        """Write a share with the passphrase that the dialog suggests to `target`, as the kind of file that its name
        says; returns the passphrase. (Asking for another while the first one is on its way would leave open which of
        them was read here.)"""
        self.press("Share securely…")
        dialog = self.app.window("Share securely")
        if target.suffix == ".age":
            hands.press(dialog.find("radio button", "age file"))
        passphrase = dialog.find("text", "Passphrase text")
        words = poll(lambda: passphrase.text, "suggested passphrase")
        hands.press(dialog.find("push button", "Save share…"))
        self.save_as(target)
        self.app.window("Share ready", timeout=60)
        return words

    def save_as(self, target: Path) -> None:
        """Answer the file dialog that is open."""
        field = self.app.find("text", id="fileNameEdit", timeout=60)
        hands.write(field, str(target))
        hands.press(self.app.find("push button", "Save"))

    def select_page(self, page: str) -> None:
        """Choose a page in the side menu."""
        hands.select(self.window.find("list", "Settings menu").find("list item", page))

    def select_tab(self, tab: str) -> None:
        hands.select(self.window.find("page tab", tab))

    def select_client(self, client: str) -> None:
        """Choose a provisioning client in the tab Client setup."""
        hands.select(self.window.find("list", "Provisioning clients").find("list item", client, showing=False))

    def select_account(self, account: str) -> None:
        hands.choose(self.window.find("combo box", label="Account"), account)

    def run_test(self, timeout: float = 60) -> Node:
        """Run the connection test; returns the label Verdict once there is one."""
        self.select_tab("Connection tester")
        self.press("Run test")
        self.app.find("push button", "Run test", timeout=timeout)
        verdict = self.label("verdict", timeout=timeout)
        poll(lambda: verdict.description in ("ready", "usable", "blocked", "unknown"), "verdict", timeout=timeout)
        return verdict

    @property
    def process(self) -> int:
        """The window's own process id."""
        return self.app.roots[0].process

    def service_pid(self) -> int:
        """The process of the R-Service that the window runs."""

        def find() -> int | None:
            for pid in family(self.app.process.pid):
                try:
                    if "_serve" in psutil.Process(pid).cmdline():
                        return pid
                except psutil.NoSuchProcess:
                    continue
            return None

        return poll(find, "service process")

    def quit(self) -> int:
        """Close the window; returns the program's exit status."""
        return self.app.quit(self.window.name)

    def expect_notice(self, *words: str, timeout: float = 2 * PATIENCE) -> str:
        """Wait for a notice that holds all these words, and return it."""
        try:
            poll(lambda: all(word in self.notice.text for word in words), f"notice with {words}", timeout=timeout)
        except RigError as error:
            raise RigError(f"{error}\n{self.app.dump()}") from None
        return self.notice.text
