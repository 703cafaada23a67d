"""A real notification daemon on a desktop of our own: Debian's dunst, and what it has been told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.rig.bus import Bus
from tests.rig.polling import poll
from tests.rig.session import Session

_NAME, _PATH, _OWN = "org.freedesktop.Notifications", "/org/freedesktop/Notifications", "org.dunstproject.cmd0"


@dataclass(frozen=True)
class Received:
    """One notification as dunst keeps it."""

    number: int
    program: str
    summary: str
    body: str
    message: str
    """What it draws: summary and body, as markup of its own making."""

    @property
    def drawn_body(self) -> str:
        """The body's text once its markup is drawn. Fails where it is none."""
        assert not re.search(r"<(?!/?b>)", self.message), self.message
        plain = re.sub(r"</?b>", "", self.message).partition("\n")[2]
        return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&#x27;", "'")


class NotificationDaemon:
    """Started for a session, and ended with it."""

    def __init__(self, session: Session) -> None:
        settings = session.folder / "dunstrc"
        # Nothing goes away by itself: the test looks, and clicks, when it wants.
        settings.write_text(
            '[global]\n    timeout = 0\n    history_length = 50\n    markup = full\n    format = "<b>%s</b>\\n%b"\n'
        )
        session.processes.start("dunst", ["dunst", "-conf", str(settings)])
        self._bus: Bus = session.bus
        poll(lambda: self._bus.has_owner(_NAME), "notification daemon", timeout=60)

    @property
    def showing(self) -> int:
        """How many are on the screen."""
        return int(self._bus.get(_NAME, _PATH, f"{_OWN}.displayedLength"))

    @property
    def history(self) -> list[Received]:
        """Those that went away, the latest first."""
        (found,) = self._bus.call(_NAME, _PATH, f"{_OWN}.NotificationListHistory")
        return [_received(each) for each in found]

    def click(self) -> None:
        """Click the latest one, which invokes its default action."""
        self._bus.call(_NAME, _PATH, f"{_OWN}.NotificationAction", "u", 0)

    def close_all(self) -> None:
        """Send those that show to the history, as a person does who closes them."""
        self._bus.call(_NAME, _PATH, f"{_OWN}.NotificationCloseAll")


def _received(values: dict[str, Any]) -> Received:
    texts = {name: value for name, (_, value) in values.items()}
    return Received(texts["id"], texts["appname"], texts["summary"], texts["body"], texts["message"])
