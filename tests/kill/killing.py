"""Starts a program of the tests in a process of its own and kills it.

The processes are forked off one that has loaded everything, so that a start takes no second.
"""

import multiprocessing
from collections.abc import Callable
from contextlib import suppress

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["tests.kill.desk_process", "tests.kill.scan_process", "tests.kill.dictionary"]
)

Word = tuple[str, int]
"""What a program holds for safe: what was done, and with which number."""


def said_until_killed(program: Callable[..., None], seconds: float, *given: object) -> list[Word]:
    """Run `program(line, *given)`, kill it `seconds` after it is ready, and return what it said.

    A word that the kill tore is no word given.
    """
    ear, line = _FORKS.Pipe(duplex=False)
    with ear:
        process = _FORKS.Process(target=program, args=(line, *given))
        process.start()
        line.close()
        assert ear.recv() == "ready"
        process.join(seconds)
        assert process.exitcode is None, "it ended before it was killed"
        process.kill()
        process.join()
        said: list[Word] = []
        with suppress(EOFError, OSError):
            while True:
                said.append(ear.recv())
        return said
