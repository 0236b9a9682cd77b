"""The loudspeaker of this machine under the contract; most test machines have none."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from reception_desk.records.sound import SpeakerCondition
from reception_desk.ui.hall.sound_output import SoundOutput, load_multimedia, output_condition
from tests.devices.speaker.contract import SpeakerContract, Wait


class TestThisMachine(SpeakerContract):
    @pytest.fixture(params=[True, False])
    def speaker(self, request: pytest.FixtureRequest, app: object):
        made = SoundOutput(is_loaded=request.param and load_multimedia())
        yield made
        made.close()
        made.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    @pytest.fixture
    def wait(self, qtbot: QtBot) -> Wait:
        return lambda is_done: qtbot.waitUntil(is_done, timeout=10_000)


def test_what_could_not_be_loaded_is_told():
    assert output_condition(is_loaded=False) is SpeakerCondition.NO_COMPONENT
    assert SoundOutput(is_loaded=False).condition() is SpeakerCondition.NO_COMPONENT
