"""The X display that the window's parts are tested on: Qt's platform `offscreen` owns no clipboard and no selection."""

from __future__ import annotations

import os
import select
import shutil
import subprocess

from app.ui.platform_libraries import missing_packages
from tests.rig.polling import RigError
from tests.rig.tools import in_ci


def can_show_windows() -> bool:
    """Whether an X display can be had here. In CI it has to be: there a missing one fails the tests that need it."""
    return in_ci() or (shutil.which("Xvfb") is not None and not missing_packages())


def start_display() -> str:
    """Start an Xvfb that ends by itself when its last client has gone, which is when this process ends, and return the
    display's name. Ending it any earlier would have Qt end this process."""
    read_end, write_end = os.pipe()
    command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-terminate"]
    # Forked off: nobody here waits for its end.
    subprocess.run(
        ["setsid", "--fork", *command],
        pass_fds=(write_end,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    os.close(write_end)
    number = b""
    try:
        while not number.endswith(b"\n"):
            piece = os.read(read_end, 16) if select.select([read_end], [], [], 30)[0] else b""
            if not piece:
                raise RigError("Xvfb did not start")
            number += piece
    finally:
        os.close(read_end)
    return ":" + number.decode().strip()
