"""A stranger's model, loaded in a process of its own: `python -m drillvoice.speech_models.trial FOLDER`.

vosk does not check the files that it reads; a damaged one can end the whole process. So what is said of the model is
the exit code of this one: see `model_check`.
"""

import json
import sys

from drillvoice.core.rates import SPEECH_RATE
from drillvoice.speech_models import vosk_library

FINE = 0
NOT_LOADED = 10
WORDS_UNKNOWN = 11
VOSK_MISSING = 12
TRIAL_WORDS = ("pause", "stop", "next")
"""A model for English knows these."""


def try_folder(folder: str) -> int:
    """Load a model, let it listen to a second of silence for a few words, and say how that went."""
    try:
        vosk = vosk_library.load()
    except (ImportError, OSError):
        return VOSK_MISSING
    try:
        model = vosk.Model(model_path=folder)
        recogniser = vosk.KaldiRecognizer(model, SPEECH_RATE, json.dumps([*TRIAL_WORDS, "[unk]"]))
    except Exception:  # vosk raises nothing more precise
        return NOT_LOADED
    recogniser.AcceptWaveform(bytes(2 * SPEECH_RATE))
    recogniser.FinalResult()
    known = all(model.vosk_model_find_word(word) >= 0 for word in TRIAL_WORDS)
    return FINE if known else WORDS_UNKNOWN


def _crash_quietly() -> None:
    """No core file, and no window that waits to be closed: a crash is one of the expected answers here."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.SetErrorMode(msvcrt.SEM_FAILCRITICALERRORS | msvcrt.SEM_NOGPFAULTERRORBOX)
    else:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _crash_quietly()
    sys.exit(try_folder(sys.argv[1]))
