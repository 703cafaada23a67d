"""How tests are handed out to several processes: as xdist's `--dist=loadgroup` does, but to the end where one dies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadGroupScheduling

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController


class ToTheEnd(LoadGroupScheduling):  # type: ignore[misc]  # xdist has no types
    """Of a process that died, xdist 3.8.0 hands out again what was done and what it died of, and forgets to go on where
    no other process is left to ask for more: the whole run hangs then."""

    def remove_node(self, node: WorkerController) -> str | None:
        """Hand the dead process' tests to others, but for the one that it died of, which is returned."""
        units = {
            scope: {test: False for test, is_done in unit.items() if not is_done}
            for scope, unit in self.assigned_work.pop(node).items()
        }
        left = {scope: unit for scope, unit in units.items() if unit}
        if not left:
            return None
        scope = next(iter(left))
        died_of: str = next(iter(left[scope]))
        del left[scope][died_of]
        self.workqueue.update({scope: unit for scope, unit in left.items() if unit})
        for other in self.nodes:
            self._reschedule(other)
        return died_of

    def schedule(self) -> None:
        """A process waits with its last test until it has a next one, or knows that there is none."""
        super().schedule()
        for _ in range(2):
            for node in self.nodes:
                self._reschedule(node)

    def _reschedule(self, node: WorkerController) -> None:
        if node in self.registered_collections:  # else it has just begun, and asks once it is ready
            super()._reschedule(node)
