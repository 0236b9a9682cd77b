"""Fields: Enter moves on, dates the short way, code lists by initials, long texts, masks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QPushButton

from reception_desk.ui.widgets.choices import Choice, matching
from reception_desk.ui.widgets.code_combo import CodeCombo
from reception_desk.ui.widgets.count_field import CountField, TimeField
from reception_desk.ui.widgets.date_field import DateField, parse_day
from reception_desk.ui.widgets.form_grid import FormGrid, Row, labels_of
from reception_desk.ui.widgets.masked_field import MaskedField
from reception_desk.ui.widgets.tag_chooser import TagChooser
from reception_desk.ui.widgets.text_area import TextArea
from tests.ui.accessibility import controls, nameless_controls
from tests.ui.stage import show

TODAY = date(2026, 3, 1)
KINDS = [
    Choice("0101", "征地补偿", "国土资源", ("zdbc", "zhengdibuchang")),
    Choice("0102", "征收安置", "国土资源", ("zsaz", "zhengshouanzhi")),
    Choice("0301", "拖欠工资", "劳动社保", ("tqgz", "tuoqiangongzi")),
]


@pytest.mark.parametrize(
    "typed",
    ["20260924", "2026-9-24", "2026.09.24", "2026年9月24日", "２０２６/９/２４", "9.24", "0924"],
)
def test_a_day_may_be_written_in_many_ways(typed):
    assert parse_day(typed, TODAY) == date(2026, 9, 24)


@pytest.mark.parametrize("typed", ["", "张", "13.1", "2026-2-30", "20261301", "24", "9.24.1.1"])
def test_what_is_no_day_is_refused(typed):
    assert parse_day(typed, TODAY) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_written_day_is_read_back(day):
    assert parse_day(day.isoformat(), TODAY) == day
    assert parse_day(f"{day:%Y%m%d}", TODAY) == day
    assert parse_day(f"{day.year}年{day.month}月{day.day}日", TODAY) == day


@given(st.text(max_size=20))
def test_no_text_breaks_the_reading_of_days(typed):
    parse_day(typed, TODAY)


def test_date_field_writes_out_what_was_typed_and_marks_what_is_no_day(qtbot):
    field, other = DateField(), QLineEdit()
    show(qtbot, field, other)
    field.setFocus()
    qtbot.keyClicks(field, "20260924")
    with qtbot.waitSignal(field.date_changed) as told:
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert told.args == [date(2026, 9, 24)]
    assert field.text() == "2026-09-24"
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "20261399")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.is_wrong
    assert field.text() == "20261399", "what was typed stays"
    assert field.accessibleDescription()


def test_calendar_opens_by_arrow_and_gives_its_day(qtbot):
    field = DateField()
    show(qtbot, field)
    field.set_day(date(2026, 9, 24))
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    month = popup.focusWidget()
    assert month is not None
    qtbot.keyClick(month, Qt.Key.Key_Right)
    qtbot.keyClick(month, Qt.Key.Key_Return)
    assert field.day() == date(2026, 9, 25)


def test_better_matches_come_first():
    def found(typed):
        return [choice.key for choice in matching(KINDS, typed)]

    assert found("") == ["0101", "0102", "0301"]
    assert found("z") == ["0101", "0102", "0301"]
    assert found("gz") == ["0301"]
    assert found("zsaz") == ["0102"]
    assert found("0301") == ["0301"]
    assert found("工资") == ["0301"]
    assert found("ＺＤＢＣ") == ["0101"]
    assert found("qq") == []


@given(st.text(max_size=8))
def test_what_is_found_is_in_the_list(typed):
    found = matching(KINDS, typed)
    assert len(set(found)) == len(found)
    assert set(found) <= set(KINDS)


def test_code_is_chosen_by_initials_and_enter_moves_on(qtbot):
    kind, phone = CodeCombo(KINDS), QLineEdit()
    form = FormGrid([Row("事由", kind), Row("电话", phone)])
    show(qtbot, form)
    kind.setFocus()
    with qtbot.waitSignal(kind.code_changed) as told:
        qtbot.keyClicks(kind, "tq")
        qtbot.keyClick(kind, Qt.Key.Key_Return)
    assert told.args == ["0301"]
    assert kind.text() == "拖欠工资"
    assert phone.hasFocus()


def test_the_list_of_a_code_field_is_made_when_it_is_first_opened(qtbot):
    field = CodeCombo([Choice("01", "土地征收")])
    show(qtbot, field)
    assert field.window().findChildren(QListView) == []
    field.open_list()
    assert len(field.window().findChildren(QListView)) == 1


def test_arrows_choose_from_the_open_list_and_escape_leaves_it(qtbot):
    kind = CodeCombo(KINDS)
    show(qtbot, kind)
    kind.setFocus()
    qtbot.keyClick(kind, Qt.Key.Key_Down)
    qtbot.keyClick(kind, Qt.Key.Key_Down)
    kind.settle()
    assert kind.code() == "0102"
    qtbot.keyClick(kind, Qt.Key.Key_Down)
    qtbot.keyClick(kind, Qt.Key.Key_Up)
    qtbot.keyClick(kind, Qt.Key.Key_Escape)
    assert kind.code() == "0102"


def test_text_that_finds_nothing_goes_back_to_the_last_choice(qtbot):
    kind, other = CodeCombo(KINDS), QLineEdit()
    show(qtbot, kind, other)
    kind.set_code("0101")
    kind.setFocus()
    kind.selectAll()
    qtbot.keyClicks(kind, "qq")
    qtbot.keyClick(kind, Qt.Key.Key_Tab)
    assert (kind.code(), kind.text()) == ("0101", "征地补偿")
    kind.setFocus()
    kind.selectAll()
    qtbot.keyClick(kind, Qt.Key.Key_Delete)
    other.setFocus(Qt.FocusReason.MouseFocusReason)
    assert kind.code() == ""


def test_a_code_that_left_the_list_is_dropped(app):
    kind = CodeCombo(KINDS)
    kind.set_code("0301")
    kind.set_choices(KINDS[:2])
    assert kind.code() == ""


def test_enter_goes_through_the_form_and_submits_nothing(qtbot):
    first, second = QLineEdit(), CountField(1, 99)
    save = QPushButton("保存")
    pressed = []
    save.clicked.connect(lambda: pressed.append(True))
    form = FormGrid([Row("姓名", first), Row("人数", second)])
    show(qtbot, form, save)
    first.setFocus()
    qtbot.keyClicks(first, "Zhang")
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert second.hasFocus()
    qtbot.keyClick(second, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert save.hasFocus()
    assert pressed == []


def test_ctrl_enter_is_left_to_the_page(qtbot):
    field, other = QLineEdit(), QLineEdit()
    show(qtbot, FormGrid([Row("甲", field), Row("乙", other)]))
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert field.hasFocus()


def test_form_names_its_fields_and_shows_problems(qtbot):
    name, phone = QLineEdit(), QLineEdit()
    form = FormGrid([Row("姓名", name, is_required=True), Row("电话", phone, hint="可以空着")])
    show(qtbot, form)
    assert nameless_controls(form) == []
    assert labels_of(form) == ["姓名", "电话"]
    assert name.accessibleName() == "姓名（必填）"
    assert form.caption(phone) == "电话"
    form.show_problem(phone, "号码太短")
    assert phone.accessibleDescription() == "号码太短"
    form.clear_problems()
    assert phone.accessibleDescription() == "可以空着"


def test_form_gives_up_columns_and_then_labels_beside_as_room_shrinks(qtbot):
    fields = [QLineEdit() for _ in range(4)]
    form = FormGrid([Row(f"第{at}", field) for at, field in enumerate(fields)], columns=2)
    page = show(qtbot, form, width=900)

    def lines():
        return len({field.mapTo(form, field.rect().topLeft()).y() for field in fields})

    assert lines() == 2
    page.resize(420, 420)
    qtbot.waitUntil(lambda: lines() == 4)
    beside = fields[0].mapTo(form, fields[0].rect().topLeft()).x()
    page.resize(240, 420)
    qtbot.waitUntil(lambda: fields[0].mapTo(form, fields[0].rect().topLeft()).x() < beside)


def test_hidden_row_keeps_what_was_typed(qtbot):
    name, phone = QLineEdit(), QLineEdit()
    form = FormGrid([Row("姓名", name), Row("电话", phone)])
    show(qtbot, form)
    qtbot.keyClicks(phone, "0712")
    form.show_row(phone, is_shown=False)
    assert phone not in controls(form)
    form.show_row(phone, is_shown=True)
    assert phone.isVisible()
    assert phone.text() == "0712"


def test_text_beyond_the_limit_is_marked_and_not_cut(qtbot):
    area = TextArea(limit=5)
    show(qtbot, area)
    qtbot.keyClicks(area.edit, "abcdefg")
    assert area.text() == "abcdefg"
    assert area.is_too_long


def test_five_megabytes_pasted_do_not_freeze_the_field(qtbot, smooth):
    area = TextArea(limit=2000, clean=lambda text: text[:10_000].replace("x", "y"))
    show(qtbot, area)
    qtbot.keyClicks(area.edit, "before ")
    data = QMimeData()
    data.setText("x" * 5_000_000)
    QGuiApplication.clipboard().setMimeData(data)
    with smooth.look(), qtbot.waitSignal(area.paste_cut) as told:
        qtbot.keySequence(area.edit, QKeySequence(QKeySequence.StandardKey.Paste))
    assert told.args == [5_000_000, 1993]
    assert area.text() == "before " + "y" * 1993
    assert not area.is_too_long


def test_small_paste_is_plain_text(qtbot):
    area = TextArea(limit=2000)
    show(qtbot, area)
    data = QMimeData()
    data.setHtml("<b>粗体</b>")
    data.setText("粗体")
    QGuiApplication.clipboard().setMimeData(data)
    qtbot.keySequence(area.edit, QKeySequence(QKeySequence.StandardKey.Paste))
    assert area.text() == "粗体"


def test_tab_leaves_a_text_area(qtbot):
    area, other = TextArea(limit=10), QLineEdit()
    show(qtbot, area, other)
    area.setFocus()
    qtbot.keyClick(area.edit, Qt.Key.Key_Tab)
    assert other.hasFocus()


def test_masked_text_is_shown_for_a_while_and_hidden_on_demand(qtbot):
    asked = []
    field = MaskedField("证件号码", "**************0016", asked.append)
    show(qtbot, field)
    (eye,) = (part for part in controls(field) if part.accessibleName() == "显示证件号码")
    qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
    assert field.text == "**************0016", "nothing is shown before the reason is given"
    asked[0]("420921190001010016")
    assert field.is_revealed
    assert field.text == "420921190001010016"
    field._timer.timeout.emit()
    assert field.text == "**************0016"
    assert not field.is_revealed


def test_refused_reveal_stays_masked_and_another_record_masks_again(qtbot):
    field = MaskedField("电话", "****1234", lambda give: give("07121234"))
    show(qtbot, field)
    refused = MaskedField("电话", "****1234", lambda _give: None)
    show(qtbot, refused)
    for shown in (field, refused):
        qtbot.mouseClick(controls(shown)[0], Qt.MouseButton.LeftButton)
    assert refused.text == "****1234"
    field.set_masked("****9999")
    assert field.text == "****9999"


def test_tags_are_chosen_by_keyboard(qtbot):
    chooser = TagChooser("关怀需要", [("a", "行动不便"), ("b", "听力障碍"), ("c", "带小孩")])
    show(qtbot, chooser)
    assert nameless_controls(chooser) == []
    first, second, _third = controls(chooser)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    with qtbot.waitSignal(chooser.chosen_changed):
        qtbot.keyClick(second, Qt.Key.Key_Space)
    assert chooser.chosen() == ["b"]
    chooser.set_chosen(["c", "a", "unknown"])
    assert chooser.chosen() == ["a", "c"]


@pytest.mark.parametrize("make", [lambda: CountField(1, 99), TimeField])
def test_wheel_over_a_resting_field_changes_nothing(qtbot, make):
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    field, other = make(), QLineEdit()
    show(qtbot, field, other)
    other.setFocus()
    before = field.text()
    turn = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, 120),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(field, turn)
    assert field.text() == before
