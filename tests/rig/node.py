"""One accessible object of the program under test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tests.rig import atspi
from tests.rig.bus import BusSilent
from tests.rig.polling import PATIENCE, RigError, Words, fits, poll

if TYPE_CHECKING:
    from tests.rig.session import Session

_WORTH_SAYING = ("checked", "selected", "focused", "read only", "active")


class Node:
    """A widget, a row, a cell … as a screen reader sees it. Nothing is kept: every reading asks the program again."""

    def __init__(self, session: Session, bus_name: str, path: str) -> None:
        self.session = session
        self.bus_name = bus_name
        self.path = path

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and (self.bus_name, self.path) == (other.bus_name, other.path)

    def __hash__(self) -> int:
        return hash((self.bus_name, self.path))

    def __repr__(self) -> str:
        try:
            return f"<Node {self.line()}>"
        except RigError:
            return f"<Node gone {self.bus_name}{self.path}>"

    # --- reading ---------------------------------------------------------------------------------------------------

    def call(self, method: str, signature: str = "", *arguments: Any, timeout: float = PATIENCE) -> tuple[Any, ...]:
        """A call of AT-SPI, named by interface and method: `Action.DoAction`."""
        return self.session.accessibility.call(
            self.bus_name, self.path, f"{atspi.INTERFACE}.{method}", signature, *arguments, timeout=timeout
        )

    def get(self, name: str) -> Any:
        """A property of AT-SPI, named by interface and property: `Accessible.Name`."""
        return self.session.accessibility.get(self.bus_name, self.path, f"{atspi.INTERFACE}.{name}")

    @property
    def name(self) -> str:
        return str(self.get("Accessible.Name"))

    @property
    def description(self) -> str:
        return str(self.get("Accessible.Description"))

    @property
    def role(self) -> str:
        return atspi.role_of(int(self.call("Accessible.GetRole")[0]))

    @property
    def states(self) -> frozenset[str]:
        low, high = self.call("Accessible.GetState")[0]
        return atspi.states_of(low, high)

    @property
    def showing(self) -> bool:
        return "showing" in self.states

    @property
    def enabled(self) -> bool:
        return "enabled" in self.states

    @property
    def interfaces(self) -> list[str]:
        return [name.rsplit(".", 1)[1] for name in self.call("Accessible.GetInterfaces")[0]]

    @property
    def id(self) -> str:
        """Qt's dotted path of object names (class names where there is none)."""
        try:
            return str(self.get("Accessible.AccessibleId"))
        except RigError:
            return ""

    @property
    def object_name(self) -> str:
        """The last part of `id`: what the contract calls the object name."""
        return self.id.rsplit(".", 1)[-1]

    @property
    def process(self) -> int:
        return self.session.accessibility.process_of(self.bus_name)

    @property
    def children(self) -> list[Node]:
        found = self.call("Accessible.GetChildren")[0]
        return [Node(self.session, name, path) for name, path in found if path != atspi.NULL]

    @property
    def parent(self) -> Node:
        name, path = self.get("Accessible.Parent")
        return Node(self.session, name, path)

    @property
    def labels(self) -> list[str]:
        """The texts of the labels that this widget is the buddy of."""
        return [
            Node(self.session, name, path).name
            for kind, targets in self.call("Accessible.GetRelationSet")[0]
            if kind == atspi.LABELLED_BY
            for name, path in targets
        ]

    @property
    def text(self) -> str:
        """What it holds: a field's text, a value, else the name."""
        interfaces = self.interfaces
        if "Text" in interfaces:
            return str(self.call("Text.GetText", "ii", 0, -1)[0])
        if "Value" in interfaces:
            return str(self.get("Value.CurrentValue"))
        return self.name

    @property
    def place(self) -> tuple[int, int, int, int]:
        """Left, top, width and height in pixels of the screen."""
        left, top, width, height = self.call("Component.GetExtents", "u", 0)[0]
        return left, top, width, height

    def table(self) -> list[list[str]]:
        """The cells' words, row by row."""
        rows, columns = self.get("Table.NRows"), self.get("Table.NColumns")
        return [[self.cell(row, column).name for column in range(columns)] for row in range(rows)]

    def cell(self, row: int, column: int) -> Node:
        name, path = self.call("Table.GetAccessibleAt", "ii", row, column)[0]
        return Node(self.session, name, path)

    # --- finding ---------------------------------------------------------------------------------------------------

    def walk(self, depth: int = 40) -> Iterator[Node]:
        """This node and all below it, in reading order."""
        yield self
        if depth:
            try:
                children = self.children
            except BusSilent:
                raise
            except RigError:
                return  # it went away while we walked
            for child in children:
                yield from child.walk(depth - 1)

    def matches(
        self,
        role: str | None = None,
        name: Words | None = None,
        *,
        id: str | None = None,  # noqa: A002  AT-SPI's own word
        label: Words | None = None,
        states: Sequence[str] = (),
        showing: bool = True,
    ) -> bool:
        """Whether it is what these words say. `id` is an object name, `label` the text of a buddy label."""
        try:
            if name is not None and not fits(name, self.name):
                return False
            if role is not None and self.role != role:
                return False
            if id is not None and self.object_name != id:
                return False
            if label is not None and not any(fits(label, text) for text in self.labels):
                return False
            wanted = {*states, "showing"} if showing else set(states)
            return not wanted or wanted <= self.states
        except BusSilent:
            raise
        except RigError:
            return False

    def find_all(self, role: str | None = None, name: Words | None = None, **more: Any) -> list[Node]:
        return [node for node in self.walk() if node.matches(role, name, **more)]

    def find(
        self, role: str | None = None, name: Words | None = None, *, timeout: float = PATIENCE, **more: Any
    ) -> Node:
        """Wait for a node of these words (see `matches`). What was there instead is in the error's text."""
        try:
            return poll(
                lambda: next((node for node in self.walk() if node.matches(role, name, **more)), None),
                f"{role or 'node'} {name!r} {more or ''}",
                timeout=timeout,
            )
        except RigError as error:
            raise RigError(f"{error}\n{self.dump()}") from None

    def wait_for_text(self, wanted: Words, timeout: float = PATIENCE) -> str:
        """Wait until it holds this text, and return it."""
        try:
            poll(lambda: fits(wanted, self.text), f"text {wanted!r}", timeout=timeout)
        except RigError as error:
            raise RigError(f"{error}; it is {self.text!r}") from None
        return self.text

    # --- for people who read a failing test ------------------------------------------------------------------------

    def line(self) -> str:
        """Role, name, value and what is special about it."""
        states = self.states
        marks: list[str] = [word for word in _WORTH_SAYING if word in states]
        marks += [word for word, state in (("HIDDEN", "showing"), ("DISABLED", "enabled")) if state not in states]
        name = self.name
        held = self.text
        value = f" = {held!r}" if held != name else ""
        return f"{self.role} {name!r}{value} #{self.object_name}" + (f" [{', '.join(marks)}]" if marks else "")

    def dump(self, indent: int = 0, depth: int = 40) -> str:
        """The whole tree below, a line a node."""
        lead = "  " * indent
        try:
            lines = [lead + self.line()]
            if depth:
                lines += [child.dump(indent + 1, depth - 1) for child in self.children]
            return "\n".join(lines)
        except RigError as error:
            return f"{lead}(gone: {error})"
