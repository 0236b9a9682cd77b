"""The processes of a peer: installed once, run to their end, or kept while they serve."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError

from reception_desk.commands.bench.peers.peer import PeerFailedError, PeerMissingError

_INSTALL_SECONDS, _RUN_SECONDS, _START_SECONDS = 900, 1800, 60
_LOG = "server.log"
_REASON = re.compile(r"error: |no matching", re.IGNORECASE)


def tool(name: str) -> str:
    """Return the path of a program. Raises `PeerMissingError` when the machine has none."""
    if found := shutil.which(name):
        return found
    raise PeerMissingError(f"本机没有 {name}。")


def python_of(home: Path) -> Path:
    """Return the Python of the environment in `home`."""
    return home / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def environment_with(home: Path, *packages: str) -> list[list[str | Path]]:
    """Return the commands that make an environment in `home` and install these packages.

    Our own pip puts them there: one of its own would take the environment some seconds.
    """
    pip = [sys.executable, "-m", "pip", "--python", python_of(home), "install", "--quiet"]
    return [
        [sys.executable, "-m", "venv", "--without-pip", home / "venv"],
        [*pip, "--disable-pip-version-check", *packages],
    ]


def install_once(folder: Path, commands: Sequence[Sequence[str | Path]]) -> None:
    """Run the commands in `folder`, unless they all succeeded there before.

    Raises `PeerMissingError` with what the one that failed said.
    """
    ready = folder / "ready"
    if ready.exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for command in commands:
        try:
            _call(command, folder, _INSTALL_SECONDS)
        except (OSError, subprocess.SubprocessError) as error:
            raise PeerMissingError(f"安装没有成功：{_reason(error)}") from error
    ready.touch()


def run(
    name: str,
    command: Sequence[str | Path],
    folder: Path,
    *,
    environment: Mapping[str, str] | None = None,
    given: Path | None = None,
) -> str:
    """Run to the end with the file `given` as input; return what was printed.

    Raises `PeerFailedError` with what it said.
    """
    try:
        return _call(command, folder, _RUN_SECONDS, environment, given)
    except (OSError, subprocess.SubprocessError) as error:
        raise PeerFailedError(f"{name} 没有运行成功：{_reason(error)}") from error


@contextmanager
def serving(
    name: str,
    command: Sequence[str | Path],
    folder: Path,
    url: str,
    *,
    environment: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """Keep a server running in `folder`; begins when `url` answers, ends with the context.

    Raises `PeerFailedError` with the end of its log when it does not come up.
    """
    log = folder / _LOG
    with log.open("wb") as told:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
    try:
        if not _comes_up(process, url):
            end = log.read_text(encoding="utf-8", errors="replace").strip()[-300:]
            raise PeerFailedError(f"{name} 的服务器没有启动：{end}")
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url: str) -> bytes:
    """Return what the loopback server answers, whatever proxy the machine uses."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=30) as answer:
        return answer.read()


def _comes_up(process: subprocess.Popen[bytes], url: str) -> bool:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(URLError, OSError):
            fetch(url)
            return True
        time.sleep(0.1)
    return False


def _call(
    command: Sequence[str | Path],
    folder: Path,
    seconds: int,
    environment: Mapping[str, str] | None = None,
    given: Path | None = None,
) -> str:
    with (given or Path(os.devnull)).open("rb") as stdin:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=stdin,
            capture_output=True,
            check=True,
            timeout=seconds,
        )
    return done.stdout.decode(errors="replace")


def _reason(error: OSError | subprocess.SubprocessError) -> str:
    """Return the line that says why: npm, node and pip print more after it."""
    if not isinstance(error, subprocess.CalledProcessError):
        return str(error)
    told = (error.stderr or error.stdout).decode(errors="replace").splitlines()
    lines = [line.strip() for line in told if line.strip()] or [str(error)]
    return next((line for line in reversed(lines) if _REASON.search(line)), lines[-1])
