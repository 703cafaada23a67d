"""What a person should know on every page, in words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.accounts.service_state import Phase, ServiceState
from app.domain.text import joined, tr

DATABASE_MISSING = "service.database_missing"


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
        tr(
            "What SCIM Connection remembered on this computer was damaged. It was moved to {moved_to}. The accounts "
            "that you added are listed again, with their tokens, from the vault that your system keyring locks. Their "
            "history, earlier tests and shares stay in the moved file. Look through the list of accounts before you "
            "go on.",
            moved_to=moved_to,
        ),
    )


def lives_in_memory(*, chosen: bool) -> Notice:
    """Nothing is kept: why, what it means, what to do."""
    why = (
        tr("You chose to go on without your system keyring.")
        if chosen
        else tr("This computer has no keyring that SCIM Connection can use.")
    )
    what = tr(
        "What you add or practise with then lives in memory and is gone when you close the window; nothing on the disk "
        "is changed."
    )
    how = (
        tr("To keep it, close the window, unlock your keyring and start again.")
        if chosen
        else tr(
            "To keep it, install a keyring (Debian and Ubuntu: sudo apt install gnome-keyring), sign in again and "
            "start SCIM Connection again."
        )
    )
    return Notice("keyring.missing", joined(why, what, how))


def of_service(state: ServiceState) -> list[Notice]:
    """What became of the pretend accounts' service and its database."""
    told = []
    if state.phase is Phase.READY and state.port_changed:
        words = tr(
            "The address of the pretend account has changed, because another program uses its old one. Copy the SCIM "
            "endpoint again wherever you entered it."
        )
        told.append(Notice("service.port_changed", words))
    if state.database_moved_to is not None:
        words = tr(
            "The database of the pretend accounts was damaged. It was moved to {moved_to}, and new pretend accounts "
            "were made.",
            moved_to=state.database_moved_to,
        )
        told.append(Notice("service.database_moved", words))
    if state.database_missing:
        words = tr(
            "The database of the pretend accounts was gone. New pretend accounts were made; copy their values again."
        )
        told.append(Notice(DATABASE_MISSING, words))
    return told
