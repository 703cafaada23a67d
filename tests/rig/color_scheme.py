"""The part of a desktop that says whether it is light or dark: the Settings portal, with that one setting.

    python -m tests.rig.color_scheme BUS-ADDRESS light|dark

A line `light` or `dark` on standard input changes it; ends when that does. Source: XDG Desktop Portal,
org.freedesktop.portal.Settings, namespace org.freedesktop.appearance, key color-scheme (1 dark, 2 light).
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
NAMESPACE, KEY = "org.freedesktop.appearance", "color-scheme"
NUMBERS = {"dark": 1, "light": 2}


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
            value = ("u", NUMBERS[scheme])
            connection.send(new_signal(emitter, "SettingChanged", "ssv", (NAMESPACE, KEY, value)))
        if connection.sock in readable:
            _answer(connection, ("u", NUMBERS[scheme]))
    connection.close()


def _answer(connection: Any, value: tuple[str, int]) -> None:
    while True:
        try:
            message = connection.receive(timeout=0)
        except TimeoutError:
            return
        if message.header.message_type != MessageType.method_call:
            continue
        method = message.header.fields.get(HeaderFields.member)
        if method == "ReadAll":
            reply = new_method_return(message, "a{sa{sv}}", ({NAMESPACE: {KEY: value}},))
        elif method == "ReadOne":
            reply = new_method_return(message, "v", (value,))
        elif method == "Read":
            reply = new_method_return(message, "v", (("v", value),))
        else:
            reply = new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        connection.send(reply)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
