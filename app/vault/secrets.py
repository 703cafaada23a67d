"""A few named secrets of one owner, in a form that does not leak by accident."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NoReturn


class Secrets:
    """Secret texts by name (`token`, `session` …), frozen.

    `repr`, `str` and `format` are redacted; pickling raises TypeError, and so does `json.dumps`.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = dict(values or {})

    def get(self, name: str) -> str | None:
        """The secret of that name, or None."""
        return self._values.get(name)

    def with_values(self, **values: str | None) -> Secrets:
        """These secrets with some set anew; None removes one."""
        merged = {**self._values, **values}
        return Secrets({name: text for name, text in merged.items() if text is not None})

    @property
    def names(self) -> frozenset[str]:
        """Which secrets there are."""
        return frozenset(self._values)

    def to_bytes(self) -> bytes:
        """What is sealed into the vault's file. Secret as a whole."""
        return json.dumps(self._values, sort_keys=True).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> Secrets:
        """Back from `to_bytes`."""
        return cls(json.loads(data))

    def __eq__(self, other: object) -> bool:
        return self._values == other._values if isinstance(other, Secrets) else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return f"<Secrets of {len(self._values)}, hidden>"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("secrets are not pickled")
