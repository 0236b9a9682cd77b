"""The brief as the leader reads it on the screen: what is asked first, then what was done."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.documents.leader_brief import standing_words
from reception_desk.records.leader_briefs import BriefDuty, BriefPromise, LeaderBrief
from reception_desk.ui.tokens import Colour
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.emptying import empty
from reception_desk.ui.widgets.labels import IconLabel, label
from reception_desk.ui.widgets.scroll_column import ScrollColumn
from reception_desk.ui.widgets.step_timeline import StepTimeline, TimelineEntry

_MOST_STEPS = 12


class BriefCard(Card):
    """Shows one matter; of many steps the newest, and how many stand before them."""

    def __init__(self) -> None:
        super().__init__("简报")
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 6, 0)
        self._rows.setSpacing(4)
        inner = QWidget()
        inner.setLayout(self._rows)
        self.area = ScrollColumn()
        self.area.show_ground()
        self.area.put(inner)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName("事项简报")
        self.add(self.area, 1)

    def take_focus(self) -> None:
        """Let the arrow keys scroll the brief."""
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_brief(self, brief: LeaderBrief) -> None:
        """Show a matter from its beginning."""
        empty(self._rows)
        self.set_count(brief.number)
        self._rows.addWidget(label(brief.title, "title", wraps=True))
        count = f"，{brief.head_count}人" if brief.head_count > 1 else ""
        self._rows.addWidget(label(f"{brief.petitioner}{count}", wraps=True))
        if brief.care:
            words = f"需要照顾：{'；'.join(brief.care)}"
            self._rows.addWidget(_marked("info", Colour.ACCENT, words))
        self._section("诉求", [label(line, wraps=True) for line in brief.asks or (brief.title,)])
        self._section("现在", [label(standing_words(brief), wraps=True)])
        self._section("期限", [_duty(one) for one in brief.duties], "没有正在计的期限。")
        self._section("以前的承诺", [_promise(one) for one in brief.promises], "没有。")
        self._section("经过", [_timeline(brief)])
        papers = [
            label(f"{_day(one.day)} {one.title} {one.number}".strip(), wraps=True)
            for one in brief.papers
        ]
        self._section("已出文书", papers, "还没有。")
        bar = self.area.verticalScrollBar()
        bar.setValue(bar.minimum())

    def say(self, words: str) -> None:
        """Say in the place of a brief why there is none."""
        empty(self._rows)
        self.set_count("")
        if words:
            self._rows.addWidget(label(words, "muted", wraps=True))

    def _section(self, title: str, parts: Sequence[QWidget], nothing: str = "") -> None:
        self._rows.addSpacing(8)
        self._rows.addWidget(label(title, "strong"))
        for part in parts or [label(nothing, "muted", wraps=True)]:
            self._rows.addWidget(part)


def _duty(one: BriefDuty) -> QWidget:
    words = f"{one.title}（{one.bearer}）：{_day(one.last_day)}前，{one.left}"
    icon, role = ("warning", Colour.ERROR) if one.is_late else ("clock", Colour.MUTED)
    return _marked(icon, role, words)


def _promise(one: BriefPromise) -> QWidget:
    promise = one.promise
    owner = f"{promise.owner_unit}{promise.owner_name}，{_day(promise.due_on)}前"
    words = f"{promise.what.rstrip('。')}（{owner}）{one.outcome}"
    if not one.is_open:
        return _marked("check", Colour.OK, words)
    return _marked(*(("warning", Colour.ERROR) if one.is_late else ("clock", Colour.MUTED)), words)


def _timeline(brief: LeaderBrief) -> StepTimeline:
    newest = list(reversed(brief.steps))
    entries = [TimelineEntry(_day(one.day), one.words) for one in newest[:_MOST_STEPS]]
    left = len(newest) - _MOST_STEPS
    if left > 0:
        entries.append(TimelineEntry("", f"此前还有{left}步", role=Colour.MUTED))
    return StepTimeline(entries)


def _marked(icon: str, role: Colour, words: str) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(IconLabel(icon, role, 16), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(words, wraps=True), 1)
    return whole


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
