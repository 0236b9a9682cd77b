"""The rules load fast: nothing heavy before it is used, and never Qt or SQL."""

import subprocess
import sys

_PROGRAM = """
import importlib, pkgutil, sys
from reception_desk import rules
for module in pkgutil.iter_modules(rules.__path__):
    importlib.import_module(f"reception_desk.rules.{module.name}")
heavy = {"pypinyin", "PySide6", "sqlalchemy", "numpy", "reportlab"} & set(sys.modules)
sys.exit(f"loaded: {heavy}" if heavy else 0)
"""


def test_importing_every_rule_loads_no_heavy_module():
    command = [sys.executable, "-c", _PROGRAM]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
