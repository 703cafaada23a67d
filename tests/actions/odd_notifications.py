"""Stands for a desktop's notifications, and answers in one odd way: python -m tests.actions.odd_notifications BUS HOW.

Prints the body that it was given, and `closed N` for each notification that it was told to close.
"""

from __future__ import annotations

import sys
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
NUMBER = 7


def main(address: str, how: str) -> None:
    connection = open_dbus_connection(address)
    connection.send_and_get_reply(message_bus.RequestName(NAME))
    emitter = DBusAddress(PATH, interface=NAME)

    def emit(member: str, signature: str, *body: Any) -> None:
        connection.send(new_signal(emitter, member, signature, body))

    while True:
        message = connection.receive()
        if message.header.message_type != MessageType.method_call or how == "hangs":
            continue
        method = message.header.fields.get(HeaderFields.member)
        if how == "refuses":
            connection.send(new_error(message, "org.freedesktop.DBus.Error.AccessDenied"))
        elif method == "GetCapabilities":
            found = ["body", "actions", *(["body-markup"] if how == "markup" else [])]
            connection.send(new_method_return(message, "as", (found,)))
        elif method == "Notify":
            print(message.body[4], flush=True)
            connection.send(new_method_return(message, "u", (NUMBER,)))
            if how == "clicks":
                # Another program's first.
                emit("ActionInvoked", "us", NUMBER + 1, "default")
                emit("ActivationToken", "us", NUMBER, "a-token")
                emit("ActionInvoked", "us", NUMBER, "default")
                emit("NotificationClosed", "uu", NUMBER + 1, 2)
            if how == "keeps":
                emit("ActionInvoked", "us", NUMBER, "default")
            else:
                emit("NotificationClosed", "uu", NUMBER, 2)
        elif method == "CloseNotification":
            print(f"closed {message.body[0]}", flush=True)
            connection.send(new_method_return(message))
        else:
            connection.send(new_method_return(message))


if __name__ == "__main__":
    main(*sys.argv[1:])
