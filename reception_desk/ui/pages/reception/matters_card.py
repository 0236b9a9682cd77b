"""The same person's matters, and those of others that may be the one of this visit."""

from collections.abc import Callable, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout

from reception_desk.records.similar_matters import SimilarMatter, Standstill
from reception_desk.records.visit import MatterHint
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.labels import ElidedLabel, label
from reception_desk.ui.widgets.wrapping_button import WrappingButton

_OF_OTHERS = "其他人提出、可能是同一事项的"


class MattersCard(Card):
    """Matters to connect papers, each with why it may be the same; `matter_chosen(MatterHint)`.

    Those of the person in the form come first. The first of them takes the focus, so that Enter
    joins the visit to it.
    """

    matter_chosen = Signal(object)
    matter_dropped = Signal()

    def __init__(self, zone: str) -> None:
        super().__init__("同一信访人的事项")
        self._zone = ZoneInfo(zone)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._note = label("", "muted", wraps=True)
        self.add(self._note)
        self.add(self._rows)
        self.show_matters((), "", knows_person=False)

    def show_matters(
        self,
        matters: Sequence[MatterHint],
        chosen_id: str,
        *,
        knows_person: bool,
        similar: Sequence[SimilarMatter] = (),
    ) -> None:
        """Show the matters; the chosen one can be let go again."""
        focused = self._focused_id()
        empty(self._rows)
        self._note.setVisible(not matters)
        self._note.setText(
            "此人以前没有登记过事项。"
            if knows_person
            else "放上证件或查找来访人后，在此显示其既往事项。"
        )
        self.set_count(f"{len(matters)} 件" if matters else "")
        told = {found.hint.matter_id: found for found in similar}
        for matter in _strongest_first(matters, told):
            self._add(matter, told.get(matter.matter_id), chosen_id)
        own = {matter.matter_id for matter in matters}
        others = [found for found in similar if found.hint.matter_id not in own]
        if others:
            self._rows.addWidget(label(_OF_OTHERS, "muted", wraps=True))
        for found in others:
            self._add(found.hint, found, chosen_id)
        self._focus(focused)

    @property
    def has_focus(self) -> bool:
        """Whether Enter would choose a matter."""
        return bool(self._focused_id())

    @property
    def names_a_paper(self) -> bool:
        """Whether one of the matters is not to be taken a second time."""
        return any(
            item is not None and isinstance(item.widget(), _StandstillPanel)
            for item in map(self._rows.itemAt, range(self._rows.count()))
        )

    def focus_first(self) -> None:
        """Let Enter choose the first matter."""
        if buttons := self._buttons():
            self._focus(buttons[0].matter_id)

    def _add(self, matter: MatterHint, found: SimilarMatter | None, chosen_id: str) -> None:
        is_chosen = matter.matter_id == chosen_id
        last = matter.last_visit_at.astimezone(self._zone)
        due = matter.promise_due
        promised = (f"有承诺未办结，最早 {due} 到期",) if due else ()
        button = _MatterButton(
            matter,
            f"{last:%Y-%m-%d} 最近来访 · 共 {matter.visits} 次",
            (*(found.reasons if found else ()), *promised),
            "✓ 本次来访属于此事项" if is_chosen else "设为同一事项",
            self.matter_dropped.emit if is_chosen else partial(self.matter_chosen.emit, matter),
        )
        button.setChecked(is_chosen)
        self._rows.addWidget(button)
        if found and found.standstill:
            self._rows.addWidget(_StandstillPanel(found.standstill))

    def _focused_id(self) -> str:
        focus = QApplication.focusWidget()
        if isinstance(focus, _MatterButton) and self.isAncestorOf(focus):
            return focus.matter_id
        return ""

    def _focus(self, matter_id: str) -> None:
        for button in self._buttons():
            if button.matter_id == matter_id:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _buttons(self) -> list["_MatterButton"]:
        """Return the matters in sight, from the top; those taken out may still be children."""
        items = (self._rows.itemAt(place) for place in range(self._rows.count()))
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, _MatterButton)]


class _MatterButton(WrappingButton):
    """A matter: title, last visit, why it may be the same one, and what pressing does."""

    def __init__(
        self,
        matter: MatterHint,
        last_visit: str,
        reasons: Sequence[str],
        mark: str,
        on_press: Callable[[], object],
    ) -> None:
        title = matter.title or "（诉求待补充）"
        super().__init__(f"{title}，{''.join(reasons)}{mark}", on_press)
        self.matter_id = matter.matter_id
        self.setToolTip(title)
        self.setCheckable(True)
        self.add(ElidedLabel(title))
        self.add(ElidedLabel(last_visit, "hint"))
        for reason in reasons:
            self.add(label(reason, "hint", wraps=True))
        self.add(ElidedLabel(mark))


def empty(layout: QVBoxLayout) -> None:
    """Take all widgets out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _strongest_first(
    matters: Sequence[MatterHint], told: dict[str, SimilarMatter]
) -> list[MatterHint]:
    """Put those with a reason first, in the order of their reasons."""
    order = {matter_id: place for place, matter_id in enumerate(told)}
    return sorted(matters, key=lambda matter: order.get(matter.matter_id, len(order)))


class _StandstillPanel(QFrame):
    """Why a matter is not taken a second time, and the paper that says so."""

    def __init__(self, told: Standstill) -> None:
        super().__init__()
        self.setProperty("look", "bar-warn")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(3)
        column.addWidget(label(told.sentence, wraps=True))
        column.addWidget(label(f"{told.article} · {told.paper.label}", "hint", wraps=True))
