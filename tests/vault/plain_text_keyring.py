"""A backend such as installed packages bring: it works everywhere, and keeps what it is given in clear."""

from __future__ import annotations

from typing import ClassVar

from keyring.backend import KeyringBackend


class PlainTextKeyring(KeyringBackend):
    """Registers itself with the library when this module is imported."""

    priority = 9.5
    kept: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password
