"""The microphone of this machine under the contract; most test machines have none."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from reception_desk.records.sound import MicrophoneCondition
from reception_desk.ui.hall.sound_input import SoundInput
from reception_desk.ui.hall.sound_output import load_multimedia
from tests.devices.microphone.contract import MicrophoneContract


class TestThisMachine(MicrophoneContract):
    @pytest.fixture(params=[True, False])
    def microphone(self, request: pytest.FixtureRequest, app: object):
        made = SoundInput(is_loaded=request.param and load_multimedia())
        yield made
        made.close()
        made.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_what_could_not_be_loaded_is_told():
    assert SoundInput(is_loaded=False).condition() is MicrophoneCondition.NO_COMPONENT
