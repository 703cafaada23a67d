"""What a person should know on every page, in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Notice:
    """Something that the person should know on every page, and the buttons that do something about it."""

    code: str
    text: str
    choices: tuple[str, ...] = ()


def store_was_moved(moved_to: Path) -> Notice:
    """The store was damaged, and is begun anew."""
    return Notice(
        "store.moved",
        "What SCIM Connection remembered on this computer was damaged. It was moved to "
        f"{moved_to}. The accounts that you added are listed again, with their tokens, from the vault that your system "
        "keyring locks. Their history, earlier tests and shares stay in the moved file. Look through the list of "
        "accounts before you go on.",
    )


def lives_in_memory(*, chosen: bool) -> Notice:
    """Nothing is kept: why, what it means, what to do."""
    why = (
        "You chose to go on without your system keyring."
        if chosen
        else "This computer has no keyring that SCIM Connection can use."
    )
    what = (
        "What you add or practise with then lives in memory and is gone when you close the window; nothing on the disk "
        "is changed."
    )
    how = (
        "To keep it, close the window, unlock your keyring and start again."
        if chosen
        else "To keep it, install a keyring (Debian and Ubuntu: sudo apt install gnome-keyring), sign in again and "
        "start SCIM Connection again."
    )
    return Notice("keyring.missing", f"{why} {what} {how}")
