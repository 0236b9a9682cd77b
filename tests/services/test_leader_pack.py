"""领导接访资料: list, briefs and papers in one valid file; the list names their pages."""

from datetime import time
from pathlib import Path

import pytest

from reception_desk.errors import DeskError, NotPermittedError
from reception_desk.imaging.archive import check_archive
from reception_desk.records.actor import Actor
from reception_desk.records.scan_batches import PaperKind
from reception_desk.rules import arrangements
from reception_desk.rules.permissions import Role
from reception_desk.services import filing, leader_pack_papers, page_treatment, scan_batches
from reception_desk.services.leader_bookings import BookingInput, book
from reception_desk.services.leader_pack import PackWanted, export_pack, pack_to_print
from reception_desk.services.leader_papers import INSTRUCTION, LeaderPaper
from reception_desk.services.matter_papers import PaperDesk
from reception_desk.services.paper_making import PaperSource
from reception_desk.services.registration import register_visit
from reception_desk.services.taken_files import FileSources
from tests.documents.reading import pdfium_pages, without_space
from tests.offices import SampleOffice, person, visit
from tests.scans import written_page
from tests.services.test_leader_bookings import BY, booked, days
from tests.services.test_leader_briefs import booked_accusation
from tests.services.test_leader_papers import instructed, issue
from tests.services.test_whole_file import bookmarks, filed, last_audit, order, quietly

__all__ = ["days"]


@pytest.fixture
def leader(desk: SampleOffice) -> Actor:
    return desk.account(Role.BUREAU_LEADER)


@pytest.fixture
def sources(desk: SampleOffice) -> FileSources:
    return FileSources(desk.database, desk.files)


def identity_card(desk: SampleOffice, visit_id: str) -> None:
    batch = scan_batches.open_batch(desk.database, desk.clerk, visit_id)
    batch = scan_batches.add_page(
        desk.database, desk.clerk, batch.batch_id, written_page("居民身份证")
    )
    (page,) = batch.arrangement.pages
    page_treatment.treat_page(desk.database, desk.clerk, batch.batch_id, page.page_id)
    scan_batches.arrange(
        desk.database, desk.clerk, batch.batch_id,
        lambda found: arrangements.set_kind(found, page.page_id, PaperKind.IDENTITY),
    )  # fmt: skip
    filing.file_batch(desk.database, desk.files, desk.clerk, batch.batch_id, quietly)


def test_each_matter_begins_on_the_page_that_the_list_names(
    desk: SampleOffice, sources: FileSources, leader: Actor, days: tuple[str, str], tmp_path: Path
):
    _, booking_id, key = instructed(desk, days[0])
    making = PaperDesk(PaperSource(desk.database, desk.files), BY)
    issue(making, desk, LeaderPaper(booking_id, INSTRUCTION, key))
    record = register_visit(desk.database, desk.clerk, visit(person("王强")))
    filed(desk, record.visit_id)
    identity_card(desk, record.visit_id)
    asked = BookingInput(days[0], record.matter_id or "", at=time(9, 30))
    book(desk.database, desk.clerk, asked, BY)

    made = export_pack(sources, leader, PackWanted(days[0], BY), order(tmp_path / "p.pdf"), quietly)
    assert (tmp_path / "p.pdf").read_bytes() == made.pdf
    check_archive(made.pdf)
    found = [(title.split(" ")[:2], page) for title, page in bookmarks(made.pdf)]
    assert found == [
        (["接访名单"], 1),
        (["1", "简报"], 2),
        (["1", "批办单"], 3),
        (["2", "简报"], 4),
        (["2", "申请书"], 5),
        (["2", "证据"], 7),
    ]
    pages = [without_space(page) for page in pdfium_pages(made.pdf)]
    assert len(pages) == made.pages == 7
    assert "2件，共7页" in pages[0]
    assert "附后材料2份3页" in pages[3]
    assert all("王强" not in page for page in pages)
    assert all("理由：县领导阅卷" in page for page in pages)
    assert last_audit(desk, 1)[0][0] == "export"


def test_papers_beyond_the_limit_are_named_and_not_appended(
    desk: SampleOffice, sources: FileSources, leader: Actor, days: tuple[str, str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    record = register_visit(desk.database, desk.clerk, visit(person()))
    filed(desk, record.visit_id)
    book(desk.database, desk.clerk, BookingInput(days[0], record.matter_id or ""), BY)
    monkeypatch.setattr(leader_pack_papers, "MOST_PAGES", 1)

    made = pack_to_print(sources, leader, PackWanted(days[0], BY), order(tmp_path / "x"), quietly)
    pages = [without_space(page) for page in pdfium_pages(made.pdf)]
    assert made.pages == 3
    assert "1份1页；另有1份未附（每件最多附1页），见卷宗" in pages[1]


def test_a_missing_file_is_named_on_the_brief_and_to_who_asks(
    desk: SampleOffice, sources: FileSources, leader: Actor, days: tuple[str, str], tmp_path: Path
):
    record = register_visit(desk.database, desk.clerk, visit(person()))
    papers = filed(desk, record.visit_id)
    book(desk.database, desk.clerk, BookingInput(days[0], record.matter_id or ""), BY)
    desk.files.path(papers[0].sha256).unlink()

    made = pack_to_print(sources, leader, PackWanted(days[0], BY), order(tmp_path / "x"), quietly)
    assert made.absent == ("申请书（文件取不到）",)
    assert "缺申请书（文件取不到）" in without_space(pdfium_pages(made.pdf)[1])


def test_accusations_stay_out_and_a_day_with_nobody_has_no_pack(
    desk: SampleOffice, sources: FileSources, leader: Actor, days: tuple[str, str], tmp_path: Path
):
    booked_accusation(desk, days[0])
    with pytest.raises(DeskError, match="没有可以放进资料的预约"):
        pack_to_print(sources, leader, PackWanted(days[0], BY), order(tmp_path / "x"), quietly)
    booked(desk, days[0])
    made = pack_to_print(sources, leader, PackWanted(days[0], BY), order(tmp_path / "x"), quietly)
    assert made.matters == 1


def test_a_pack_needs_the_right_to_export_and_somebody_who_agrees(
    desk: SampleOffice, sources: FileSources, leader: Actor, days: tuple[str, str], tmp_path: Path
):
    booked(desk, days[0])
    target, wanted = order(tmp_path / "x"), PackWanted(days[0], BY)
    with pytest.raises(NotPermittedError):
        export_pack(sources, desk.clerk, wanted, target, quietly)
    section = desk.account(Role.SECTION)
    with pytest.raises(NotPermittedError, match="批准"):
        export_pack(sources, section, wanted, target, quietly)
    export_pack(sources, section, wanted, order(tmp_path / "x", leader), quietly)
    assert [action for action, *_ in last_audit(desk, 2)] == ["approve_export", "export"]
