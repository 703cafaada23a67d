"""Every command of the window: its words, its keys, and the button or place that it stands for.

The menu, the keys and the help topic about keys are all made from this one table. Words have an access key after `&`,
another one for each entry of a menu.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from app.domain.text import tr


class Menu(Enum):
    """The menus within the menu, in their order."""

    ACCOUNT = "account"
    TOKENS = "tokens"
    TEST = "test"
    VIEW = "view"
    HELP = "help"
    LAST = ""
    """Entries of the menu itself, below the others."""


MENU_WORDS = {
    Menu.ACCOUNT: tr("&Account"),
    Menu.TOKENS: tr("&Token"),
    Menu.TEST: tr("&Connection"),
    Menu.VIEW: tr("&View"),
    Menu.HELP: tr("&Help"),
}


@dataclass(frozen=True)
class Command:
    """One thing to do.

    `buttons` are object names: the command presses the first of them that stands on the page and is enabled, and can
    do nothing else. Without them `id` says what it does (see `doing`). `secret`: it shows or copies a secret, so its
    keys do nothing while somebody types.
    """

    id: str
    words: str
    menu: Menu
    keys: tuple[str, ...] = ()
    """As Qt writes them, the one that the menu shows first. On macOS Ctrl is the command key."""
    buttons: tuple[str, ...] = ()
    secret: bool = False


COMMANDS = (
    Command("add", tr("&Add an account…"), Menu.ACCOUNT, ("Ctrl+N",)),
    Command("open-share", tr("&Open a share…"), Menu.ACCOUNT, ("Ctrl+O",)),
    Command("search", tr("&Search accounts"), Menu.ACCOUNT, ("Ctrl+F",)),
    Command("open-account", tr("Show this a&ccount"), Menu.ACCOUNT, buttons=("openAccount", "openKeptAccount")),
    Command("edit", tr("&Edit account…"), Menu.ACCOUNT, buttons=("editAccount",)),
    Command("replace", tr("Re&place token…"), Menu.ACCOUNT, buttons=("replaceToken",)),
    Command("another", tr("Add another &like this"), Menu.ACCOUNT, buttons=("addAnotherLikeThis",)),
    Command("remove", tr("&Remove account"), Menu.ACCOUNT, buttons=("removeAccount",)),
    Command("test-all", tr("&Test all"), Menu.ACCOUNT, ("Ctrl+Shift+T",), ("testAll",)),
    Command("move", tr("&Move to another computer…"), Menu.ACCOUNT, buttons=("moveToAnotherComputer",)),
    Command("copy-endpoint", tr("Copy SCIM &endpoint"), Menu.TOKENS, ("Ctrl+Shift+E",), ("copyScimEndpoint",)),
    Command(
        "copy-token",
        tr("&Copy SCIM access token"),
        Menu.TOKENS,
        ("Ctrl+Shift+C",),
        ("copyScimAccessToken",),
        secret=True,
    ),
    Command(
        "copy-header",
        tr("Copy as Authorization &header"),
        Menu.TOKENS,
        ("Ctrl+Shift+A",),
        ("copyAsAuthorizationHeader",),
        secret=True,
    ),
    Command("show-token", tr("&Show or hide token"), Menu.TOKENS, ("Ctrl+Shift+H",), ("showToken",), secret=True),
    Command("share", tr("Share sec&urely…"), Menu.TOKENS, ("Ctrl+Shift+S",), ("shareSecurely",)),
    Command("read-out", tr("Read out the &passphrase…"), Menu.TOKENS, buttons=("readOutThePassphrase",)),
    Command("rotate", tr("&Rotate SCIM token…"), Menu.TOKENS, ("Ctrl+R",), ("rotateScimToken",)),
    Command("revoke", tr("Re&voke old token now…"), Menu.TOKENS, buttons=("revokeOldTokenNow",)),
    Command("calendar", tr("Add to ca&lendar…"), Menu.TOKENS, buttons=("oldTokenAddToCalendar", "addToCalendar")),
    Command("which-token", tr("&Which token is this?"), Menu.TOKENS, buttons=("whichTokenIsThis",)),
    Command("test", tr("&Run or stop test"), Menu.TEST, ("Ctrl+T", "F5"), ("runTest", "testThisConnection")),
    Command(
        "save",
        tr("&Save what is shown…"),
        Menu.TEST,
        ("Ctrl+S",),
        ("saveReport", "saveAsAPage", "exportHistory"),
    ),
    Command("steps", tr("Show set-&up steps"), Menu.TEST, buttons=("showSetUpSteps",)),
    Command("show-scim", tr("&SCIM"), Menu.VIEW, ("Ctrl+1",)),
    Command("show-tester", tr("Connection &tester"), Menu.VIEW, ("Ctrl+2",)),
    Command("show-setup", tr("&Client setup"), Menu.VIEW, ("Ctrl+3",)),
    Command("show-history", tr("&History"), Menu.VIEW, ("Ctrl+4",)),
    Command("show-accounts", tr("&Accounts"), Menu.VIEW, ("Ctrl+5",)),
    Command("show-received", tr("&Received share"), Menu.VIEW, ("Ctrl+6",)),
    Command("show-preferences", tr("&Preferences"), Menu.VIEW, ("Ctrl+,",)),
    Command("help-here", tr("&Help for what is shown"), Menu.HELP, ("F1",)),
    Command("help-scim", tr("&What is SCIM?"), Menu.HELP),
    Command("help-keys", tr("&Keyboard shortcuts"), Menu.HELP, ("Ctrl+F1",)),
    Command("about", tr("&About SCIM Connection"), Menu.HELP),
    Command("diagnostics", tr("&Diagnostics…"), Menu.HELP),
    Command("quit", tr("&Quit"), Menu.LAST, ("Ctrl+Q",)),
)

OPEN_MENU = "F10"
"""Opens the menu itself, as Alt+M does."""


def plain(words: str) -> str:
    """Words without the mark of their access key."""
    return words.replace("&", "")
