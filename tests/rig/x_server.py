"""An X display of our own."""

from __future__ import annotations

import os
import select

from tests.rig.polling import RigError
from tests.rig.processes import Processes


def start_x_server(processes: Processes, screen: str) -> str:
    """Start Xvfb with one screen (`WIDTHxHEIGHTxDEPTH`) and return the display's name.

    Xvfb picks a free number itself: displays that start side by side do not race for one.
    """
    read_end, write_end = os.pipe()
    try:
        processes.start(
            "xvfb",
            ["Xvfb", "-displayfd", str(write_end), "-screen", "0", screen, "-nolisten", "tcp", "-noreset"],
            pass_fds=(write_end,),
        )
        os.close(write_end)
        number = b""
        # The number and the line's end are two writes: who stops reading after the first kills Xvfb.
        while not number.endswith(b"\n"):
            piece = os.read(read_end, 16) if select.select([read_end], [], [], 30)[0] else b""
            if not piece:
                raise RigError(f"Xvfb did not start: {processes.log_of('xvfb').read_text(errors='replace')}")
            number += piece
    finally:
        os.close(read_end)
    return ":" + number.decode().strip()
