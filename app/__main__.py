"""Picks the way in: window, command line, service; nothing else."""

from __future__ import annotations

import gc
import sys

from app.domain.core_dumps import forbid_core_dumps

_PRACTICE, _OPEN = "--practice", "--open"
"""The options of the window."""


def main() -> int:
    """The console script `scim-connection`; returns the exit status."""
    forbid_core_dumps()
    arguments = sys.argv[1:]
    if _are_for_the_window(arguments):
        from app.ui.start import run_window

        return run_window(arguments)
    command, rest = arguments[0], arguments[1:]
    if command in ("serve", "session", "_serve"):
        return _service(command, rest)
    return _command_line(command, rest)


def _are_for_the_window(arguments: list[str]) -> bool:
    """Whether nothing but the window's options stands there. The desktop entry's `--open` has no file behind it where
    the person chose the program itself, and no file of theirs."""
    rest = [argument for argument in arguments if argument != _PRACTICE]
    return not rest or (rest[0] == _OPEN and len(rest) <= 2)


def _service(command: str, rest: list[str]) -> int:
    if command == "serve":
        from app.service import command_serve

        return command_serve.main(rest)
    if command == "session":
        from app.service import command_session

        return command_session.main(rest)
    from app.service import child

    return child.main()


def _command_line(command: str, rest: list[str]) -> int:
    if command == "test":
        gc.disable()  # until it has imported what it needs: that leaves nothing to collect, and takes a fifth less time
        from app.cli import test
        from app.cli.leaving import leave

        leave(test.main(rest))
    if command == "status":
        from app.cli import status

        return status.main(rest)
    if command == "share":
        from app.cli import share

        return share.main(rest)
    if command == "open":
        from app.cli import open as open_command

        return open_command.main(rest)
    if command == "_seal":
        from app.cli import seal

        return seal.main()
    if command == "_unseal":
        from app.cli import unseal

        return unseal.main()
    from app.cli import usage

    return usage.main(command)


if __name__ == "__main__":
    raise SystemExit(main())
