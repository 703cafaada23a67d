"""A child of the stall meter: asks one program the cheapest question again and again, and writes how long each took.

    python -m tests.rig.ping BUS-ADDRESS BUS-NAME PROCESS

Qt answers AT-SPI in its main thread, so an answer is late when that thread is busy. Standard output gets a line a
question, "BEGIN LATENCY DELAY" in seconds; DELAY is the part of it in which the machine had no core for the program,
for the bus between us or for us. Ends when standard input does.
"""

from __future__ import annotations

import os
import select
import sys
import time

from tests.rig import atspi
from tests.rig.bus import DBUS, DBUS_PATH, Bus
from tests.rig.polling import RigError
from tests.rig.scheduling import RunDelay

PAUSE = 0.002
"""Seconds between questions."""


def main(address: str, bus_name: str, process: int) -> None:
    bus = Bus(address)
    daemon = int(bus.call(DBUS, DBUS_PATH, f"{DBUS}.GetConnectionUnixProcessID", "s", DBUS)[0])
    delays = (RunDelay(process), RunDelay(daemon), RunDelay(os.getpid()))
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        before = [delay.seconds() for delay in delays]
        begin = time.monotonic()
        try:
            bus.call(bus_name, atspi.ROOT, f"{atspi.INTERFACE}.Accessible.GetRole", timeout=60)
        except (RigError, OSError):
            break  # it ended
        latency = time.monotonic() - begin
        delay = sum(max(0.0, after.seconds() - then) for after, then in zip(delays, before, strict=True))
        print(f"{begin:.6f} {latency:.6f} {delay:.6f}", flush=True)
    bus.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
