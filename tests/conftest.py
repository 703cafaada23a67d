"""What holds for every test: no internet, no missing tool in CI, the long ones on request, no Qt warning unnoticed."""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path

import pytest

from tests.rig.counts import lines_of, tell
from tests.rig.examples import try_many
from tests.rig.second_chance import SecondChance
from tests.rig.side_by_side import share_the_machine
from tests.rig.tools import DESKTOP, require

__all__ = ["tell"]

# Their assertions tell what they compared, as those of the tests' own files do.
pytest.register_assert_rewrite("tests.share.opened_page", "tests.ui.one_session", "tests.whole_program")


class InternetBlocked(Exception):  # noqa: N818  says what happened
    """A test tried to leave this computer."""


def _stay_here(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: sees every connection that Python code of this process opens, whichever library asks for it."""
    if event not in ("socket.connect", "socket.sendto"):
        return
    address = arguments[1]
    # AF_UNIX addresses are text or bytes; those of AF_INET and AF_INET6 are tuples that begin with the host.
    if not isinstance(address, tuple) or not isinstance(address[0], str):
        return
    try:
        loopback = ipaddress.ip_address(address[0].split("%")[0]).is_loopback
    except ValueError:
        loopback = address[0] in ("localhost", "")
    if not loopback:
        raise InternetBlocked(f"tests stay on this computer, and this one went to {address[0]}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the tests that take minutes")
    parser.addoption(
        "--second-chance", action="store_true", help="run the few that fail in parallel once more, one by one"
    )


def pytest_configure(config: pytest.Config) -> None:
    share_the_machine(config)
    if config.getoption("--second-chance") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(SecondChance(config))
    if config.getoption("--long"):
        try_many()
    sys.addaudithook(_stay_here)
    # Widgets that tests build in this process never show on the caller's desktop.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


_SAME_FOR_EVERYBODY = frozenset({"domain", "clients", "layers", "tester"})
"""Folders whose tests are about words, rules and loopback connections, and not about files, rights or keyrings."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    on_request = pytest.mark.skip(reason="takes minutes: python3 packaging/dev.py test --long")
    here = Path(__file__).parent
    for item in items:
        if item.path.relative_to(here).parts[0] in _SAME_FOR_EVERYBODY:
            item.add_marker(pytest.mark.once)
        if item.get_closest_marker("long") and not config.getoption("--long"):
            item.add_marker(on_request)
        if "qapp" in getattr(item, "fixturenames", ()) and not item.get_closest_marker("qt_log_level_fail"):
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What tests have counted; and the seed once more, near the counts: the head of a long log is often cut off."""
    for line in lines_of(terminalreporter):
        terminalreporter.write_line(line)
    seed = getattr(config.option, "randomly_seed", None)
    if seed is not None:
        terminalreporter.write_line(f"random order: repeat this one with --randomly-seed={seed}")


@pytest.fixture(scope="session")
def desktop_tools() -> None:
    """Skips, or fails in CI, where what a private desktop needs is missing."""
    require(*DESKTOP)
