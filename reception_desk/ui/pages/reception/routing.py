"""法定途径助手 at the clerk's page: its advice is put into the form as a proposal."""

from collections.abc import Callable
from copy import deepcopy
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from reception_desk.records.route import RouteAdvice
from reception_desk.rules.route_tree import VISIT
from reception_desk.ui.dialogs.route_questions import RouteHelper
from reception_desk.ui.pages.reception.filling import take_advice
from reception_desk.ui.pages.reception.open_tab import OpenTab
from reception_desk.ui.pages.reception.visit_draft import VisitDraft
from reception_desk.ui.pages.reception.visit_form import VisitForm
from reception_desk.ui.widgets.inline_bar import Level

KEY = "Ctrl+R"
_FILLED = ("matter_class", "outcome", "target_unit_id", "outcome_note", "route")


class Routing(QObject):
    """Works on the tab in sight, which `current` returns; `filled` when its draft changed."""

    filled = Signal()

    def __init__(self, form: VisitForm, current: Callable[[], OpenTab | None]) -> None:
        super().__init__(form)
        self._form = form
        self._current = current
        self._unit_ids = {unit.code: unit.unit_id for unit in form.route.units}
        form.route.advice_asked.connect(self.ask)
        shortcut = QShortcut(QKeySequence(KEY), form)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self.ask)

    def ask(self) -> None:
        """Open the helper; that it is a visit is known here, and can be gone back to."""
        tab = self._current()
        if tab is None or not tab.is_form:
            return
        helper = RouteHelper(self._form.window(), {"form": VISIT})
        helper.taken.connect(partial(self._take, tab))
        helper.open()

    def _take(self, tab: OpenTab, advice: RouteAdvice) -> None:
        if tab is not self._current() or not tab.is_form:
            return
        before = deepcopy(tab.draft)
        take_advice(tab.draft, advice, self._unit_ids)
        self._show(tab.draft)
        papers = "、".join(paper.label for paper in advice.papers)
        self._form.route.bar.say(
            Level.INFO,
            f"助手建议：{advice.title}，已填入类别、结果、去向和说明，请核对，可以修改。"
            f"对应文书：{papers}。",
            [("恢复原来的内容", partial(self._restore, tab, before))],
        )
        QTimer.singleShot(0, self, self._show_block)  # the bar has its room by then

    def _show_block(self) -> None:
        self._form.ensureWidgetVisible(self._form.route)

    def _restore(self, tab: OpenTab, before: VisitDraft) -> None:
        """Take the proposal back; what was typed elsewhere meanwhile stays."""
        if tab is not self._current() or not tab.is_form:
            return
        for name in _FILLED:
            setattr(tab.draft, name, getattr(before, name))
        self._show(tab.draft)

    def _show(self, draft: VisitDraft) -> None:
        draft.caret = ["outcome_note", 0]
        self._form.show_draft(draft)
        self.filled.emit()
