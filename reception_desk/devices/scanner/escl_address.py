"""Where an eSCL scanner stands: a host or a URL as the settings name it."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from reception_desk.errors import DeskError

PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[\w.:%-]+", re.ASCII)
PATH = re.compile(r"/[\w./~%-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class EsclAddress:
    """`root` is the path of the device's eSCL resources, without a slash at its end."""

    scheme: str
    host: str
    port: int
    root: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.root}"

    def job_path(self, location: str) -> str:
        """Return the path of a job, or nothing when the device names none.

        Its host is left out, which devices often give wrongly: a page never comes from another
        machine than the one in the settings.
        """
        try:
            path = urlsplit(urljoin(f"{self.root}/ScanJobs", location)).path.rstrip("/")
        except ValueError:
            return ""
        return path if location and PATH.fullmatch(path) else ""


def read_address(text: str) -> EsclAddress:
    """Read `192.0.2.7`, `scanner.hall:8080`, `https://[2001:db8::7]/eSCL`.

    Raises `DeskError`.
    """
    try:
        parts = urlsplit(text if "://" in text else f"http://{text}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    root = parts.path.rstrip("/") or "/eSCL"
    is_sound = (
        parts.scheme in PORTS
        and HOST.fullmatch(host)
        and PATH.fullmatch(root)
        and not parts.query
        and not parts.username
    )
    if not is_sound:
        raise DeskError(
            f"设置中的扫描仪地址“{text}”不能使用。",
            advice="请填写扫描仪的 IP 地址，例如 192.168.1.20，或 https://192.168.1.20/eSCL。",
        )
    return EsclAddress(parts.scheme, host, PORTS[parts.scheme] if port is None else port, root)
