"""What a screen reader finds wrong on a window: things without names, of the same name, of the wrong role or state."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tests.rig.node import Node
from tests.rig.polling import RigError

_INSIDE = frozenset({"table cell", "list item", "table column header", "table row header", "tree item", "page tab"})
"""Read by their text, as parts of what is named."""
_AROUND = frozenset({"frame", "dialog", "window", "filler", "scroll pane", "layered pane", "panel", "viewport"})
_PRESSED = frozenset({"push button", "radio button", "check box", "link", "toggle button"})
_ENTERED = frozenset({"text", "password text", "combo box", "list", "table", "spin button", "date editor", "tree"})
_USED = _PRESSED | _ENTERED
_MASK = "•●"


@dataclass(frozen=True)
class Seen:
    """One accessible object, read once."""

    node: Node
    role: str
    name: str
    states: frozenset[str]
    labels: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.role} {self.name!r} #{self.node.object_name}"


def seen_in(window: Node) -> list[Seen]:
    """All that shows, but for cells and items: those are their table's or list's."""
    found: list[Seen] = []
    _walk(window, found)
    return found


def _walk(node: Node, found: list[Seen]) -> None:
    try:
        states, role = node.states, node.role
        if "showing" not in states and role not in _AROUND:
            return
        labels = tuple(node.labels) if role in _USED else ()
        found.append(Seen(node, role, node.name, states, labels))
        if role in ("table", "list", "combo box", "tree", "page tab list"):
            children = [child for child in node.children if child.role == "text"] if role == "combo box" else []
        else:
            children = node.children
    except RigError:
        return  # it went away while we looked
    if role == "page tab list":
        children = [child for child in node.children if child.role != "page tab"]
    for child in children:
        _walk(child, found)


def faults_in(window: Node) -> list[str]:
    """Sentences on what is wrong; empty: nothing."""
    seen = seen_in(window)
    used = [each for each in seen if each.role in _USED]
    faults = [f"{each} has no name" for each in seen if _takes_focus(each) and not (each.name or each.labels)]
    faults += [
        f"{each} is named by a symbol"
        for each in used
        if each.name and not any(letter.isalnum() for letter in each.name) and not each.labels
    ]
    names = Counter((each.role, each.labels or each.name, _described(each)) for each in used)
    faults += [f"there are {times} of {what}" for what, times in names.items() if times > 1]
    for each in seen:
        faults += _of_its_kind(each)
    return faults


def _described(each: Seen) -> str:
    try:
        return each.node.description
    except RigError:
        return ""  # it went away while we looked


def _takes_focus(each: Seen) -> bool:
    return "focusable" in each.states and each.role not in _INSIDE | _AROUND


def _of_its_kind(each: Seen) -> list[str]:
    node = each.node
    if each.role == "progress bar":
        return [] if "Value" in node.interfaces and each.name else [f"{each} has no value or name"]
    if each.role == "table":
        columns = node.get("Table.NColumns")
        heads = [node.call("Table.GetColumnDescription", "i", column)[0] for column in range(columns)]
        return [f"{each} has columns without headings: {heads}"] if not all(heads) else []
    if each.role == "password text":
        shown = node.text
        return [f"{each} says what it hides"] if shown.strip(_MASK) else []
    if each.role in ("radio button", "check box"):
        return [] if "checkable" in each.states or "checked" in each.states else [f"{each} has no state"]
    return []
