"""送达: how a paper reached the petitioner; what a way of service asks for is asked, no more."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from reception_desk.rules import codes
from reception_desk.rules.codes import CodeListName
from reception_desk.rules.service_of_papers import Service, ServiceWay
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.form_grid import Row

_ASKED = {
    ServiceWay.DIRECT: {"received_by", "relation"},
    ServiceWay.POST: {"mail_number"},
    ServiceWay.OTHER: {"note"},
    ServiceWay.LEFT: {"witness", "note"},
    ServiceWay.ELECTRONIC: {"consent", "note"},
    ServiceWay.ENTRUSTED: {"note"},
    ServiceWay.PUBLIC_NOTICE: {"note"},
}
_NOTE = {
    ServiceWay.LEFT: "拒收事由",
    ServiceWay.ENTRUSTED: "受委托的机关",
    ServiceWay.PUBLIC_NOTICE: "公告的原因和经过",
}

_BY_RECEIPT = "送达回证已随文书出具，按签收的一份填写"


class ServiceForm(DialogForm):
    """Signal `given(Service, is agreed)`; the owner closes it or says what is wrong.

    `has_receipt` where a 送达回证 went out with the paper: it says what is asked here.
    """

    given = Signal(object, bool)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        recipient: str,
        today: date,
        *,
        asks_agreement: bool,
        has_receipt: bool = False,
    ) -> None:
        self.way = QComboBox()
        for way in ServiceWay:
            self.way.addItem(codes.name(CodeListName.DELIVERY_WAY, way.value), way)
        self.day = DateField()
        self.day.set_day(today)
        self.received_by = QLineEdit(recipient)
        self.relation = QLineEdit()
        self.witness = QLineEdit()
        self.mail_number = QLineEdit()
        self.note = QLineEdit()
        self.consent = QCheckBox("本人同意电子送达")
        self.agreed = QCheckBox("信访人书面表示同意处理意见")
        rows = [
            Row("送达方式", self.way, _BY_RECEIPT if has_receipt else ""),
            Row("送达日期", self.day, "签收、收件或者公告之日", is_required=True),
            Row("签收人", self.received_by, is_required=True),
            Row("与本人关系", self.relation, "成年家属代收时填写"),
            Row("见证人", self.witness, is_required=True),
            Row("邮件号码", self.mail_number, "以回执上的收件日期为送达日期", is_required=True),
            Row("本人同意", self.consent),
            Row("说明", self.note),
        ]
        if asks_agreement:
            rows.append(Row("对意见", self.agreed, "没有书面表示的不勾选"))
        super().__init__(parent, f"{title}的送达", rows, "保存")
        self.way.currentIndexChanged.connect(self._show_asked)
        self.press.clicked.connect(self._give)
        self._show_asked()

    def _show_asked(self) -> None:
        way = self._way()
        fields = {
            "received_by": self.received_by,
            "relation": self.relation,
            "witness": self.witness,
            "mail_number": self.mail_number,
            "consent": self.consent,
            "note": self.note,
        }
        for name, field in fields.items():
            self.form.show_row(field, is_shown=name in _ASKED[way])
        self.note.setPlaceholderText(_NOTE.get(way, ""))

    def _way(self) -> ServiceWay:
        return ServiceWay(self.way.currentData())

    def _give(self) -> None:
        self.form.clear_problems()
        self.bar.clear()
        self.day.settle()
        day = self.day.day()
        if day is None:
            self.form.show_problem(self.day, "请填写送达日期。")
            self.day.setFocus()
            return
        self.set_busy(is_busy=True)
        self.given.emit(self._service(day), self.agreed.isChecked())

    def _service(self, day: date) -> Service:
        """Return what is asked for by the chosen way; what was typed for another stays out."""
        way = self._way()
        asked = _ASKED[way]

        def text(name: str, field: QLineEdit) -> str:
            return field.text().strip() if name in asked else ""

        return Service(
            way=way,
            day=day,
            received_by=text("received_by", self.received_by),
            relation=text("relation", self.relation),
            witness=text("witness", self.witness),
            mail_number=text("mail_number", self.mail_number),
            has_consent=way is ServiceWay.ELECTRONIC and self.consent.isChecked(),
            note=text("note", self.note),
        )
