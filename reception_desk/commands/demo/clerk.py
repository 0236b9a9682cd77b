"""The clerk of the demonstration: works one window through its fields and keys."""

import time
from typing import TYPE_CHECKING

from reception_desk.commands.demo.visitors import DemoVisitor
from reception_desk.records.document import DocumentKind
from reception_desk.records.printing import PrintState
from reception_desk.records.visit import PersonRole, VisitRecord
from reception_desk.services import printing, scans
from reception_desk.ui.pages.reception.visit_draft import PersonDraft
from reception_desk.ui.rehearsal import Rehearsal

if TYPE_CHECKING:
    from reception_desk.devices.card_reader.simulated import Simulator
    from reception_desk.ui.main_window import MainWindow
    from reception_desk.ui.workplace import Workplace


class DemoClerk:
    """Registers visitors at one window and keeps how long each took."""

    def __init__(
        self,
        window: "MainWindow",
        workplace: "Workplace",
        rehearsal: Rehearsal,
        reader: "Simulator | None",
    ) -> None:
        self.window = window
        self.work = workplace
        self.seconds: dict[str, float] = {}
        self._rehearsal = rehearsal
        self._reader = reader
        self.page = window.reception()

    def register(self, visitor: DemoVisitor) -> VisitRecord:
        """Take one visitor from the card to the registered visit with its receipt printed."""
        begun = time.monotonic()
        self._rehearsal.bring_forward(self.window)
        self.page.new_visitor()
        if visitor.card is not None:
            self._read_card(visitor)
        else:
            self._write_person(visitor)
        self._write_claim(visitor)
        self.page.form.verticalScrollBar().setValue(0)
        self._rehearsal.take_picture(self.window, f"{visitor.title}-form")
        self.page.submit()
        record = self.page.current_record
        if record is None:
            raise RuntimeError(self.page.form.bar.text)
        self._wait_for_print(record, DocumentKind.RECEIPT)
        self.seconds[visitor.case] = round(time.monotonic() - begun, 3)
        self._rehearsal.take_picture(self.window, f"{visitor.title}-registered")
        return record

    def scan(self, record: VisitRecord) -> None:
        """Scan one page of what the visitor brought."""
        self.page.registered.scan_asked.emit()
        self._rehearsal.wait(lambda: self._pages(record) > 0, "扫描一页")
        self._rehearsal.take_picture(self.window, "scanned")

    def print_form(self, record: VisitRecord) -> None:
        """Print the registration form: A4 is shown before it goes out."""
        self.page.registered.paper_asked.emit(DocumentKind.REGISTRATION_FORM)
        self._rehearsal.wait(lambda: bool(self.work.messages.open_boxes()), "登记单预览")
        preview = self.work.messages.open_boxes()[0]
        self._rehearsal.take_picture(preview, "form-preview")
        self._rehearsal.press_enter()
        self._wait_for_print(record, DocumentKind.REGISTRATION_FORM)

    def finish(self) -> None:
        """Close the visit's tab; the next visitor may come."""
        self.page.finish()

    def _read_card(self, visitor: DemoVisitor) -> None:
        if self._reader is None or visitor.card is None:
            return
        form = self.page.form.who.person
        self._reader.put_card(visitor.card)
        self._rehearsal.wait(lambda: form.name.text() == visitor.card.name, "读取证件")  # pyright: ignore[reportOptionalMemberAccess]
        self._reader.lift_card()
        if not visitor.claim:
            self._rehearsal.wait(lambda: self.page.side.matters.has_focus, "既往事项")
            self._rehearsal.take_picture(self.window, f"{visitor.title}-matters")
            self._rehearsal.press_enter()
        if visitor.phone:
            self._rehearsal.write(form.phone, visitor.phone)

    def _write_person(self, visitor: DemoVisitor) -> None:
        who = self.page.form.who
        self._rehearsal.write(who.person.name, visitor.name)
        self._rehearsal.write(who.person.phone, visitor.phone)
        self._rehearsal.write(who.person.address, visitor.address)
        who.head_count.setValue(visitor.head_count)
        for names, role in (
            (visitor.representatives[1:], PersonRole.REPRESENTATIVE),
            (visitor.followers, PersonRole.FOLLOWER),
        ):
            for name in names:
                who.add_person(PersonDraft(role=role.value, name=name))

    def _write_claim(self, visitor: DemoVisitor) -> None:
        form = self.page.form
        form.who.privacy_notice.setChecked(True)
        if visitor.claim:
            self._rehearsal.write(form.claim.claim.edit, visitor.claim)
        if visitor.facts:
            self._rehearsal.write(form.claim.facts.edit, visitor.facts)
        if visitor.is_oral:
            form.claim.is_oral.setChecked(True)
            form.claim.read_back.setChecked(True)
        for combo, keys in (
            (form.what.category, visitor.category),
            (form.what.place_code, visitor.place),
            (form.route.outcome, visitor.outcome),
            (form.route.target_unit_id, visitor.target),
        ):
            if keys:
                self._rehearsal.choose(combo, keys)

    def _wait_for_print(self, record: VisitRecord, kind: DocumentKind) -> None:
        """Until the printer has put the paper out, or nobody is there to do so."""

        def is_out() -> bool:
            states = [
                document.state
                for document in self._documents(record)
                if document.kind is kind and document.state
            ]
            return bool(states) and PrintState(states[-1]).is_final

        self._rehearsal.wait(is_out, f"打印{kind.label}")

    def _documents(self, record: VisitRecord) -> tuple[printing.DocumentRecord, ...]:
        return printing.documents_of_visit(self.work.database, self.work.actor, record.visit_id)

    def _pages(self, record: VisitRecord) -> int:
        return len(scans.pages_of_visit(self.work.database, self.work.actor, record.visit_id))
