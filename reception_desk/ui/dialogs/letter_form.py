"""来信: what a letter asks, from whom and to whom it came; and a leader's reading of one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reception_desk.records.letters import LetterInput, LetterLine, ReadingInput
from reception_desk.records.visit import MaterialInput, PersonInput, VisitInput
from reception_desk.rules.letters import refuse_days
from reception_desk.ui.code_choices import choices_of
from reception_desk.ui.dialogs.scrolling_form import ScrollingForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.count_field import CountField
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.matter_field import MatterField
from reception_desk.ui.widgets.text_area import TextArea

_LONGEST, _MOST_PAGES, _MOST_NAMES = 4000, 500, 9999
_WORDS = "保存后请扫描来信：认出的姓名、电话、地址放在登记的内容旁边，核对后才写入。"
_READING_WORDS = "写了批示的，成为这件事项的承诺，到期前在期限看板上显示，凭佐证材料销号。"


class LetterForm(ScrollingForm):
    """Signal `asked(LetterInput)`. Whoever gave no name wrote without one: that stops nothing."""

    asked = Signal(object)

    def __init__(self, parent: QWidget, leaders: Sequence[Choice], today: date) -> None:
        self._today = today
        self.arrived, self.posted = DateField(), DateField()
        self.arrived.set_day(self._today)
        self.leader = CodeCombo(leaders, hint="不是写给领导的不填")
        self.name, self.phone = QLineEdit(maxLength=60), QLineEdit(maxLength=40)
        self.address = QLineEdit(maxLength=200)
        self.heads = CountField(1, _MOST_NAMES, unit=" 人")
        self.pages = CountField(1, _MOST_PAGES, unit=" 页")
        self.mail = QLineEdit(maxLength=60)
        self.claim = TextArea(limit=_LONGEST, lines=3)
        self.matter_class = CodeCombo(choices_of("matter_class"), hint="名称或者首字母")
        self.place = CodeCombo(choices_of("division"), hint="名称或者首字母")
        self.respondent = QLineEdit(maxLength=200)
        self.matter = MatterField()
        super().__init__(parent, "登记来信", self._rows(), "保存来信", wide=760)
        self.add(label(_WORDS, "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _rows(self) -> list[Row]:
        return [
            Row("收信日期", self.arrived, is_required=True),
            Row("邮戳日期", self.posted),
            Row("写给", self.leader),
            Row("挂号单号", self.mail),
            Row("写信人", self.name, "没有署名的不填"),
            Row("署名人数", self.heads),
            Row("联系电话", self.phone),
            Row("页数", self.pages),
            Row("地址", self.address, is_wide=True),
            Row("诉求", self.claim, is_required=True, is_wide=True),
            Row("事项类别", self.matter_class),
            Row("问题属地", self.place),
            Row("被反映方", self.respondent, is_wide=True),
            Row(
                "并入事项",
                self.matter,
                "同一人同一事已有事项的，并入后期限照原来的算",
                is_wide=True,
            ),
        ]

    def _ask(self) -> None:
        self.form.clear_problems()
        for field in (self.arrived, self.posted):
            field.settle()
        day, claim = self.arrived.day(), self.claim.text().strip()
        why = refuse_days(day, self.posted.day(), self._today)
        tests = (
            (bool(why), self.arrived, why),
            (not claim, self.claim, "请写明来信的诉求。"),
            (self.claim.is_too_long, self.claim, "文字太长，请缩短。"),
        )
        problems = [(field, words) for is_wrong, field, words in tests if is_wrong]
        for field, words in problems:
            self.form.show_problem(field, words)
        if problems or day is None:
            problems[0][0].setFocus()
            self.fit()
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        leader, mail = self.leader.code(), self.mail.text().strip()
        self.asked.emit(LetterInput(self._visit(day, claim), day, self.posted.day(), leader, mail))

    def _visit(self, day: date, claim: str) -> VisitInput:
        name, address = self.name.text().strip(), self.address.text().strip()
        phone = self.phone.text().strip()
        writer = PersonInput(name=name or None, phone=phone or None, address=address or None)
        return VisitInput(
            arrived_at=datetime.combine(day, time(12), UTC),  # the service takes the day
            head_count=self.heads.value(),
            persons=(writer,) if name or phone or address else (),
            claim=claim,
            matter_class=self.matter_class.code() or None,
            place_code=self.place.code() or None,
            respondent=self.respondent.text().strip() or None,
            materials=(MaterialInput("来信", self.pages.value(), is_original=True),),
            matter_id=self.matter.matter_id or None,
            is_anonymous=not name,
            is_unclear=bool(name) and not address,
        )


class ReadingForm(ScrollingForm):
    """Signal `asked(ReadingInput)`. Without an instruction the leader has only read it."""

    asked = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        letter: LetterLine,
        leaders: Sequence[Choice],
        units: Sequence[Choice],
        today: date,
    ) -> None:
        self.leader = CodeCombo(leaders, hint="领导姓名")
        self.read_on = DateField()
        self.text = TextArea(limit=1000, lines=4)
        self.unit = CodeCombo(units, hint="单位名称或者首字母")
        self.owner = QLineEdit(maxLength=60)
        self.due = DateField()
        rows = [
            Row("阅批领导", self.leader, is_required=True),
            Row("阅批日期", self.read_on, is_required=True),
            Row("批示", self.text, "只圈阅、没有批示的不填", is_wide=True),
            Row("责任单位", self.unit),
            Row("责任人", self.owner, "单位里负责这件事的人"),
            Row("回复时限", self.due),
        ]
        super().__init__(parent, "登记阅批", rows, "保存阅批", wide=700)
        self.leader.set_code(letter.leader_id)
        self.read_on.set_day(today)
        self.add(label(f"来信：{letter.title}", wraps=True))
        self.add(label(_READING_WORDS, "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        for field in (self.read_on, self.due):
            field.settle()
        text = self.text.text().strip()
        tests = (
            (not self.leader.code(), self.leader, "请选择阅批领导。"),
            (self.read_on.day() is None, self.read_on, "请写明阅批日期。"),
            (self.text.is_too_long, self.text, "文字太长，请缩短。"),
            (bool(text) and not self.unit.code(), self.unit, "有批示的，要写明责任单位。"),
            (bool(text) and not self.owner.text().strip(), self.owner, "有批示的，要写明责任人。"),
            (bool(text) and self.due.day() is None, self.due, "有批示的，要写明回复时限。"),
        )
        problems = [(field, words) for is_wrong, field, words in tests if is_wrong]
        for field, words in problems:
            self.form.show_problem(field, words)
        if problems:
            problems[0][0].setFocus()
            self.fit()
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        self.asked.emit(
            ReadingInput(
                self.leader.code(), self.read_on.day(), text, self.unit.code(),
                self.owner.text().strip(), self.due.day(),
            )
        )  # fmt: skip
