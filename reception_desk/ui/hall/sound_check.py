"""Whether this machine can be heard, for a command without a window: asked in a process of its own.

QtMultimedia wants an application, and a program has one in its life.
"""

import os
import subprocess
import sys

from PySide6.QtCore import QCoreApplication

from reception_desk.config import PACKAGE
from reception_desk.records.sound import SpeakerCondition
from reception_desk.ui.hall.sound_output import load_multimedia, output_condition

_SECONDS = 20.0


def condition_of_machine() -> SpeakerCondition:
    """Ask and wait for the answer; a process that dies is a component that cannot be used."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", __name__],
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)},
            timeout=_SECONDS,
            check=True,
        )
        return SpeakerCondition(done.stdout.strip())
    except (OSError, subprocess.SubprocessError, ValueError):
        return SpeakerCondition.NO_COMPONENT


def main() -> None:
    """Answer on the standard output."""
    application = QCoreApplication(["reception-desk"])
    sys.stdout.write(output_condition(is_loaded=load_multimedia()).value)
    sys.stdout.flush()
    application.quit()


if __name__ == "__main__":
    main()
