"""One step of a matter: the form is built from what the workflow asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from reception_desk.records.steps import StepDetails, StepInput
from reception_desk.rules.guards import URGENT_RECIPIENTS
from reception_desk.rules.step_results import result_choices
from reception_desk.rules.transition import PROPOSED, Event, Need, Transition
from reception_desk.ui.code_choices import choices_of
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.buttons import Look
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.count_field import CountField
from reception_desk.ui.widgets.date_field import DateField
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.widgets.matter_field import MatterField
from reception_desk.ui.widgets.tag_chooser import TagChooser
from reception_desk.ui.widgets.text_area import TextArea

LONGEST_REASON = 1000
MOST_DAYS = 30
_BY_POST = "1"
_SERVICES = frozenset({Event.SERVED, Event.REVIEW_SERVED})
_FINAL = {
    Event.CLOSED: "办结以后，这件事项不再办理；信访人仍可以在期限内请求复查、复核。",
    Event.ARCHIVED: "归档以后不能再办理；以后的来访作为新的事项登记。",
    Event.WITHDRAWN: "撤回必须由本人自愿、书面提出。撤回以后不再办理，正在计算的期限一并终止。",
    Event.DECLINED_FURTHER: "只用于复核终结后以同一事实和理由再次提出的事项；再来访时照常登记。",
}


@dataclass(frozen=True, slots=True)
class StepWanted:
    """What the form is for; `given` fills it in (an approval shows what was proposed)."""

    transition: Transition
    is_proposal: bool
    verb: str
    today: date
    units: Sequence[Choice]
    given: StepInput = field(default_factory=lambda: StepInput(event=""))

    @property
    def warning(self) -> str:
        """What is final about the step, in the form's own words; "" for most."""
        return "" if self.is_proposal else _FINAL.get(self.transition.event, "")


