"""Sample rates, in frames a second: each has one name. A device's own rate is the device's."""

SPEECH_RATE = 16_000
"""Of all that listens: recogniser, keyword model, echo canceller."""
RECORDING_RATE = 44_100
"""Of a session that is written to a file."""
MP3_RATE = 16_000
"""Of one that is written as MP3. In so little room more of a voice is kept than at 22,050: all up to 6.5 kHz."""
SILENT_RATE = 48_000
"""Of a session that runs without a loudspeaker."""
