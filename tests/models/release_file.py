"""Makes the file that later versions must be able to open: `python -m … VERSION`."""

import sys
import tempfile
from pathlib import Path

from reception_desk.services.registration import register_visit
from tests.offices import open_office, person, visit

FOLDER = Path(__file__).parent / "released"


def main(version: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(Path(folder))
        register_visit(office.database, office.clerk, visit(person("李䶮")))
        office.database.close()
        (FOLDER / f"{version}.db").write_bytes(office.database.path.read_bytes())


if __name__ == "__main__":
    main(sys.argv[1])
