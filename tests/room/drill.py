"""As much of a drill as listening needs, run as a script: a loudspeaker with a tap, a listener, printed reports.

It ends with its standard input, and then says how long the end took.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

from drillvoice.audio.speaker import Speaker
from drillvoice.core.clips import Clip
from drillvoice.listening.client import Listener
from drillvoice.listening.messages import Report, to_line
from drillvoice.listening.wire import packed_config

EARS = Path(__file__).with_name("ears.py")
BURST_EVERY_S = 0.5


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def bursts(seconds: float) -> Clip:
    """Noise that comes and goes, so that it can be found in what was heard."""
    noise = 0.2 * np.random.default_rng(1).standard_normal(int(seconds * 16_000))
    on = (np.arange(len(noise)) / 16_000) % BURST_EVERY_S < BURST_EVERY_S / 2
    return Clip((noise * on).astype(np.float32), 16_000)


def main() -> None:
    """Listen, and play if asked to, until standard input ends."""
    config = json.loads(sys.argv[1])

    def deliver(report: Report) -> None:
        say(to_line(report))

    with Listener([sys.executable, str(EARS)], deliver, packed_config(config)) as listener:
        speaker = Speaker(tap=listener.note_played) if config.get("plays") else None
        if speaker:
            speaker.play(bursts(config["plays"]), speaker.rate)
        sys.stdin.read()
        if speaker:
            speaker.close()
        began = time.monotonic()
    underflows = speaker.underflows if speaker else 0
    say(json.dumps({"kind": "ended", "seconds": time.monotonic() - began, "underflows": underflows}) + "\n")


if __name__ == "__main__":
    main()