class StepForm(DialogForm):
    """Signal `asked(StepInput)`; what is final is asked twice.

    `matter` is the field for a linked matter, None where the step has none.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget, wanted: StepWanted) -> None:
        self._wanted = wanted
        self._needs = wanted.transition.needs
        self._make_fields(wanted)
        look = Look.DANGER_PRIMARY if wanted.warning else Look.PRIMARY
        super().__init__(parent, wanted.verb, self._rows(), wanted.verb, look=look)
        self.way.code_changed.connect(self._show_mail)
        if Need.WAY in self._needs:
            self._show_mail()
        self.press.clicked.connect(self._ask)
        self._is_confirmed = not wanted.warning

    def step(self) -> StepInput:
        """Return what is written, as the workflow reads it."""
        row, given = self._wanted.transition, self._wanted.given
        is_proposal = self._wanted.is_proposal
        return StepInput(
            event=PROPOSED if is_proposal else row.event.value,
            result=row.event.value if is_proposal else self.outcome.code() or None,
            day=self.day.day(),
            reason=self.reason.text().strip(),
            basis=self.basis.text().strip(),
            unit_id=self.unit.code() or None,
            linked_matter_id=self.matter.matter_id or None,
            answers_id=given.answers_id,
            due_on=self.due_on.day(),
            days=self.days.value() if Need.DAYS in self._needs else None,
            details=StepDetails(
                noticed_on=self.noticed_on.day(),
                known_on=self.known_on.day(),
                recipients=tuple(self.recipients.chosen()),
                way=self.way.code() or None,
                mail_number=self.mail.text().strip() or None,
                is_written=self.written.isChecked(),
                is_agreed=self.agreed.isChecked(),
                route=given.details.route,
            ),
        )

    def _make_fields(self, wanted: StepWanted) -> None:
        given = wanted.given
        results = [Choice(code, name) for code, name in result_choices(wanted.transition.event)]
        self.day = DateField()
        self.day.set_day(given.day or wanted.today)
        self.unit = CodeCombo(wanted.units, hint="名称或拼音首字母")
        self.unit.set_code(given.unit_id or "")
        self.due_on, self.noticed_on, self.known_on = DateField(), DateField(), DateField()
        self.due_on.set_day(given.due_on)
        self.known_on.set_day(wanted.today if Need.RECIPIENTS in self._needs else None)
        self.days = CountField(1, MOST_DAYS, unit=" 日")
        self.days.setValue(given.days or MOST_DAYS)
        self.reason = TextArea(limit=LONGEST_REASON, lines=2 if len(self._needs) > 1 else 3)
        self.reason.set_text(given.reason)
        self.basis = QLineEdit(given.basis)
        self.outcome = CodeCombo(results)
        self.way = CodeCombo(choices_of("delivery_way"))
        self.mail = QLineEdit()
        self.recipients = TagChooser("报送对象", tuple(URGENT_RECIPIENTS.items()))
        self.matter = MatterField()
        self.matter.set_matter(given.linked_matter_id or "", "")
        self.written = QCheckBox("已收到本人签名的书面申请")
        self.agreed = QCheckBox("本人书面同意处理意见，不再请求复查、复核")

    def _rows(self) -> list[Row]:
        """Return the rows that this step asks for, the day last but for the reason."""
        event = self._wanted.transition.event
        offered = {
            Need.UNIT: [Row("去向单位", self.unit, is_required=True)],
            Need.LINKED_MATTER: [Row("关联的事项", self.matter, is_required=True)],
            Need.RESULT: [Row("结果", self.outcome, is_required=True)],
            Need.WAY: [
                Row("送达方式", self.way, is_required=True),
                Row("邮件号", self.mail, "挂号信、特快专递的编号"),
            ],
            Need.RECIPIENTS: [
                Row("报送对象", self.recipients, "五个都要报送", is_required=True),
                Row("知悉日期", self.known_on),
            ],
            Need.WRITTEN: [Row("书面申请", self.written, is_required=True)],
            Need.DUE_DATE: [Row("办结期限", self.due_on, is_required=True)],
            Need.DAYS: [Row("延长天数", self.days, "一次，不超过 30 日", is_required=True)],
            Need.NOTICE_DAY: [Row("通知送达日", self.noticed_on, is_required=True)],
            Need.BASIS: [Row("法律依据", self.basis, is_required=True)],
        }
        rows = [row for need, found in offered.items() if need in self._needs for row in found]
        if event in _SERVICES:
            rows.append(Row("本人意见", self.agreed))
        rows.append(Row("日期", self.day, "实际发生的日期，不是录入的日期", is_required=True))
        is_required = Need.REASON in self._needs
        rows.append(Row("理由" if is_required else "说明", self.reason, is_required=is_required))
        return rows

    def _show_mail(self) -> None:
        self.form.show_row(self.mail, is_shown=self.way.code() == _BY_POST)

    def _ask(self) -> None:
        self.form.clear_problems()
        if self._find_problem():
            return
        if not self._is_confirmed:
            self._is_confirmed = True
            self.bar.say(Level.WARN, self._wanted.warning)
            self.fit()
            self.press.setText(f"确认{self._wanted.verb}")
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        self.asked.emit(self.step())

    def _find_problem(self) -> bool:
        """Name what is missing under its field; what the law refuses the workflow says."""
        asked: tuple[tuple[Need | None, QWidget, object, str], ...] = (
            (Need.UNIT, self.unit, self.unit.code(), "单位"),
            (Need.RESULT, self.outcome, self.outcome.code(), "结果"),
            (Need.WAY, self.way, self.way.code(), "送达方式"),
            (Need.DUE_DATE, self.due_on, self.due_on.day(), "日期"),
            (Need.NOTICE_DAY, self.noticed_on, self.noticed_on.day(), "日期"),
            (None, self.day, self.day.day(), "日期"),
        )
        problems: list[tuple[QWidget, str]] = [
            (part, f"请填写{name}。")
            for need, part, value, name in asked
            if not value and (need is None or need in self._needs)
        ]
        if self.reason.is_too_long:
            problems.append((self.reason, "文字太长，请缩短。"))
        for part, words in problems:
            self.form.show_problem(part, words)
        if problems:
            problems[0][0].setFocus()
        return bool(problems)
