"""Telling the desktop that something is due: org.freedesktop.Notifications (version 1.2) on Linux, where it is there.

A notification names accounts and nothing else: it may be shown on a locked screen, and desktops keep them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.accounts import AccountId
from app.domain.plain_text import shown
from app.domain.text import counted, joined, tr

if TYPE_CHECKING:
    from app.actions.deadlines import DueItem

__all__ = ["Notification", "notification_of", "notify_over_dbus"]

_NAMED = 3
"""Accounts that are named; of more, how many there are."""
_LONGEST_NAME = 40
_SECONDS = 10.0
"""For an answer. A desktop that hangs is treated as one that has no notifications."""
_WAITING = 16
"""Signals that may wait to be read: of all programs' notifications."""
_NAME, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
_LEFT_TO_THE_DESKTOP = -1
"""How long it stays."""


@dataclass(frozen=True)
class Notification:
    """What is told, as plain text, and the account that a click leads to."""

    title: str
    body: str
    account: AccountId
    button: str = tr("Open SCIM Connection")


def notification_of(items: Sequence[DueItem]) -> Notification | None:
    """One for all accounts together; None where nothing is due."""
    if not items:
        return None
    accounts = {item.dates.account: item.dates for item in items}  # a dict keeps the order of urgency
    names = [
        tr("{name} ({environment})", name=shown(dates.name, _LONGEST_NAME), environment=dates.badge)
        for dates in accounts.values()
    ]
    more = counted(" and {n} more", " and {n} more", len(names) - _NAMED) if len(names) > _NAMED else ""
    title = counted("A SCIM account needs you", "{n} SCIM accounts need you", len(names))
    body = tr(
        "{accounts}{more}. Open SCIM Connection to see what is due.",
        accounts=joined(*names[:_NAMED], by=", "),
        more=more,
    )
    return Notification(title, body, next(iter(accounts)))


async def notify_over_dbus(
    notification: Notification,
    *,
    claim: Callable[[], Awaitable[bool]],
    opened: Callable[[str], None],
) -> None:
    """Show it and wait until it is gone. `claim` is asked once a desktop has answered, just before it is shown: whether
    to. `opened` is called when the person clicks it, with the token that Wayland wants of a window that comes to the
    front (empty elsewhere). Cancelled, it takes the notification back. Where there is no such desktop, it returns."""
    from jeepney import DBusErrorResponse, MatchRule, message_bus
    from jeepney.io.asyncio import Proxy, open_dbus_router
    from jeepney.io.common import RouterClosed

    rule = MatchRule(type="signal", sender=_NAME, interface=_NAME, path=_PATH)
    async with AsyncExitStack() as stack:
        try:
            router = await stack.enter_async_context(open_dbus_router(bus="SESSION"))
            # Listening begins before it is shown: the click may come with the answer.
            signals = stack.enter_context(router.filter(_signals(), bufsize=_WAITING))
            await Proxy(message_bus, router).AddMatch(rule)
            capabilities = (await _call(router, "GetCapabilities"))[0]
            if not await claim():
                return
            number = (await _call(router, "Notify", "susssasa{sv}i", _arguments(notification, capabilities)))[0]
        except (OSError, KeyError, ValueError, EOFError, RuntimeError, RouterClosed, DBusErrorResponse):
            return  # no such bus, none that jeepney can speak to, or nobody there who shows notifications
        try:
            await _wait(signals, number, opened)
        finally:
            # Not waited for: the program may be ending, and a desktop that hangs must not hold it up.
            with suppress(OSError, RuntimeError, RouterClosed):
                await router.send(_message("CloseNotification", "u", (number,)))


def _signals() -> Any:
    """Which messages are looked at: the bus matches the sender, which arrives here under its unique name."""
    from jeepney import MatchRule

    return MatchRule(type="signal", interface=_NAME, path=_PATH)


async def _call(router: Any, method: str, signature: str = "", body: tuple[Any, ...] = ()) -> tuple[Any, ...]:
    """Raises DBusErrorResponse, and TimeoutError (an OSError) after ten seconds."""
    from jeepney.wrappers import unwrap_msg

    async with asyncio.timeout(_SECONDS):
        return tuple(unwrap_msg(await router.send_and_get_reply(_message(method, signature, body))))


def _message(method: str, signature: str, body: tuple[Any, ...]) -> Any:
    from jeepney import DBusAddress, new_method_call

    return new_method_call(DBusAddress(_PATH, _NAME, _NAME), method, signature or None, body)


def _arguments(notification: Notification, capabilities: Sequence[str]) -> tuple[Any, ...]:
    body = notification.body
    if "body-markup" in capabilities:
        body = body.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    hints = {"desktop-entry": ("s", "scim-connection"), "urgency": ("y", 1)}
    actions = ["default", notification.button]  # `default` is a click on the notification itself
    return ("SCIM Connection", 0, "", notification.title, body, actions, hints, _LEFT_TO_THE_DESKTOP)


async def _wait(signals: asyncio.Queue[Any], number: int, opened: Callable[[str], None]) -> None:
    """Until it is gone. An ActivationToken comes just before its ActionInvoked."""
    from jeepney import HeaderFields

    token = ""
    while True:
        message = await signals.get()
        member = message.header.fields.get(HeaderFields.member)
        if not message.body or message.body[0] != number:
            continue
        if member == "ActivationToken" and isinstance(message.body[1], str):
            token = message.body[1]
        elif member == "ActionInvoked":
            opened(token)
        elif member == "NotificationClosed":
            return
