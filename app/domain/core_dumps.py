"""Keeping this program's memory, and the tokens in it, out of core dumps."""

from __future__ import annotations

_REFUSED = 1
"""Bytes. Too small for a file; and Linux takes just this value to mean that no program that collects dumps by a pipe
(systemd-coredump, apport) is to be started either, which 0 does not say (fs/coredump.c, `cprm.limit == 1`)."""


def forbid_core_dumps() -> None:
    """For this process and its children. Nothing happens on Windows, which has no such limit."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    allowed = _REFUSED if most == resource.RLIM_INFINITY or most >= _REFUSED else most
    resource.setrlimit(resource.RLIMIT_CORE, (allowed, allowed))
