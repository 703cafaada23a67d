"""The real `_serve`, which dies (SIGKILL) before a line of its own once it has been asked to rotate: between commit and
answer, for one. It does so once, and leaves a mark, so that the one that is started in its place lives."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.service import child, settings_api
from tests.rig.tripwire import Tripwire, die

TRACED = ("app/service",)


def command(number: int, mark: Path) -> list[str]:
    """Its command line."""
    return [sys.executable, "-m", "tests.whole_program.fragile_service", str(number), str(mark)]


def main(number: int, mark: Path) -> int:
    if mark.exists():
        return child.main()

    def die_once() -> None:
        mark.touch()
        die()

    wire = Tripwire(number, die_once)
    api = settings_api.SettingsApi
    writing = api._writing

    async def fragile(self: Any, answer: Callable[[Any], Any]) -> Any:
        def in_thread(connection: Any) -> Any:
            wire.arm_here(TRACED)
            return answer(connection)

        wire.arm_here(TRACED)
        return await writing(self, in_thread)

    api._writing = fragile  # type: ignore[method-assign]  # to stand in the way of the real one
    return child.main()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2])))
