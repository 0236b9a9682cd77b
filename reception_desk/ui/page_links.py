"""Where one page leads to another: pages do not know each other, the window knows them all."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from reception_desk.ui.main_window import MainWindow
    from reception_desk.ui.pages.calling import CallingPage
    from reception_desk.ui.pages.leader_days import LeaderDaysPage
    from reception_desk.ui.pages.leader_desk import LeaderDeskPage
    from reception_desk.ui.pages.matters import MattersPage
    from reception_desk.ui.pages.reception import ReceptionPage
    from reception_desk.ui.pages.register import RegisterPage
    from reception_desk.ui.pages.scanning import ScanningPage
    from reception_desk.ui.pages.settings import SettingsPage
    from reception_desk.ui.pages.sync import SyncPage
    from reception_desk.ui.pages.video_sessions import VideoSessionsPage


def link(window: "MainWindow", key: str, page: QWidget) -> None:
    """Connect a page that was just built with those it leads to."""
    match key:
        case "settings":
            settings: SettingsPage = page  # pyright: ignore[reportAssignmentType]
            settings.reopen_asked.connect(window.reopen_asked)
        case "reception":
            reception: ReceptionPage = page  # pyright: ignore[reportAssignmentType]
            reception.registered.station_asked.connect(lambda: _scan_current(window, reception))
            reception.registered.matter_asked.connect(window.open_current_matter)
        case "calling":
            calling: CallingPage = page  # pyright: ignore[reportAssignmentType]
            calling.register_asked.connect(lambda: _register(window))
        case "register":
            register: RegisterPage = page  # pyright: ignore[reportAssignmentType]
            register.correction_asked.connect(window.correct_visit)
            register.detail.scan_asked.connect(window.scan_for)
            register.detail.matter_asked.connect(window.open_matter)
        case "matters":
            matters: MattersPage = page  # pyright: ignore[reportAssignmentType]
            matters.visit_asked.connect(window.open_visit)
            matters.scan_asked.connect(window.scan_for)
        case "video_sessions":
            sessions: VideoSessionsPage = page  # pyright: ignore[reportAssignmentType]
            sessions.matter_asked.connect(window.open_matter)
        case "leader_days":
            days: LeaderDaysPage = page  # pyright: ignore[reportAssignmentType]
            days.matter_asked.connect(window.open_matter)
            days.month.bookings.desk_asked.connect(lambda day_id: _sit_down(window, day_id))
        case "leader_desk":
            seat: LeaderDeskPage = page  # pyright: ignore[reportAssignmentType]
            seat.matter_asked.connect(window.open_matter)
        case "scanning":
            scanning: ScanningPage = page  # pyright: ignore[reportAssignmentType]
            # Who lays down sheet after sheet is at work, without a key: the desk is not locked.
            scanning.station.live.page_kept.connect(window.input_watch.touch)
            scanning.station.drafts.use_asked.connect(
                lambda *draft: window.reception().propose_correction(*draft)
            )
        case "sync":
            sync: SyncPage = page  # pyright: ignore[reportAssignmentType]
            sync.visit_asked.connect(window.open_visit)
        case _:
            pass


def _sit_down(window: "MainWindow", day_id: str) -> None:
    seat: LeaderDeskPage = window.open_page("leader_desk")  # pyright: ignore[reportAssignmentType]
    seat.show_day(day_id)


def _register(window: "MainWindow") -> None:
    if window.pages.has("reception"):
        window.reception().new_visitor()


def _scan_current(window: "MainWindow", reception: "ReceptionPage") -> None:
    if reception.current_record is not None:
        window.scan_for(reception.current_record.visit_id)
