"""Stands for GNOME's idle monitor on a bus: python -m tests.ui.desk.mutter BUS MILLISECONDS. Below 0: an error."""

from __future__ import annotations

import sys

from jeepney import HeaderFields, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

NAME, PATH = "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core"


def main(address: str, milliseconds: str) -> None:
    connection = open_dbus_connection(address)
    connection.send_and_get_reply(message_bus.RequestName(NAME))
    print("ready", flush=True)
    while True:
        message = connection.receive()
        fields = message.header.fields
        if message.header.message_type is not MessageType.method_call:
            continue
        known = (fields.get(HeaderFields.path), fields.get(HeaderFields.member)) == (PATH, "GetIdletime")
        if known and int(milliseconds) >= 0:
            connection.send(new_method_return(message, "t", (int(milliseconds),)))
        else:
            connection.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))


if __name__ == "__main__":
    main(*sys.argv[1:])
