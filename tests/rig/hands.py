"""What a person does to a widget: focus, press, type, choose."""

from __future__ import annotations

from contextlib import suppress

from tests.rig.bus import BusSilent
from tests.rig.node import Node
from tests.rig.polling import RigError, poll


def press(node: Node, action: str | None = None) -> None:
    """Do the widget's own action (Press, Toggle, ShowMenu …). Needs no mouse: works while covered by other windows.

    A handler that shows a modal dialog may answer only when that closes: not waited for.
    """
    if not node.enabled:
        raise RigError(f"{node!r} is disabled")
    actions = [entry[0] for entry in node.call("Action.GetActions")[0]]
    for wanted in (action,) if action else ("Press", "Toggle", "ShowMenu", "Show Menu"):
        if wanted in actions:
            try:
                node.call("Action.DoAction", "i", actions.index(wanted), timeout=5)
            except BusSilent:
                return
            return
    raise RigError(f"{node!r} has no action {action or 'to press'}: {actions}")


def focus(node: Node) -> None:
    """Bring the keyboard there, by accessibility or else by a click."""
    node.call("Component.GrabFocus")
    try:
        poll(lambda: "focused" in node.states, "focus", timeout=1)
    except RigError:
        click(node)
        poll(lambda: "focused" in node.states, "focus")


def click(node: Node, button: int = 1) -> None:
    """With the mouse, in the middle."""
    left, top, width, height = node.place
    node.session.xdotool("mousemove", "--sync", str(left + width // 2), str(top + height // 2), "click", str(button))


def write(node: Node, text: str) -> None:
    """Put text in a field through accessibility: `textChanged` fires, `textEdited` and validators do not.

    Refuses a read-only field: Qt itself would let it through.
    """
    if "read only" in node.states:
        raise RigError(f"{node!r} is read only")
    if not node.call("EditableText.SetTextContents", "s", text)[0]:
        raise RigError(f"{node!r} took no text")


def type_into(node: Node, text: str) -> None:
    """Replace what a field holds by real key strokes (ASCII alone)."""
    focus(node)
    node.session.keys("ctrl+a", "BackSpace")
    node.session.type(text)


def choose(node: Node, entry: str) -> None:
    """Pick an entry of a combo box: open its list, walk there, Return."""
    entries = [child.name for child in node.walk() if child.role == "list item"]
    if entry not in entries:
        raise RigError(f"{entry!r} is not among {entries}")
    press(node)
    poll(lambda: "expanded" in node.states or any(child.showing for child in node.children), "open list")
    node.session.keys("Home", *["Down"] * entries.index(entry), "Return")
    poll(lambda: node.name == entry, f"combo box that says {entry!r}")


def select(node: Node) -> None:
    """Select a tab, or an item of a list by the keyboard: an item's own action does not make it the current one, and
    the mouse misses where Qt scales (places are told in unscaled pixels)."""
    if "selected" in node.states:
        return
    if node.role == "page tab":
        press(node, "Press")
    else:
        _walk_to(node)
    poll(lambda: "selected" in node.states, f"selected {node!r}")


def _walk_to(item: Node) -> None:
    """Key by key, each when the one before has been heeded: else a busy program is sent past it."""
    items = item.parent
    focus(items)
    rows = items.children
    if not _selected(rows):
        items.session.keys("Home")
        with suppress(RigError):  # where the first is current already, without being selected, nothing happens
            poll(lambda: _selected(rows), "selected item", timeout=2)
    for _ in rows:
        before = _selected(rows)
        if before and rows[before - 1] == item:
            return
        items.session.keys("Down" if before <= rows.index(item) else "Up")
        _wait_for_another(rows, before)


def _wait_for_another(rows: list[Node], before: int) -> None:
    poll(lambda: _selected(rows) not in (0, before), "another selected item")


def _selected(rows: list[Node]) -> int:
    """Which of them it is, counted from one; 0 where none is."""
    return next((number for number, row in enumerate(rows, 1) if "selected" in row.states), 0)
