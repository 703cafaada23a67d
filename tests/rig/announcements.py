"""What a program has screen readers say by itself: the events of AT-SPI for that."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.rig.polling import RigError
from tests.rig.session import Session

_REGISTRY = DBusAddress("/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry")
_OBJECT, _MEMBER = "org.a11y.atspi.Event.Object", "Announcement"


class Announcements:
    """Listens on a session's accessibility bus from the beginning of a `with` on."""

    def __init__(self, session: Session) -> None:
        self._connection = open_dbus_connection(session.accessibility.address)
        self.heard: list[str] = []
        rule = MatchRule(type="signal", interface=_OBJECT, member=_MEMBER)
        self._connection.send_and_get_reply(message_bus.AddMatch(rule), timeout=10)
        asking = new_method_call(_REGISTRY, "RegisterEvent", "s", (f"object:{_MEMBER.lower()}",))
        self._connection.send_and_get_reply(asking, timeout=10)

    def __enter__(self) -> Announcements:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def expect(self, words: str, timeout: float = 20) -> None:
        """The next one says this."""
        heard = len(self.heard)
        deadline = time.monotonic() + timeout
        while len(self.heard) == heard:
            left = deadline - time.monotonic()
            if left <= 0:
                raise RigError(f"nothing was said within {timeout:g} s, after {self.heard}")
            self._take(left)
        if self.heard[heard] != words:
            raise RigError(f"{self.heard[heard]!r} was said in place of {words!r}, after {self.heard[:heard]}")

    def rest(self) -> list[str]:
        """What was said beyond what was expected, up to now."""
        heard = len(self.heard)
        while self._take(0.2):
            pass
        return self.heard[heard:]

    def _take(self, timeout: float) -> bool:
        try:
            message: Any = self._connection.receive(timeout=timeout)
        except TimeoutError:
            return False
        fields = message.header.fields
        if fields.get(HeaderFields.interface) == _OBJECT and fields.get(HeaderFields.member) == _MEMBER:
            self.heard.append(str(message.body[3][1]))
        return True
