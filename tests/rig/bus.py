"""One D-Bus connection, in blocking calls with deadlines. The only place of the rig that knows jeepney."""

from __future__ import annotations

from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    Properties,
    new_method_call,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

from tests.rig.polling import PATIENCE, RigError

DBUS = "org.freedesktop.DBus"
DBUS_PATH = "/org/freedesktop/DBus"


class BusError(RigError):
    """The other side answered with an error."""


class BusSilent(RigError):  # noqa: N818  says what happened
    """The other side did not answer in time."""


class Bus:
    """A connection of our own to a message bus. Not for several threads at once."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._connection = open_dbus_connection(address)

    def call(
        self, destination: str, path: str, method: str, signature: str = "", *arguments: Any, timeout: float = PATIENCE
    ) -> tuple[Any, ...]:
        """Call `method` (interface and name, joined by a dot) and return what it answers."""
        interface, _, name = method.rpartition(".")
        message = new_method_call(DBusAddress(path, destination, interface), name, signature or None, arguments)
        return self._answer(message, f"{method} of {destination}", timeout)

    def get(self, destination: str, path: str, name: str, timeout: float = PATIENCE) -> Any:
        """The value of a property (interface and name, joined by a dot)."""
        interface, _, short = name.rpartition(".")
        message = Properties(DBusAddress(path, destination, interface)).get(short)
        return self._answer(message, f"{name} of {destination}", timeout)[0][1]

    def set(
        self, destination: str, path: str, name: str, signature: str, value: Any, timeout: float = PATIENCE
    ) -> None:
        """Set a property."""
        interface, _, short = name.rpartition(".")
        message = Properties(DBusAddress(path, destination, interface)).set(short, signature, value)
        self._answer(message, f"{name} of {destination}", timeout)

    def emit(self, path: str, signal: str, signature: str, *arguments: Any) -> None:
        """Send a signal (interface and name, joined by a dot) to whoever listens, as a desktop's service does."""
        interface, _, name = signal.rpartition(".")
        self._connection.send(new_signal(DBusAddress(path, interface=interface), name, signature, arguments))

    def has_owner(self, name: str) -> bool:
        """Whether a service owns this well-known name now."""
        return bool(self.call(DBUS, DBUS_PATH, f"{DBUS}.NameHasOwner", "s", name)[0])

    def process_of(self, name: str) -> int:
        """The process id behind a bus name."""
        return int(self.call(DBUS, DBUS_PATH, f"{DBUS}.GetConnectionUnixProcessID", "s", name)[0])

    def close(self) -> None:
        self._connection.close()

    def _answer(self, message: Message, what: str, timeout: float) -> tuple[Any, ...]:
        try:
            reply = self._connection.send_and_get_reply(message, timeout=timeout)
        except TimeoutError:
            raise BusSilent(f"{what} did not answer within {timeout:g} s") from None
        if reply.header.message_type == MessageType.error:
            raise BusError(f"{what}: {reply.header.fields.get(HeaderFields.error_name)} {reply.body}")
        return tuple(reply.body)
