"""What a person does to a widget: focus, press, type, choose."""

from __future__ import annotations

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
        items = node.parent
        focus(items)
        session = node.session
        session.keys("Home")
        for _ in items.children:
            if "selected" in node.states:
                break
            session.keys("Down")
    poll(lambda: "selected" in node.states, f"selected {node!r}")
