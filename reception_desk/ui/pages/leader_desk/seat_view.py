"""The leader's screen: today's list, the brief, and the decision, in large type."""

from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reception_desk.ui import text_size
from reception_desk.ui.pages.leader_desk.brief_card import BriefCard
from reception_desk.ui.pages.leader_desk.decision_card import DecisionCard
from reception_desk.ui.pages.leader_desk.visitor_list import VisitorList
from reception_desk.ui.text_size import BASE_POINTS
from reception_desk.ui.theme import POINTS
from reception_desk.ui.widgets.buttons import Button, Look, switch
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.empty_state import EmptyState
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.labels import ElidedLabel, label

LIST, BRIEF, DECISION = "list", "brief", "decision"
_ALL_FROM, _TWO_FROM = 940, 620
"""Widths in px at standard text from which all three stand side by side, or two."""
_LIST_WIDTH, _DECISION_WIDTH, _DECISION_SHARE = 240, 350, 0.29
_LARGER, _ENOUGH = 1.2, 1.3
"""The type of this page beside that of the others; where that is large already it is the same."""


class SeatView(QWidget):
    """Widgets and layout. Where they have no room beside each other, Alt+1 to Alt+3 call one."""

    def __init__(self, decision: DecisionCard, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_arranged = False
        self._enlarge()  # while it is empty: a style sheet is read anew by all that is there
        self.day_label = ElidedLabel("", "heading")
        self.day_choice = CodeCombo(hint="今天有几位领导接访")
        self.day_choice.setAccessibleName("看哪位领导的接访")
        self.timer = label("", "big")
        self.timer.setAccessibleName("这一批接访的用时")
        self.press = Button("开始接访", look=Look.PRIMARY, tip="Alt+N")
        self.absent = Button("未到", tip="预约的来访人没有来")
        self.matter_button = Button("看事项", icon="matter")
        self.bar = InlineBar()
        self.visitors = VisitorList()
        self.list_card = Card("名单", is_flush=True)
        self.brief = BriefCard()
        self.decision = decision
        self.empty = EmptyState("今天没有安排领导接访", icon="leader")
        self.parts: dict[str, QWidget] = {
            LIST: self.list_card, BRIEF: self.brief, DECISION: self.decision
        }  # fmt: skip
        self._shown = BRIEF
        self._switch_strip = QWidget()
        self.switches = {
            LIST: switch(self, "名单", "Alt+1", lambda: self.call(LIST)),
            BRIEF: switch(self, "简报", "Alt+2", lambda: self.call(BRIEF)),
            DECISION: switch(self, "批示", "Alt+3", lambda: self.call(DECISION)),
        }
        self._arrange()
        self._is_arranged = True

    def call(self, part: str) -> None:
        """Bring a part into sight and let the keyboard begin there."""
        self._shown = part
        self._share_room()
        if part == LIST:
            self.visitors.setFocus(Qt.FocusReason.OtherFocusReason)
        elif part == BRIEF:
            self.brief.take_focus()
        else:
            self.decision.take_focus()

    def show_emptiness(self, *, is_empty: bool) -> None:
        """Show the three parts, or what to do first."""
        self.empty.setVisible(is_empty)
        self._room.setVisible(not is_empty)
        for part in (self.press, self.absent, self.matter_button, self.timer):
            part.setVisible(not is_empty)
        self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._is_arranged:
            self._enlarge()
            self._share_room()

    def _enlarge(self) -> None:
        """With a style sheet Qt hands no font down: sizes are said in one of the page's own."""
        scale = text_size.current_scale()
        wanted = _sheet(1.0 if scale > _ENOUGH else _LARGER, scale)
        if wanted != self.styleSheet():
            self.setStyleSheet(wanted)

    def _share_room(self) -> None:
        width = self.width()
        places = 1 + (width >= text_size.scaled(_TWO_FROM)) + (width >= text_size.scaled(_ALL_FROM))
        shown = {
            1: {self._shown},
            2: {LIST, DECISION if self._shown == DECISION else BRIEF},
            3: set(self.parts),
        }[places]
        for name, part in self.parts.items():
            part.setVisible(name in shown)
            self.switches[name].setChecked(name in shown)
        self._switch_strip.setVisible(places < len(self.parts) and not self._room.isHidden())
        self.switches[LIST].setVisible(places == 1)
        is_whole = places == len(self.parts)
        side = max(text_size.scaled(_DECISION_WIDTH), round(width * _DECISION_SHARE))
        self._limit(self.list_card, text_size.scaled(_LIST_WIDTH) if places > 1 else 0)
        self._limit(self.decision, side if is_whole else 0)

    @staticmethod
    def _limit(part: QWidget, width: int) -> None:
        part.setMinimumWidth(width)
        part.setMaximumWidth(width or 1 << 20)

    def _arrange(self) -> None:
        """From the outside in: what is put into its place is given the style sheet anew."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 14)
        whole.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(12)
        whole.addLayout(head)
        head.addWidget(label("接访席", "title"))
        head.addWidget(self.day_label, 1)
        head.addWidget(self.day_choice)
        head.addWidget(self.timer)
        acts = QWidget()
        whole.addWidget(acts)
        flow = FlowLayout(acts, spacing=8)
        for part in (self.press, self.absent, self.matter_button, self._switch_strip):
            flow.addWidget(part)
        strip = QHBoxLayout(self._switch_strip)
        strip.setContentsMargins(0, 0, 0, 0)
        strip.setSpacing(8)
        for button in self.switches.values():
            strip.addWidget(button)
        whole.addWidget(self.bar)
        self._room = QWidget()
        whole.addWidget(self._room, 1)
        whole.addWidget(self.empty, 1)
        room = QHBoxLayout(self._room)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(12)
        room.addWidget(self.list_card)
        room.addWidget(self.brief, 1)
        room.addWidget(self.decision, 1)
        self.list_card.add(self.visitors, 1)
        self.decision.arrange()
        way = (
            *self.switches.values(), self.visitors, self.brief.area, self.decision.by_keys,
            self.decision.by_pen, self.decision.text.edit,
        )  # fmt: skip
        for before, after in pairwise(way):
            QWidget.setTabOrder(before, after)


def _sheet(factor: float, scale: float) -> str:
    """Return the type of the page, so many times that of the others."""

    def points(size: float) -> str:
        return f"font-size: {size * factor * scale:.2f}pt;"

    looks = {
        "title": POINTS["pt_title"], "heading": POINTS["pt_heading"], "big": POINTS["pt_big"],
        "hint": POINTS["pt_small"], "count": POINTS["pt_small"],
    }  # fmt: skip
    named = "\n".join(f'QLabel[look="{look}"] {{ {points(size)} }}' for look, size in looks.items())
    plain = "QLabel, QPushButton, QLineEdit, QPlainTextEdit, QListWidget"
    return f"{plain} {{ {points(BASE_POINTS)} }}\n{named}"
