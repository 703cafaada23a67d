"""A message bus of our own, where nothing is started on demand but what a test wants there."""

from __future__ import annotations

import select
import subprocess
from pathlib import Path

from tests.rig.polling import RigError
from tests.rig.processes import Processes

SYSTEM_SERVICES = Path("/usr/share/dbus-1/services")
ACCESSIBILITY = "org.a11y.Bus"
KEYRING_PROMPTS = "org.gnome.keyring.SystemPrompter"

_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


def start_private_bus(processes: Processes, folder: Path, on_demand: tuple[str, ...] = ()) -> str:
    """Start a session bus whose files live in `folder`, and return its address.

    The desktop's own configuration would start a keyring for whoever asks: a test without one could not be written.
    `on_demand` names the services that may still be started that way.
    """
    services = folder / "services"
    services.mkdir(parents=True)
    for name in on_demand:
        source = SYSTEM_SERVICES / f"{name}.service"
        if source.exists():
            # Without its SystemdService line: there is no systemd of the session's own to ask.
            kept = [line for line in source.read_text().splitlines() if not line.startswith("SystemdService=")]
            (services / source.name).write_text("\n".join(kept) + "\n")
    configuration = folder / "bus.conf"
    configuration.write_text(_CONFIGURATION.format(socket=folder / "bus", services=services))
    process = processes.start(
        "dbus",
        ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile", "--print-address=1"],
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    if not select.select([process.stdout], [], [], 15)[0]:
        raise RigError("dbus-daemon did not start")
    address = process.stdout.readline().decode().strip()
    if not address:
        raise RigError(f"dbus-daemon did not start: {processes.log_of('dbus').read_text()}")
    return address
