"""A real keyring for the vault's tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from app.vault.keyring_port import SERVICE, USERNAME
from tests.rig.keyring import Keyring, private_keyring
from tests.rig.tools import require

Enter = Callable[[Mapping[str, str]], None]


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Enter:
    """Lets this process live in a private environment, so that it finds the keyring there and never the caller's."""

    def set_environment(environment: Mapping[str, str]) -> None:
        for name in os.environ:
            if name.startswith(("XDG_", "DBUS_", "PYTHON_KEYRING", "KEYRING_", "GNOME_KEYRING")) or name == "DISPLAY":
                monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)

    return set_environment


@pytest.fixture(scope="session")
def gnome_keyring() -> Iterator[tuple[Keyring, dict[str, str]]]:
    """One open gnome-keyring for many tests, and the environment in which it is found."""
    require("gnome-keyring-daemon", "dbus-daemon")
    with private_keyring() as found:
        yield found


@pytest.fixture
def open_keyring(gnome_keyring: tuple[Keyring, dict[str, str]], enter: Enter) -> Keyring:
    """An open keyring without an item of ours, found by this process."""
    daemon, environment = gnome_keyring
    if daemon.gone:  # it is not ours to mend; what follows needs one
        daemon.start()
    enter(environment)
    if library_backend().get_password(SERVICE, USERNAME) is not None:
        library_backend().delete_password(SERVICE, USERNAME)
    return daemon


def library_backend() -> Any:
    """The library's own way to the keyring, past ours."""
    import keyring.backends.SecretService

    kind: Any = keyring.backends.SecretService.Keyring  # the library types little of it
    return kind()
