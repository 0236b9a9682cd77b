"""A walk through the controls of a page as a screen reader takes it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QWidget

_PARTS_OF_OTHERS = {"qt_spinbox_lineedit", "qt_scrollarea_viewport", "qt_tabwidget_tabbar"}


def nameless_controls(widget: QWidget) -> list[str]:
    """Return the visible controls under `widget` that a screen reader could not name."""
    buddies = {label.buddy() for label in widget.findChildren(QLabel)}
    return [
        f"{type(control).__name__} {control.objectName()}".strip()
        for control in controls(widget)
        if not (_spoken(control) or control in buddies)
    ]


def controls(widget: QWidget) -> list[QWidget]:
    """Return the visible widgets that take the focus."""
    return [
        part
        for part in (widget, *widget.findChildren(QWidget))
        if part.isVisible()
        and part.focusPolicy() != Qt.FocusPolicy.NoFocus
        and part.focusProxy() is None
        and part.objectName() not in _PARTS_OF_OTHERS
    ]


def _spoken(control: QWidget) -> str:
    """The name; a combo answers Qt with its current text on Linux, so ask the widget first."""
    if name := control.accessibleName():
        return name
    interface = QAccessible.queryAccessibleInterface(control)
    is_text = hasattr(control, "currentText") or hasattr(control, "placeholderText")
    return "" if is_text else interface.text(QAccessible.Text.Name)


def tab_order(first: QWidget, steps: int) -> list[str]:
    """Return the names of what Tab reaches after `first`, by Qt's own focus chain."""
    names = []
    at = first
    while len(names) < steps:
        following = at.nextInFocusChain()
        assert following is not None
        at = following
        if at in controls(first.window()):
            names.append(at.accessibleName())
    return names
