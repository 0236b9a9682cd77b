"""The board of the hall on screens of several sizes, and where its words are set."""

from dataclasses import replace

from reception_desk.commands.shots.accounts import SETTLE_MS, Close, Open
from reception_desk.commands.shots.sample_day import SampleDay
from reception_desk.config import HALL_ZONE
from reception_desk.devices.speaker.clip_taking import keep_clip
from reception_desk.devices.speaker.shaping import chime
from reception_desk.records.actor import Actor
from reception_desk.records.hall_board import BoardNow, HallBoard
from reception_desk.records.identifiers import new_id
from reception_desk.records.tickets import TicketInput
from reception_desk.rules.announcements import CLIP_WORDS
from reception_desk.rules.permissions import Role
from reception_desk.rules.ticket_transition import TicketEvent
from reception_desk.services.hall_board import board_now
from reception_desk.services.tickets import call_next, issue_ticket, note_event
from reception_desk.ui.dialogs.voice_recording import VoiceRecording
from reception_desk.ui.hall.board_view import BoardView
from reception_desk.ui.pages.settings.board_section import BoardSection
from reception_desk.ui.rehearsal import Rehearsal

_SCREEN = (1920, 1080)
_OTHER_SCREENS = {"1366": (1366, 768), "3840": (3840, 2160)}
_ADDRESS = "https://hall.example/inquiry"


def draw_hall_board(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """The board of a busy morning, while nobody is called, and of an empty hall."""
    desk = day.clerk.desk
    before = board_now(day.database, desk)
    _call_some(day)
    found = board_now(day.database, desk)
    texts = replace(found.texts, code_address=_ADDRESS)
    busy = replace(found, texts=texts)
    _draw(rehearsal, "hall-board", _SCREEN, before, busy)
    # At rest, so that a picture is not waited for: nothing swings and no notice goes by.
    standing = replace(texts, notices=texts.notices[:1])
    rest = replace(busy, texts=standing)
    for name, size in _OTHER_SCREENS.items():
        _draw(rehearsal, f"hall-board-{name}", size, rest, rest)
    pause = replace(busy, texts=replace(standing, pause="午休，14:30 继续叫号"))
    _draw(rehearsal, "hall-board-pause", _SCREEN, pause, pause)
    empty = replace(rest, board=HallBoard(), texts=replace(standing, code_address=""))
    _draw(rehearsal, "hall-board-empty", _SCREEN, empty, empty)
    guided = open_(day.staff[Role.GUIDE])
    guided.window.settings_page().open_section("board")
    rehearsal.settle(SETTLE_MS)
    rehearsal.take_picture(guided.window, "settings-board-pause")
    close(guided)
    _draw_recording(day, rehearsal, open_, close)


def _draw_recording(day: SampleDay, rehearsal: Rehearsal, open_: Open, close: Close) -> None:
    """The guide that takes the words of a call, with a few of them on record."""
    desk = open_(day.administrator)
    folder = desk.workplace.settings.voice_path
    for word in CLIP_WORDS[:4]:
        keep_clip(folder, word, chime())
    section = desk.window.settings_page().open_section("board")
    if not isinstance(section, BoardSection):
        raise TypeError("the board's words are set elsewhere")
    section.voice.record()
    rehearsal.wait(lambda: bool(section.findChildren(VoiceRecording)), "录制叫号的词")
    (guide,) = section.findChildren(VoiceRecording)
    rehearsal.settle(SETTLE_MS)
    rehearsal.take_picture(guide, "settings-voice-recording")
    guide.accept()
    close(desk)


def _draw(
    rehearsal: Rehearsal, name: str, size: tuple[int, int], before: BoardNow, then: BoardNow
) -> None:
    view = BoardView(HALL_ZONE)
    view.resize(*size)
    view.show()
    view.show_now(before)
    view.show_now(then)
    rehearsal.take_picture(view, name)
    view.close()
    view.deleteLater()


def _call_some(day: SampleDay) -> None:
    """Four windows call: one number is missed, one has not come yet, two have."""
    database = day.database
    windows = [day.clerk, *(_at_window(day.clerk, code) for code in ("2", "3", "5"))]
    for place in range(12):
        issue_ticket(database, windows[place % 2], TicketInput(needs_help=place == 5))
    for place, actor in enumerate(windows):
        called = call_next(database, actor, None)
        if called is None:
            continue
        key = called.facts.ticket_id
        if place == 0:
            note_event(database, actor, key, TicketEvent.MISSED)
        elif place < 3:
            note_event(database, actor, key, TicketEvent.BEGUN)


def _at_window(actor: Actor, code: str) -> Actor:
    """Return the same person at another window of the hall."""
    return replace(actor, desk=replace(actor.desk, desk_id=new_id(), code=code, window=code))
