"""What has changed, announced once for every page that shows it."""

from PySide6.QtCore import QObject, Signal


class Changes(QObject):
    """One object for the whole program, built by `app` and passed to the pages.

    Services return what they changed; the page that called them, or the sync loop's owner,
    emits here; that the day has turned is announced by `day_turn`. Arguments are record ids
    (UUIDv7 text), never records, so that a listener reads what it needs. `*_changed` with an empty
    id means "more than one: read again".
    """

    visit_registered = Signal(str)
    visit_changed = Signal(str)
    visit_erased = Signal(str)
    erasure_changed = Signal(str)
    person_changed = Signal(str)
    matter_changed = Signal(str)
    document_changed = Signal(str)
    ticket_changed = Signal(str)
    scan_changed = Signal(str)
    reception_day_changed = Signal(str)
    video_session_changed = Signal(str)
    conflict_changed = Signal(str)
    code_list_changed = Signal(str)
    day_turned = Signal()
    settings_changed = Signal()
    person_signed_in = Signal(str)
    text_size_changed = Signal()
