"""The part of a desktop that says whether it is light or dark and of high contrast: the Settings portal, with these two
settings.

    python -m tests.rig.color_scheme BUS-ADDRESS light|dark|light-contrast|dark-contrast

A line with one of these words on standard input changes them; ends when that does. Source: XDG Desktop Portal,
org.freedesktop.portal.Settings, namespace org.freedesktop.appearance, keys color-scheme (1 dark, 2 light) and contrast
(0 no preference, 1 high).
"""

from __future__ import annotations

import select
import sys
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

NAME = "org.freedesktop.portal.Desktop"
INTERFACE = "org.freedesktop.portal.Settings"
NAMESPACE, SCHEME, CONTRAST = "org.freedesktop.appearance", "color-scheme", "contrast"
NUMBERS = {"dark": 1, "light": 2}
Settings = dict[str, tuple[str, int]]


def _settings(words: str) -> Settings:
    """Each setting's value, as D-Bus carries it."""
    scheme, _, contrast = words.partition("-")
    return {SCHEME: ("u", NUMBERS[scheme]), CONTRAST: ("u", int(bool(contrast)))}


def main(address: str, scheme: str) -> None:
    connection = open_dbus_connection(address)
    connection.send_and_get_reply(message_bus.RequestName(NAME))
    print("ready", flush=True)
    emitter = DBusAddress("/org/freedesktop/portal/desktop", interface=INTERFACE)
    while True:
        readable = select.select([sys.stdin, connection.sock], [], [])[0]
        if sys.stdin in readable:
            scheme = sys.stdin.readline().strip()
            if not scheme:
                break
            for key, value in _settings(scheme).items():
                connection.send(new_signal(emitter, "SettingChanged", "ssv", (NAMESPACE, key, value)))
        if connection.sock in readable:
            _answer(connection, _settings(scheme))
    connection.close()


def _answer(connection: Any, settings: Settings) -> None:
    while True:
        try:
            message = connection.receive(timeout=0)
        except TimeoutError:
            return
        if message.header.message_type != MessageType.method_call:
            continue
        method = message.header.fields.get(HeaderFields.member)
        if method == "ReadAll":
            reply = new_method_return(message, "a{sa{sv}}", ({NAMESPACE: settings},))
        elif method == "ReadOne":
            reply = new_method_return(message, "v", (settings[message.body[1]],))
        elif method == "Read":
            reply = new_method_return(message, "v", (("v", settings[message.body[1]]),))
        else:
            reply = new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        connection.send(reply)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
