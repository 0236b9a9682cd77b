"""The composition root: every object of the desk is built here once and handed on."""

from reception_desk.app.desk import Desk, build
from reception_desk.app.opening import open_database, warm_up
from reception_desk.app.program import Program
from reception_desk.app.run import run

__all__ = ["Desk", "Program", "build", "open_database", "run", "warm_up"]
