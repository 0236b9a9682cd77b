"""三跨三分离: what kind of matter it is, which unit leads and which support."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from reception_desk.records.joint_matters import JointInput, JointMatter, MatterTrait
from reception_desk.rules.joint_matters import refuse_joint
from reception_desk.ui.dialogs.dialog_form import DialogForm
from reception_desk.ui.widgets.choices import Choice
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.form_grid import Row
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.tag_chooser import TagChooser

_SUPPORTS = 3
_WORDS = "几个单位都有责任的，由一个单位主办（《信访工作条例》第二十四条）。"


class JointMatterForm(DialogForm):
    """Signal `asked(JointInput)`. Everything taken away says that it is no such matter."""

    asked = Signal(object)

    def __init__(self, parent: QWidget, units: Sequence[Choice], now: JointMatter) -> None:
        self.traits = TagChooser("情形", [(one.value, one.label) for one in MatterTrait])
        self.lead = CodeCombo(units, hint="单位名称或者首字母")
        count = max(_SUPPORTS, len(now.supports) + 1)
        self.supports = [CodeCombo(units, hint="单位名称或者首字母") for _ in range(count)]
        rows = [
            Row("情形", self.traits, "是事项的情形，可以选几种"),
            Row("主办单位", self.lead),
            *(Row(f"协办单位{at}", one) for at, one in enumerate(self.supports, 1)),
        ]
        super().__init__(parent, "三跨三分离事项", rows, "保存")
        self.traits.set_chosen(now.traits)
        self.lead.set_code(now.lead.unit_id if now.lead else "")
        for field, unit in zip(self.supports, now.supports, strict=False):
            field.set_code(unit.unit_id)
        self.add(label(_WORDS, "muted", wraps=True))
        self.press.clicked.connect(self._ask)

    def _ask(self) -> None:
        self.form.clear_problems()
        codes = dict.fromkeys(one.code() for one in self.supports if one.code())
        traits = tuple(MatterTrait(code) for code in self.traits.chosen())
        asked = JointInput(traits, self.lead.code(), tuple(codes))
        if why := refuse_joint(asked):
            lacks_kind = asked.lead_unit_id and not traits
            self.form.show_problem(self.traits if lacks_kind else self.lead, why)
            self.fit()
            return
        self.bar.clear()
        self.set_busy(is_busy=True)
        self.asked.emit(asked)
