"""A private D-Bus and Avahi, for programs that refuse to start without DNS-SD.

Nothing is announced on the network. Both belong to root, because Avahi does.
"""

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from reception_desk.devices.printer.child import Child
from reception_desk.errors import DeviceError

START_SECONDS = 15.0
OTHERS_SECONDS = 60.0
_PAUSE_SECONDS = 0.5
_TAKEN = "already running"
PACKAGES = "avahi-daemon dbus"
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
  </policy>
</busconfig>
"""
_AVAHI = """[server]
allow-interfaces=lo
[wide-area]
enable-wide-area=no
[publish]
disable-publishing=yes
"""
# Avahi's pid file has a fixed place, so two of them on one machine need two views of /run.
_OWN_RUN = ("unshare", "--mount", "sh", "-c", 'mount -t tmpfs none /run && exec "$@"', "sh")


class _Service:
    """The one service of this process: two would fight over Avahi's pid file in a chroot."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._users = 0
        self._stack = ExitStack()
        self._environment: dict[str, str] = {}

    def enter(self) -> dict[str, str]:
        with self._lock:
            if not self._users:
                with ExitStack() as stack:
                    folder = stack.enter_context(TemporaryDirectory(prefix="desk-dns-sd-"))
                    self._environment = stack.enter_context(new_dns_sd(Path(folder)))
                    self._stack = stack.pop_all()
            self._users += 1
            return self._environment

    def leave(self) -> None:
        with self._lock:
            self._users -= 1
            if not self._users:
                self._stack.close()


_SERVICE = _Service()


@contextmanager
def private_dns_sd() -> Iterator[dict[str, str]]:
    """Yield the environment in which programs find the private bus; the last user stops it.

    Raises `DeviceError` when the programs are missing or may not run here.
    """
    environment = _SERVICE.enter()
    try:
        yield environment
    finally:
        _SERVICE.leave()


@contextmanager
def new_dns_sd(folder: Path) -> Iterator[dict[str, str]]:
    """Start a service of its own in `folder`; raises as `private_dns_sd` does."""
    socket = folder / "bus"
    bus_file, avahi_file = folder / "bus.conf", folder / "avahi.conf"
    bus_file.write_text(_BUS.format(socket=socket), encoding="utf-8")
    avahi_file.write_text(_AVAHI, encoding="utf-8")
    environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={socket}"}
    avahi = ("avahi-daemon", "-f", str(avahi_file), "--no-drop-root", "--no-chroot", "--no-rlimits")
    with ExitStack() as stack:
        bus = ("dbus-daemon", f"--config-file={bus_file}", "--nofork", "--print-address")
        _start(stack, [bus], "unix:path=", environment)
        _start(stack, [(*_OWN_RUN, *avahi), avahi], "Server startup complete", environment)
        yield environment


def _start(
    stack: ExitStack, commands: list[tuple[str, ...]], sign: str, environment: dict[str, str]
) -> None:
    """Start the first command that gets ready; the others are for where it is not allowed.

    Where one view of /run is all there is, another program's Avahi is waited for.
    """
    said = ""
    patience = time.monotonic() + OTHERS_SECONDS
    for command in commands:
        while said := _refusal(stack, command, sign, environment):
            if _TAKEN not in said or time.monotonic() > patience:
                break
            time.sleep(_PAUSE_SECONDS)
        else:
            return
    raise DeviceError(
        f"模拟打印机需要的网络发现服务无法启动（{said}）。",
        advice=f"请以管理员身份运行，并安装软件包 {PACKAGES}。",
    )


def _refusal(
    stack: ExitStack, command: tuple[str, ...], sign: str, environment: dict[str, str]
) -> str:
    """Start a program that `stack` will stop; return "", or what it said instead of the sign."""
    try:
        child = Child(command, sign, environment)
    except FileNotFoundError as error:
        return str(error)
    if child.wait_until_ready(START_SECONDS):
        stack.callback(child.stop)
        return ""
    child.stop()
    return child.says or f"{command[0]}: no answer"
