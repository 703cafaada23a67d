"""An import as a program of its own, which ends in the middle: `FOLDER WRITES`, and what is in the file on standard
input; what is here already is replaced. With an ENDPOINT behind it, the edit of all accounts to that address. Each
transaction of the store, and each entry that the vault has written, counts as a write."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.actions.move_in import Choice, candidates, move_in
from app.share.moved_payload import from_bytes
from app.store.database import Database
from app.vault.files import VaultFiles
from tests.actions.moving import computer
from tests.ui.samples import MovedClock

DIED = 9


async def main(folder: Path, writes: int, endpoint: str | None = None) -> None:
    """Ends with `DIED` after so many writes, or with 0 where all was done before."""
    async with computer(folder, MovedClock()) as home:
        if endpoint is None:
            file = from_bytes(sys.stdin.buffer.read())
            count_down(writes)
            choices = {account.id: Choice.REPLACE for account in file.accounts}
            await move_in(home.program, candidates(home.program, file), choices)
        elif home.program.typed is not None:
            count_down(writes)
            for account in tuple(home.program.typed.connections):
                await home.program.typed.edit(account, name="Gadget", endpoint=endpoint, settings_page=None)


def count_down(left: int) -> None:
    """End at once after so many writes, with nothing tidied up."""
    writing, update = Database.writing, VaultFiles.update

    def written() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(DIED)

    @contextmanager
    def counted_writing(self: Database) -> Iterator[object]:
        with writing(self) as connection:
            yield connection
        written()

    def counted_update(self: VaultFiles, owner: str, change: Callable[[bytes | None], bytes]) -> None:
        update(self, owner, change)
        written()

    for kind, name, counted in ((Database, "writing", counted_writing), (VaultFiles, "update", counted_update)):
        setattr(kind, name, counted)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))
