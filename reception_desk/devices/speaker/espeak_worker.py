"""The process that speaks one sentence: text in, rate and 16 bit samples out.

Calls the C interface of espeak-ng (speak_lib.h); the wheel brings library and data.
"""

import ctypes
import sys

import espeakng_loader

_RETRIEVAL = 2
"""AUDIO_OUTPUT_SYNCHRONOUS: samples go to the callback, no sound card is asked."""
_UTF8, _CHARACTER = 1, 1
_WORDS_A_MINUTE, _SPEED = 1, 170
_VOICE = b"cmn"
_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


def main() -> int:
    """Speak what stands on the standard input; 1 where the voice is not there."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(_RETRIEVAL, 0, espeakng_loader.get_data_path().encode(), 0)
    if rate <= 0 or library.espeak_SetVoiceByName(_VOICE) != 0:
        return 1
    heard = bytearray()

    def take(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: object) -> int:
        if samples and count > 0:
            heard.extend(ctypes.string_at(samples, count * 2))
        return 0

    callback = _Callback(take)
    library.espeak_SetSynthCallback(callback)
    library.espeak_SetParameter(_WORDS_A_MINUTE, _SPEED, 0)
    text = sys.stdin.buffer.read() + b"\0"
    library.espeak_Synth(text, len(text), 0, _CHARACTER, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    sys.stdout.buffer.write(rate.to_bytes(4, "little") + bytes(heard))
    return 0


if __name__ == "__main__":
    sys.exit(main())
