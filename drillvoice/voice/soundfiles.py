"""Sound files as clips: what the engine wrote, and what a person recorded."""

from pathlib import Path

from drillvoice.core.clips import ROOM_NOISE, Clip, tidy_speech


def read_clip(path: str | Path, noise: float = ROOM_NOISE) -> Clip:
    """The sound of a file, cut and levelled; without samples where the file holds only silence.

    Raises:
        OSError: it is not a sound file that can be read.

    """
    import soundfile

    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except RuntimeError as error:
        raise OSError(str(error)) from error
    return tidy_speech(samples.mean(axis=1), rate, noise)
