"""扫描方案: named ways to scan with the device of this window, out of what it says it can do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QWidget

from reception_desk.config import ScannerSettings
from reception_desk.devices.scanner import open_scanner
from reception_desk.errors import DeskError
from reception_desk.models import Database
from reception_desk.records.scan_profiles import CHOSEN_STEPS, PaperSize, ScanProfile
from reception_desk.records.scanning import ColourMode, PaperSource, ScannerAbilities
from reception_desk.rules.scan_profiles import fitted, resolutions, standard
from reception_desk.services import scan_profiles
from reception_desk.ui.pages.settings.device_choices import Choices
from reception_desk.ui.widgets.buttons import Button
from reception_desk.ui.widgets.card import Card
from reception_desk.ui.widgets.flow_layout import FlowLayout
from reception_desk.ui.widgets.form_grid import FormGrid, Row
from reception_desk.ui.widgets.inline_bar import InlineBar, Level
from reception_desk.ui.widgets.labels import label
from reception_desk.ui.workplace import Workplace

_HINT = "给这台扫描仪起几个常用的方案，扫描时按 0 更换。先询问扫描仪，这里只列出它做得到的。"


@dataclass(frozen=True, slots=True)
class _Asked:
    """The device as it answered, with its profiles and what it cannot do of them."""

    scanner: ScannerSettings
    abilities: ScannerAbilities
    profiles: tuple[ScanProfile, ...]
    changes: tuple[str, ...]


class ProfilesCard(Card):
    """`scanner` gives the device that the card above names; asking runs in the scanner's lane."""

    def __init__(self, workplace: Workplace, scanner: Callable[[], ScannerSettings]) -> None:
        super().__init__("扫描方案")
        self._work = workplace
        self._scanner = scanner
        self._asked: _Asked | None = None
        self._profiles: list[ScanProfile] = []
        self._place = 0
        self.bar = InlineBar()
        self.which = QComboBox()
        self.name = QLineEdit()
        self.name.setMaxLength(scan_profiles.LONGEST_NAME)
        self.source = Choices({each: each.label for each in PaperSource}, PaperSource.FLATBED)
        self.dpi = Choices({}, "300")
        self.mode = Choices({each: each.label for each in ColourMode}, ColourMode.COLOUR)
        self.paper = Choices({each: each.label for each in PaperSize}, PaperSize.WHOLE)
        self.steps = {step: QCheckBox(words) for step, words in CHOSEN_STEPS}
        self._steps = QWidget()
        self.ask_button = Button("询问扫描仪", self.ask)
        self.add_button = Button("新方案", self.add_profile)
        self.remove_button = Button("删除这个方案", self.remove_profile)
        self.save_button = Button("保存方案", self.save)
        self._form = FormGrid(
            [
                Row("方案", self.which),
                Row("名称", self.name),
                Row("纸张位置", self.source),
                Row("分辨率", self.dpi),
                Row("颜色", self.mode),
                Row("幅面", self.paper),
                Row("扫描后", self._steps, is_wide=True),
            ]
        )
        self._arrange()
        self.which.activated.connect(self._go_to)

    def ask(self) -> None:
        """Ask the device named above what it can do."""
        self.ask_button.setEnabled(False)
        self.bar.say(Level.INFO, "正在询问扫描仪…")
        ask = partial(_ask, self._work.database, self._scanner())
        self._work.tasks.run("scanner", self, ask, self._take, self._failed)

    def add_profile(self) -> None:
        """Begin a profile like the present one."""
        self._store()
        self._profiles.append(replace(self._profiles[self._place], name=""))
        self._show(len(self._profiles) - 1)
        self.name.setFocus()

    def remove_profile(self) -> None:
        """Drop the present profile; without any the standard ones are there again."""
        if len(self._profiles) == 1:
            self.bar.say(Level.INFO, "至少要有一个方案。")
            return
        del self._profiles[self._place]
        self._show(max(self._place - 1, 0))

    def save(self) -> None:
        """Keep the profiles of this device."""
        if self._asked is None:
            return
        self._store()
        try:
            scan_profiles.keep_profiles(
                self._work.database, self._work.actor, self._asked.scanner, self._profiles
            )
        except DeskError as error:
            self.bar.say_error(error)
            return
        self._show(self._place)
        self.bar.say(Level.OK, f"{len(self._profiles)} 个方案已保存，下次登录后扫描时可用。")

    def _arrange(self) -> None:
        flow = FlowLayout(self._steps, spacing=12)
        for box in self.steps.values():
            flow.addWidget(box)
        foot = QHBoxLayout()
        self._edits = (self.add_button, self.remove_button, self.save_button)
        for button in (self.ask_button, *self._edits):
            foot.addWidget(button)
        foot.addStretch(1)
        self.add(label(_HINT, "muted", wraps=True))
        self.add(self.bar)
        self.add(self._form)
        self.add(foot)
        for part in (self._form, *self._edits):
            part.hide()

    def _take(self, asked: _Asked) -> None:
        self._asked = asked
        self.ask_button.setEnabled(True)
        self._profiles = list(asked.profiles)
        sources, modes = asked.abilities.sources, asked.abilities.modes
        offered = resolutions(asked.abilities)
        _offer(self.source, {each: each.label for each in PaperSource if each in sources})
        _offer(self.mode, {each: each.label for each in ColourMode if each in modes})
        _offer(self.dpi, {str(dpi): f"{dpi} dpi" for dpi in offered})
        self._form.show_row(self.source, is_shown=bool(sources))
        self._form.show_row(self.mode, is_shown=bool(modes))
        self._form.show_row(self.dpi, is_shown=bool(offered))
        self._form.show_row(self.paper, is_shown=bool(offered))
        for part in (self._form, *self._edits):
            part.show()
        self._show(0)
        if asked.changes:
            self.bar.say(Level.WARN, "".join(asked.changes))
        elif not sources:
            self.bar.say(Level.INFO, "这台设备的分辨率和颜色不能选择，只能选扫描后怎样处理。")
        else:
            self.bar.clear()

    def _failed(self, error: Exception) -> None:
        self.ask_button.setEnabled(True)
        if isinstance(error, DeskError):
            self.bar.say_error(error)
        else:
            self._work.messages.show_error(error)

    def _go_to(self, place: int) -> None:
        self._store()
        self._show(place)

    def _show(self, place: int) -> None:
        self._place = place
        profile = self._profiles[place]
        with QSignalBlocker(self.which):
            self.which.clear()
            self.which.addItems([each.name or "（新方案）" for each in self._profiles])
            self.which.setCurrentIndex(place)
        self.name.setText(profile.name)
        for field, code in (
            (self.source, profile.paper_source.value),
            (self.dpi, str(profile.dpi)),
            (self.mode, profile.colour_mode.value),
            (self.paper, profile.paper.value),
        ):
            field.setCurrentIndex(field.findData(code))
        for step, box in self.steps.items():
            box.setChecked(step not in profile.left_out)

    def _store(self) -> None:
        """Take what the fields say into the present profile; hidden ones say nothing."""
        before = self._profiles[self._place]
        dpi, source, mode = (each.currentData() for each in (self.dpi, self.source, self.mode))
        self._profiles[self._place] = ScanProfile(
            self.name.text().strip(),
            PaperSource(source) if source else before.paper_source,
            int(dpi) if dpi else before.dpi,
            ColourMode(mode) if mode else before.colour_mode,
            PaperSize(self.paper.code()),
            frozenset(step for step, box in self.steps.items() if not box.isChecked()),
        )


def _offer(field: Choices, names: dict[str, str]) -> None:
    field.clear()
    for code, name in names.items():
        field.addItem(name, str(code))


def _ask(database: Database, settings: ScannerSettings) -> _Asked:
    """Return what the device can do and its profiles; runs in the scanner's lane."""
    scanner = open_scanner(settings)
    try:
        abilities = scanner.abilities()
    finally:
        scanner.close()
    own = scan_profiles.profiles_of(database, settings)
    fits = [fitted(profile, abilities) for profile in own or standard(abilities, settings.dpi)]
    changes = tuple(f"“{fit.profile.name}”：{''.join(fit.changes)}" for fit in fits if fit.changes)
    return _Asked(settings, abilities, tuple(fit.profile for fit in fits), changes)
