"""Sample rates, in frames a second: each has one name. A device's own rate is the device's."""

SPEECH_RATE = 16_000
"""Of all that listens: recogniser, keyword model, echo canceller."""
RECORDING_RATE = 44_100
"""Of a session that is written to a file."""
SILENT_RATE = 48_000
"""Of a session that runs without a loudspeaker."""
