"""The machine's own faces: taken where nobody named another, and only where they can be used."""

import shutil
from pathlib import Path

from reception_desk.config import resource
from reception_desk.documents import catalogue
from reception_desk.documents.fonts import FontPaths
from reception_desk.documents.installed_fonts import with_installed
from reception_desk.records.document import DocumentKind
from tests.documents.measuring import marks

SANS = resource("fonts", "NotoSansSC-Regular.ttf")


def install(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(SANS, folder / name))


def test_a_machine_without_them_keeps_the_shipped_faces(tmp_path: Path):
    assert with_installed(FontPaths(), (tmp_path, tmp_path / "gone")) == FontPaths()


def test_faces_are_found_by_name_in_any_folder_below(tmp_path: Path):
    body = install(tmp_path / "chinese" / "ms", "SIMFANG.TTF")
    heading = install(tmp_path / "chinese", "simkai.ttf")
    install(tmp_path, "other.ttf")

    assert with_installed(FontPaths(), (tmp_path,)) == FontPaths(body=body, subheading=heading)


def test_of_two_the_better_is_taken(tmp_path: Path):
    install(tmp_path, "fangsong.ttf")
    better = install(tmp_path, "simfang.ttf")

    assert with_installed(FontPaths(), (tmp_path,)).body == better


def test_what_the_office_named_goes_before(tmp_path: Path):
    install(tmp_path, "simfang.ttf")
    own = install(tmp_path / "own", "ours.ttf")

    assert with_installed(FontPaths(body=own), (tmp_path,)).body == own


def test_a_file_that_cannot_be_embedded_is_passed_over(tmp_path: Path):
    (tmp_path / "simfang.ttf").write_bytes(b"OTTO" + bytes(200))

    assert with_installed(FontPaths(), (tmp_path,)) == FontPaths()


def test_the_body_of_a_paper_is_set_in_it(tmp_path: Path):
    install(tmp_path, "simfang.ttf")
    kind = DocumentKind.ACCEPTANCE_NOTICE
    fonts = with_installed(FontPaths(), (tmp_path,))

    pdf = catalogue.render(kind, catalogue.paper_form(kind).example, fonts)

    body = [mark for mark in marks(pdf) if mark.size == 15.75]
    assert body
    assert all("NotoSansSC-Regular" in mark.font for mark in body)
