"""Which of the `keyring` library's backends may hold our key: those that the operating system or its desktop protects.

The library's own choice is not enough: with some packages merely installed it falls back to a plain-text file, and its
"null" keeps nothing and says nothing (keyring 25.7, `keyring.core._detect_backend`).
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Any, cast

from keyring import core
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend

from app.domain.errors import KeyringLocked, KeyringMissing

ALLOWED = (
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.libsecret", "Keyring"),
    ("keyring.backends.kwallet", "DBusKeyring"),
    ("keyring.backends.kwallet", "DBusKeyringKWallet4"),
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.macOS", "Keyring"),
)
"""Module and class of each backend that is trusted with the key."""


def choose_backend() -> KeyringBackend:
    """The one that the person configured for the library, if it is allowed; else the allowed one of highest priority
    that works here, as the library's chain would take it. Raises KeyringMissing.

    It asks anew each time what works here (the library would remember its first answer), so that a keyring that was
    started meanwhile is found.
    """
    try:
        configured = core.load_env() or core.load_config()
    except Exception:  # noqa: BLE001  the library lets through whatever a configured backend's module raises
        raise KeyringMissing from None
    if configured is None or isinstance(configured, ChainerBackend):
        working = [backend for module, name in ALLOWED if (backend := _working(module, name)) is not None]
        backend = max(working, key=lambda candidate: float(candidate.priority), default=None)
    else:
        kind = type(configured)
        backend = configured if (kind.__module__, kind.__qualname__) in ALLOWED else None
    if backend is None:
        raise KeyringMissing
    if type(backend).__module__ == "keyring.backends.Windows":
        # Its default would let the key roam with the profile; see CREDENTIALW, Persist, at learn.microsoft.com.
        cast(Any, backend).persist = "local machine"
    return backend


def make_ready(backend: KeyringBackend, about_to_prompt: Callable[[], None]) -> None:
    """Opens a locked keyring, asking the person where it must; `about_to_prompt` is called before a window that asks
    for a password may come up. Raises KeyringLocked where that is dismissed, and blocks as long as the keyring does.

    A Secret Service is opened here, and not by the backend, which would leave its connection open on every refusal.
    """
    kind = type(backend).__module__
    if kind == "keyring.backends.Windows":
        return
    if kind != "keyring.backends.SecretService":
        about_to_prompt()
        return
    import secretstorage  # the backend's own library

    with closing(secretstorage.dbus_init()) as connection:
        try:
            collection = secretstorage.Collection(connection)
            if collection.is_locked():
                about_to_prompt()
                collection.unlock()
        except secretstorage.ItemNotFoundException:
            about_to_prompt()
            try:
                collection = secretstorage.get_default_collection(connection)
            except secretstorage.PromptDismissedException:
                raise KeyringLocked from None
        if collection.is_locked():
            raise KeyringLocked


def _working(module: str, name: str) -> KeyringBackend | None:
    # A backend tells by exceptions of any kind that its system or its library is not here.
    with suppress(Exception):
        kind: type[KeyringBackend] = getattr(importlib.import_module(module), name)
        if float(kind.priority) > 0:
            return kind()
    return None
