"""Runs one command and writes how it went, as a JSON object: seconds from exec to exit, peak memory, exit status.

    python -I -S meter.py RESULT COMMAND…

A small process of its own, since a child's peak memory (ru_maxrss, the VmHWM of proc(5)) begins with that of the
process which it was forked from. The command writes to nowhere.
"""

import json
import os
import sys
import time


def main() -> None:
    result, command = sys.argv[1], sys.argv[2:]
    nowhere = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
    begin = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ, file_actions=nowhere)
    _, status, used = os.wait4(pid, 0)
    seconds = time.perf_counter() - begin
    with open(result, "w", encoding="ascii") as file:  # noqa: PTH123  pathlib takes longer to load than the rest
        json.dump(
            {
                "seconds": seconds,
                "cpu_seconds": used.ru_utime + used.ru_stime,
                "peak_mib": used.ru_maxrss / 1024,
                "status": os.waitstatus_to_exitcode(status),
            },
            file,
        )


if __name__ == "__main__":
    main()
