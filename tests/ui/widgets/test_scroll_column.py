"""A column that scrolls, and that is dressed only once."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reception_desk.ui.widgets.labels import label
from reception_desk.ui.widgets.scroll_column import ScrollColumn


def test_parts_stand_one_below_the_other_and_scroll(qtbot: QtBot):
    column = ScrollColumn()
    qtbot.addWidget(column)
    parts = [label(f"第{at}段") for at in range(60)]
    column.put(*parts)
    column.resize(300, 200)
    column.show()

    tops = [part.mapTo(column, part.rect().topLeft()).y() for part in parts]
    assert tops == sorted(tops)
    assert column.verticalScrollBar().maximum() > 0
    assert column.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    assert all(part.width() <= column.width() for part in parts)


def test_a_part_is_not_dressed_before_the_column_stands_where_it_will(qtbot: QtBot):
    column = ScrollColumn()
    part = QLabel("诉求")
    column.put(part)
    assert not part.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)

    window = QWidget()
    qtbot.addWidget(window)
    column.setParent(window)
    window.show()
    assert part.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
