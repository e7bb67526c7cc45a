"""Sample rates, in frames a second: each has one name. A device's own rate is the device's."""

SPEECH_RATE = 16_000
"""Of all that listens: recogniser, keyword model, echo canceller."""
RECORDING_RATE = 44_100
"""Of a session that is written to a file."""
MP3_RATE = 22_050
"""Of one that is written as MP3, for a phone: a voice has little above 11 kHz, and the file is half as large."""
SILENT_RATE = 48_000
"""Of a session that runs without a loudspeaker."""
