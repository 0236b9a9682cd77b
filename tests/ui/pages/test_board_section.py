"""设置 · 大厅屏: the administrator's screen and words, the callers' pause."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reception_desk import config
from reception_desk.config import BoardSettings
from reception_desk.records.sound import SpeakerCondition
from reception_desk.rules.announcements import CLIP_WORDS
from reception_desk.services.hall_board import board_texts, say_pause
from reception_desk.ui.dialogs.voice_recording import VoiceRecording
from reception_desk.ui.pages.settings.board_section import NO_SCREEN, BoardSection
from reception_desk.ui.tasks import Tasks
from tests.devices.speaker.recordings import record
from tests.offices import SampleOffice
from tests.ui.desks import workplace


def section(qtbot: QtBot, desk: SampleOffice, tasks: Tasks, *, is_clerk: bool = False):
    actor = desk.clerk if is_clerk else desk.administrator
    made = BoardSection(workplace(desk, tasks, actor=actor))
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_screen_is_chosen_by_its_name(qtbot: QtBot, desk: SampleOffice, tasks: Tasks):
    shown = section(qtbot, desk, tasks)
    assert shown.screen_box.currentText() == NO_SCREEN
    shown.screen_box.setCurrentIndex(shown.screen_box.findData("desk"))
    shown.save()
    assert config.load(desk.database.path.parent).board.screen_name == "desk"
    assert "重新打开" in shown.bar.text


def test_a_screen_that_is_away_stays_chosen(qtbot: QtBot, desk: SampleOffice, tasks: Tasks):
    home = desk.database.path.parent
    config.save(config.Settings(home=home, board=BoardSettings(screen_name="HDMI-2")))
    shown = section(qtbot, desk, tasks)
    assert shown.screen_box.currentText() == "HDMI-2（现在没有连接）"
    shown.save()
    assert config.load(home).board.screen_name == "HDMI-2"


def test_notices_and_code_are_kept(qtbot: QtBot, desk: SampleOffice, tasks: Tasks):
    shown = section(qtbot, desk, tasks)
    shown.notices.set_text("今天有律师值班\n\n午休 12:00 至 14:30")
    shown.address.setText("https://example.invalid/cx")
    shown.save()
    texts = board_texts(desk.database)
    assert texts.notices == ("今天有律师值班", "午休 12:00 至 14:30")
    assert texts.code_address == "https://example.invalid/cx"
    shown.notices.set_text("通知\n" * 13)
    shown.save()
    assert "最多" in shown.bar.text
    assert board_texts(desk.database) == texts


def test_a_caller_says_why_nobody_is_called(qtbot: QtBot, desk: SampleOffice, tasks: Tasks):
    say_pause(desk.database, desk.clerk, "开会")
    shown = section(qtbot, desk, tasks, is_clerk=True)
    assert shown.pause.text() == "开会"
    assert not hasattr(shown, "save_button")
    shown.say_pause("午休，14:30 继续叫号")
    assert board_texts(desk.database).pause == "午休，14:30 继续叫号"
    shown.say_pause("")
    assert board_texts(desk.database).pause == ""


def test_the_voice_is_chosen_beside_the_screen(qtbot: QtBot, desk: SampleOffice, tasks: Tasks):
    shown = section(qtbot, desk, tasks)
    shown.voice.voice.setCurrentIndex(shown.voice.voice.findData("chime"))
    assert not shown.voice.says_yao.isEnabled()
    shown.save()
    assert config.load(desk.database.path.parent).board == BoardSettings("", "chime")


def test_missing_recordings_are_named(qtbot: QtBot, desk: SampleOffice, tasks: Tasks):
    folder = desk.database.path.parent / "voice"
    record(folder, (*CLIP_WORDS[1:], "甲"))
    assert "还缺：请。" in section(qtbot, desk, tasks).voice.recordings.text()
    record(folder, ("请",))
    assert section(qtbot, desk, tasks).voice.recordings.text().endswith("录音齐全。")


def test_a_call_is_tried_and_what_is_heard_is_told(qtbot: QtBot, desk: SampleOffice, tasks: Tasks):
    card = section(qtbot, desk, tasks).voice
    card.voice.setCurrentIndex(card.voice.findData("chime"))
    card.trial_button.click()
    assert not card.trial_button.isEnabled()
    heard = (SpeakerCondition.NO_DEVICE.sentence, "正在播放：提示音。")
    qtbot.waitUntil(lambda: card.bar.text.startswith(heard))
    qtbot.waitUntil(card.trial_button.isEnabled)
    card.voice.setCurrentIndex(card.voice.findData("none"))
    assert not card.trial_button.isEnabled()


def test_the_guide_records_the_words_of_this_hall(qtbot: QtBot, desk: SampleOffice, tasks: Tasks):
    shown = section(qtbot, desk, tasks)
    qtbot.mouseClick(shown.voice.record_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(shown.findChildren(VoiceRecording)), timeout=10_000)
    (guide,) = shown.findChildren(VoiceRecording)
    assert [tag.word for tag in guide.tags] == [*CLIP_WORDS, "甲"]
    with qtbot.waitSignal(guide.destroyed):
        guide.accept()
    assert shown.voice.record_button.isEnabled()
