"""A child that stands in the place of `_serve` and misbehaves as its argument says. Run as a program."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

READY = {
    "ready": True,
    "url": "http://127.0.0.1:{port}",
    "endpoint": "http://127.0.0.1:{port}/scim/v2",
    "port_changed": False,
    "database_moved_to": None,
}


def say(value: object) -> None:
    print(json.dumps(value), flush=True)


def be_ready(**more: object) -> dict[str, object]:
    said = json.loads(sys.stdin.readline())
    port = said["port"] or 4711
    say({name: value.format(port=port) if isinstance(value, str) else value for name, value in READY.items()} | more)
    return said  # type: ignore[no-any-return]  # json.loads says Any


def main(how: str, note: Path) -> None:
    with note.open("a") as lines:
        lines.write("started\n")
    match how:
        case "dies":
            sys.exit(3)
        case "refuses":
            sys.stdin.readline()
            say({"ready": False, "reason": sys.argv[3], "detail": "because"})
            sys.exit(1)
        case "silent":
            sys.stdin.read()
        case "stubborn":
            import signal

            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            be_ready()
            while True:
                time.sleep(0.05)
        case "garbage":
            sys.stdin.readline()
            print("Traceback: not JSON", flush=True)
            say(["no", "object"])
            say({"ready": True, "url": 7})
            sys.stdin.read()
        case "talks":
            be_ready(database_moved_to="/somewhere/aside", port_changed=True)
            for line in sys.stdin:
                asked = json.loads(line)
                print("noise", flush=True)
                say({"id": 10_000, "session": "rss_of_somebody_else"})
                say({"id": asked["id"], "accounts": json.loads(sys.argv[3]), "session": "rss_" + "a" * 43})
        case "dies when asked":
            be_ready()
            sys.stdin.readline()
        case "ready, then dies":
            be_ready()
            time.sleep(0.05)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
