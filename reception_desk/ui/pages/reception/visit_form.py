"""The four blocks of one open tab, in one column that scrolls."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from reception_desk.errors import DeskError
from reception_desk.rules.completeness import Field
from reception_desk.services.office import UnitChoice
from reception_desk.ui.pages.reception.claim_block import ClaimBlock
from reception_desk.ui.pages.reception.route_block import RouteBlock
from reception_desk.ui.pages.reception.visit_draft import VisitDraft
from reception_desk.ui.pages.reception.what_block import WhatBlock
from reception_desk.ui.pages.reception.who_block import WhoBlock
from reception_desk.ui.widgets.inline_bar import InlineBar
from reception_desk.ui.widgets.scroll_column import ScrollColumn


class VisitForm(ScrollColumn):
    """Shows one draft; signal `edited` after each change by the person."""

    edited = Signal()

    def __init__(self, units: Sequence[UnitChoice], parent: QWidget) -> None:
        super().__init__(parent)
        self._is_showing = False
        self.bar = InlineBar(self._inner)
        self.who = WhoBlock(self._inner)
        self.claim = ClaimBlock(self._inner)
        self.what = WhatBlock(self._inner)
        self.route = RouteBlock(units, self._inner)
        self.put(self.bar, self.who, self.claim, self.what, self.route)
        self._fields: dict[str, QWidget] = {
            "search": self.who.search,
            **self.who.person.fields(),
            "is_anonymous": self.who.is_anonymous,
            "is_unclear": self.who.is_unclear,
            "privacy_notice": self.who.privacy_notice,
            "claim": self.claim.claim.edit,
            "facts": self.claim.facts.edit,
            "read_back": self.claim.read_back,
            "category": self.what.category,
            "place_code": self.what.place_code,
            "matter_class": self.what.matter_class,
            "respondent": self.what.respondent,
            "earlier_handling": self.what.earlier_handling,
            "outcome_note": self.route.outcome_note,
        }
        for block in (self.who, self.claim, self.what, self.route):
            block.edited.connect(self._announce)
        self.what.matter_class.code_changed.connect(self._follow_class)

    def show_draft(self, draft: VisitDraft) -> None:
        """Show a tab as it was left, the caret in its place."""
        self._is_showing = True
        self.bar.clear()
        for block in (self.who, self.claim, self.what, self.route):
            block.show_draft(draft)
        self._is_showing = False
        self._restore_caret(draft.caret)

    def caret(self) -> list[object]:
        """Return the name of the field with the focus and the place in it."""
        focus = QApplication.focusWidget()
        for name, field in self._fields.items():
            if field is focus:
                return [name, _place(field)]
        return []

    def jump_to(self, missing: str) -> None:
        """Put the focus on the field that a line of the closing list names."""
        target = self._fields.get(_FIELD_OF.get(missing, missing), self.who.head_count)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.ensureWidgetVisible(target)

    def refuse(self, error: DeskError) -> None:
        """Say why the visit was not taken, once: where its block tells it already, or on top."""
        bar = self.who.bar if self.who.bar.text == str(error) else self.bar
        self.bar.clear()
        bar.say_error(error)
        self.ensureWidgetVisible(bar)

    def _restore_caret(self, caret: list[object]) -> None:
        name, place = (*caret, "search", 0)[:2] if caret else ("search", 0)
        field = self._fields.get(str(name), self.who.search)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field, QLineEdit):
            field.setCursorPosition(int(str(place)))
        elif isinstance(field, QPlainTextEdit):
            cursor = field.textCursor()
            cursor.setPosition(min(int(str(place)), len(field.toPlainText())))
            field.setTextCursor(cursor)

    def _follow_class(self) -> None:
        if not self._is_showing:
            self.route.follow_class()

    def _announce(self) -> None:
        if not self._is_showing:
            self.edited.emit()


_FIELD_OF = {
    Field.DOCUMENT.value: "document_number",
    Field.PLACE.value: "place_code",
}


def _place(field: QWidget) -> int:
    if isinstance(field, QLineEdit):
        return field.cursorPosition()
    if isinstance(field, QPlainTextEdit):
        return field.textCursor().position()
    return 0
