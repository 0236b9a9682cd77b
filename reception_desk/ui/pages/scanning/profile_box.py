"""The scan profiles to choose from; every key but the arrows stays the station's."""

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

from reception_desk.records.scan_profiles import ScanProfile

_STEPS = {Qt.Key.Key_Up, Qt.Key.Key_Down}


class ProfileBox(QComboBox):
    """Hidden until there is something to choose."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("扫描方案")
        self.setToolTip("按 0 换下一个方案；方案在“设置—设备”中编辑")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.hide()

    def show_profiles(self, profiles: tuple[ScanProfile, ...], chosen: int) -> None:
        """List the profiles without telling that one was chosen."""
        with QSignalBlocker(self):
            self.clear()
            self.addItems([f"0 {profile.words}" for profile in profiles])
            self.setCurrentIndex(chosen)
        self.setVisible(len(profiles) > 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _STEPS and not event.modifiers():
            super().keyPressEvent(event)
        else:
            event.ignore()
