"""Leaving the desk: secrets leave the screen and the clipboard, tokens the memory; the next use has them again."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import Any

from PySide6.QtGui import QGuiApplication

from app.actions.desktop_idle import desktop_idle_seconds
from app.actions.notices import Notice
from app.actions.program import Program
from app.actions.put_away import PuttingAway
from app.domain.errors import Problem
from app.domain.scrub import scrub_freed_memory
from app.domain.text import tr
from app.ui.desk.presence import Presence
from app.ui.presenters.tasks import Tasks

GET_BACK = tr("Get them back")
NOTICE = Notice(
    "tokens.away",
    tr(
        "Tokens were put away while you were away: they are in no window and not in this program's memory. When you "
        "use one, it comes back from your system keyring."
    ),
    (GET_BACK,),
)
LOOK_EVERY = 20.0
"""Seconds that the watch sleeps at most: what the person prefers may have changed."""
_AGAIN = 1.0
"""Seconds until tokens are put away that could not be: a rotation is under way."""
_ENDED = 10.0
"""Seconds after which a request that was under way has mostly ended."""


class Leaving:
    """`hide` takes secrets off the screen and out of the clipboard; `forget` has every part let go of tokens that the
    vault has; `back` is called once they are there again, `failed` with why they are not. Nothing is put away while
    something is `busy`."""

    def __init__(
        self,
        application: QGuiApplication,
        program: Program,
        tasks: Tasks,
        hide: Callable[[], None],
        forget: Callable[[], None],
        back: Callable[[], None],
        failed: Callable[[Problem], None],
        busy: Callable[[], bool] = lambda: False,
        desktop_idle: Callable[[], Awaitable[float | None]] = desktop_idle_seconds,
        look_every: float = LOOK_EVERY,
    ) -> None:
        self._program = program
        self._tasks = tasks
        self._hide = hide
        self._forget = forget
        self._back = back
        self._failed = failed
        self._busy = busy
        self._desktop_idle = desktop_idle
        self._look_every = look_every
        self._tokens = PuttingAway(program)
        self._wanted = False
        self._coming = asyncio.Lock()
        self._times_away = 0
        self.presence = Presence(application, program.clock)
        self.presence.minimised.connect(hide)

    @property
    def away(self) -> bool:
        """Whether tokens are put away: nothing that needs them is to be begun by itself."""
        return self._tokens.away

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What to tell of it."""
        return (NOTICE,) if self.away else ()

    def leave(self) -> None:
        """The screen was locked, or nobody was there for a while."""
        self._hide()
        self._wanted = True
        self._put_away()

    def first(self, act: Callable[..., object]) -> Callable[..., None]:
        """`act`, before which tokens are fetched where they are away. It does not happen where they do not come."""

        def acting(*values: Any) -> None:
            self.presence.note()
            self._wanted = False
            if self.away:
                self._tasks.start(self._then(act, values))
            else:
                act(*values)

        return acting

    def come_back(self) -> None:
        """The person goes on: have the tokens again."""
        self.first(lambda: None)()

    async def watch(self) -> None:
        """Leave when nobody was there for as long as the person prefers, until cancelled."""
        while True:
            left = await self._seconds_left()
            if left > 0:
                await asyncio.sleep(min(left, self._look_every))
                continue
            self.leave()
            since = self.presence.idle_seconds
            while self.presence.idle_seconds >= since:  # nobody has come back
                since = self.presence.idle_seconds
                await asyncio.sleep(min(_AGAIN, self._look_every))

    async def _seconds_left(self) -> float:
        limit = 60.0 * self._program.preferences.idle_minutes
        left = limit - self.presence.idle_seconds
        if left <= 0 and (desktop := await self._desktop_idle()) is not None:
            left = max(left, limit - desktop)
        return left

    def _put_away(self) -> None:
        vault = self._program.vault
        if vault is None or not vault.persistent or not self._wanted:
            self._wanted = False
            return
        if not self._busy() and self._tokens.put_away():
            self._wanted = False
            self._forget()
            self._times_away += 1
            self._tasks.start(self._stay_away(self._times_away))
        else:
            asyncio.get_running_loop().call_later(_AGAIN, self._put_away)

    async def _stay_away(self, time: int) -> None:
        """Overwrite what was freed, now and once what was under way has ended; put away what that has read. Nothing is
        put away that is just being fetched again: it would be gone when it is asked for."""
        await asyncio.sleep(0)  # the step that brought us here holds nothing any more
        await _scrub()
        for _ in range(2):
            await asyncio.sleep(_ENDED)
            if not self.away or time != self._times_away or self._coming.locked():
                return
            if self._tokens.complete or (not self._busy() and self._tokens.put_away()):
                self._forget()
                await _scrub()

    async def _then(self, act: Callable[..., object], values: tuple[Any, ...]) -> None:
        async with self._coming:
            try:
                await self._tokens.bring_back()
            except Problem as problem:
                self._failed(problem)
                return
            finally:
                self._back()
        act(*values)


async def _scrub() -> None:
    gc.collect()  # here, where the window's parts may be deleted; nobody is there to notice how long it takes
    await asyncio.to_thread(scrub_freed_memory)
