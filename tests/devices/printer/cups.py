"""A real CUPS of our own on a loopback port: queues that lead to the loopback IPP printer."""

import os
import socket
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from reception_desk.devices.printer.child import Child

PROGRAMS = "/usr/sbin:/usr/bin"
START_SECONDS = 20.0
_READY = "Resuming new connection processing"
_FILES = """FileDevice No
ServerRoot {0}/root
RequestRoot {0}/spool
TempDir {0}/spool/temp
CacheDir {0}/cache
StateDir {0}/state
Printcap {0}/printcap
ErrorLog stderr
AccessLog {0}/access
PageLog {0}/page
"""
_SERVER = """LogLevel info
Listen 127.0.0.1:{0}
Listen {1}
Browsing No
WebInterface No
DefaultAuthType None
<Location />
Order allow,deny
Allow 127.0.0.1
</Location>
<Location /admin>
Order allow,deny
Allow 127.0.0.1
</Location>
<Policy default>
JobPrivateAccess all
JobPrivateValues none
SubscriptionPrivateAccess all
SubscriptionPrivateValues none
<Limit All>
Order allow,deny
Allow 127.0.0.1
</Limit>
</Policy>
"""


class LoopbackCups:
    """Runs from `with` to its end; `server` and `socket_file` are what `CUPS_SERVER` can say.

    Entering raises `FileNotFoundError` where CUPS is not installed.
    """

    def __init__(self) -> None:
        self._stack = ExitStack()
        self.server = ""
        self.socket_file = ""
        self._spool = Path()

    def add_queue(self, name: str, device: str) -> None:
        """Make a queue that passes what it gets, unchanged, to `device`."""
        command = ["lpadmin", "-p", name, "-E", "-v", device, "-m", "raw"]
        subprocess.run(
            [*command, "-o", "printer-error-policy=retry-job"],
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=True,
        )

    def documents(self) -> list[bytes]:
        """Return every document the queues took, oldest first; CUPS keeps them for a day."""
        return [path.read_bytes() for path in sorted(self._spool.glob("d*"))]

    def environment(self) -> dict[str, str]:
        """Return the environment in which the system's printing is this CUPS."""
        return dict(os.environ, CUPS_SERVER=self.server, PATH=PROGRAMS)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="desk-cups-")))
            folder.chmod(0o711)  # started by root, it reads the spool as an ordinary user
            for name in ("root", "spool/temp", "cache", "state"):
                (folder / name).mkdir(parents=True)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.server = f"127.0.0.1:{probe.getsockname()[1]}"
            port = self.server.rpartition(":")[2]
            self.socket_file = f"{folder}/cups.sock"
            self._spool = folder / "spool"
            (folder / "files.conf").write_text(_FILES.format(folder), encoding="utf-8")
            (folder / "server.conf").write_text(
                _SERVER.format(port, self.socket_file), encoding="utf-8"
            )
            command = ["cupsd", "-f", "-c", f"{folder}/server.conf", "-s", f"{folder}/files.conf"]
            child = stack.enter_context(Child(command, _READY, dict(os.environ, PATH=PROGRAMS)))
            if not child.wait_until_ready(START_SECONDS):
                raise RuntimeError(f"cupsd did not start: {child.says}")
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()
