"""Which profile the next pages are read with: asked of the device, chosen with one key."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from reception_desk.devices.scanner import ScanError
from reception_desk.records.scan_profiles import ScanOrder, ScanProfile
from reception_desk.records.scanning import ScannerAbilities
from reception_desk.rules.scan_profiles import Fitted, fitted, standard
from reception_desk.services import scan_profiles
from reception_desk.ui.pages.scanning.view import StationView
from reception_desk.ui.widgets.inline_bar import Level
from reception_desk.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class _Profiles:
    """What the device can do of its profiles; `chosen` is the place of the last choice."""

    fitted: tuple[Fitted, ...]
    chosen: int


class ProfileChoice(QObject):
    """Asks the device once what it can do, in its own lane, after whatever it is doing."""

    def __init__(self, workplace: Workplace, view: StationView, parent: QObject) -> None:
        super().__init__(parent)
        self._work = workplace
        self._view = view
        self._profiles = (Fitted(ScanProfile("普通材料", dpi=workplace.settings.scanner.dpi)),)
        self._chosen = 0
        self._is_asked = False
        view.profiles.activated.connect(self.choose)

    @property
    def profile(self) -> ScanProfile:
        """The profile chosen."""
        return self._profiles[self._chosen].profile

    def order(self) -> ScanOrder:
        """Return what to ask of the device for the next pages."""
        return self.profile.order(is_feeder=self._view.feeder.isChecked())

    def ask(self) -> None:
        """Find out which profiles there are, the first time a batch opens."""
        if not self._is_asked:
            self._is_asked = True
            read = partial(_read, self._work)
            self._work.tasks.run("scanner", self, read, self._take, self._not_asked)

    def choose_next(self) -> None:
        """Go to the next profile, or say that there is but one."""
        if len(self._profiles) > 1:
            self.choose((self._chosen + 1) % len(self._profiles))
        else:
            self._view.bar.say(Level.INFO, "这台设备只有一个扫描方案，可在“设置—设备”中增加。")

    def choose(self, place: int) -> None:
        """Take a profile and say what the device cannot do of it."""
        self._show(place)
        name = self.profile.name
        keep = partial(
            scan_profiles.remember_choice, self._work.database, self._work.settings.scanner, name
        )
        self._work.tasks.run("batch", self, keep, lambda _: None, self._not_asked)
        words = f"扫描方案：{self.profile.words}。"
        self._view.bar.say(Level.INFO, words + "".join(self._profiles[place].changes))

    def _take(self, found: _Profiles) -> None:
        self._profiles = found.fitted
        self._show(found.chosen)
        if changes := self._profiles[found.chosen].changes:
            words = f"扫描方案“{self.profile.name}”：{''.join(changes)}"
            self._view.bar.say(Level.WARN, words)

    def _show(self, place: int) -> None:
        self._chosen = place
        profiles = tuple(each.profile for each in self._profiles)
        self._view.profiles.show_profiles(profiles, place)
        self._view.feeder.setChecked(self.profile.paper_source.is_feeder)

    def _not_asked(self, error: Exception) -> None:
        self._work.messages.show_error(error)


def _read(workplace: Workplace) -> _Profiles:
    """Return the device's own profiles, or the standard ones; runs in the scanner's lane.

    A device that does not answer is told when it is to scan; until then its profiles stand.
    """
    scanner = workplace.settings.scanner
    try:
        abilities = workplace.scanner.abilities()
    except ScanError:
        abilities = ScannerAbilities()
    own = scan_profiles.profiles_of(workplace.database, scanner)
    found = tuple(fitted(profile, abilities) for profile in own or standard(abilities, scanner.dpi))
    last = scan_profiles.last_chosen(workplace.database, scanner)
    names = [each.profile.name for each in found]
    return _Profiles(found, names.index(last) if last in names else 0)
