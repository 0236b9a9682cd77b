"""领导接访资料 to the file or the printer, under the rules of every PDF that leaves the desk."""

from PySide6.QtWidgets import QWidget

from reception_desk.rules.chinese_dates import day_text
from reception_desk.services.calendar import reckoning
from reception_desk.services.leader_days import reception_day
from reception_desk.services.leader_pack import (
    NAME,
    LeaderPack,
    PackWanted,
    export_pack,
    pack_to_print,
)
from reception_desk.services.leader_pack_papers import MOST_PAGES
from reception_desk.ui.dialogs.file_form import FileForm
from reception_desk.ui.file_export import FileExport, Taking
from reception_desk.ui.workplace import Workplace

_WORDS = (
    "封面是当天名单，每件事项一页简报，后附文书和材料"
    f"（每件最多{MOST_PAGES}页，多的在简报上写明）。名单和简报里信访人姓名隐去，"
    "身份证明、登记单和检举控告不放进去。每页下方写明是谁的副本。"
)


def open_pack_export(workplace: Workplace, asking: QWidget, day_id: str) -> FileForm:
    """Open the form for the pack of a day above the window of who asks."""
    day = reception_day(workplace.database, day_id)
    by = reckoning(workplace.database, workplace.settings)
    wanted = PackWanted(day_id, by, workplace.papers.wording)
    number = f"{day_text(day.standing.day)} {day.leader.name}"
    taking = Taking(
        NAME, number, _WORDS,
        lambda sources, actor, order, say: export_pack(sources, actor, wanted, order, say),
        lambda sources, actor, order, say: pack_to_print(sources, actor, wanted, order, say),
        _told,
    )  # fmt: skip
    return FileExport(workplace, asking.window(), taking).form


def _told(made: LeaderPack, verb: str) -> str:
    words = f"{NAME}已{verb}：{made.matters} 件，共 {made.pages} 页。"
    if made.left_out:
        words += f"{made.left_out} 件检举控告按规定没有列入。"
    if made.absent:
        words += f"缺 {len(made.absent)} 份：{'、'.join(made.absent)}。"
    return words
