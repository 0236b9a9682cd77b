"""A one-page notice beside other typesetters: the same words in the same face, warm, one by one.

Every page differs from the one before, as the notices of a day do.

Each program is installed once in an environment of its own in the bench's folder; one that cannot
be installed here is told and left out.
"""

import io
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from reception_desk.commands.bench.figure import Figure, Goal, median, milliseconds, say
from reception_desk.commands.bench.peers.peer import PeerFailedError, PeerMissingError
from reception_desk.commands.bench.peers.process import (
    environment_with,
    install_once,
    python_of,
    run,
)
from reception_desk.commands.bench.plan import Plan
from reception_desk.config import resource
from reception_desk.documents import catalogue
from reception_desk.records.document import DocumentKind

_ROUNDS = 50
_PROGRAMS = (("typst", "typst==0.15.2", None), ("weasyprint", "weasyprint==70.0", 0.2))
"""Name, package, and the largest share of its time that ours may take."""
_SCRIPT = Path(__file__).parent / "peers" / "typesetters" / "render.py"


def measure(plan: Plan) -> Iterator[Figure]:
    """Yield our time for a notice beside that of each program."""
    kind = DocumentKind.ACCEPTANCE_NOTICE
    data = catalogue.paper_form(kind).example
    notice = catalogue.render(kind, data)
    rounds = plan.rounds(_ROUNDS)
    for name, package, most in _PROGRAMS:
        try:
            other = _time_of(plan, name, package, _words(notice), rounds)
        except (PeerMissingError, PeerFailedError) as error:
            say(f"{name}：不作比较。{error}")
            continue
        papers = (data | {"number": f"孝信受〔2026〕{number}号"} for number in range(rounds))
        ours = [milliseconds(partial(catalogue.render, kind, paper)) for paper in papers]
        yield Figure(
            f"告知书 PDF（A4），比 {package}",
            median(ours),
            "ms",
            other,
            Goal.MOST_TIMES_THE_FLOOR if most else Goal.NONE,
            most,
        )


def _words(notice: bytes) -> list[str]:
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(notice)).pages[0].extract_text().splitlines()


def _time_of(plan: Plan, name: str, package: str, words: list[str], rounds: int) -> float:
    home = plan.work / package.replace("==", "-")
    install_once(home, environment_with(home, package))
    given = home / "words.json"
    given.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    font = resource("fonts", "NotoSerifSC-Regular.ttf")
    command = [python_of(home), _SCRIPT, name, font, str(rounds)]
    return float(json.loads(run(name, command, home, given=given))["median_ms"])
