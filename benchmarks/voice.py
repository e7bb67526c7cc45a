"""Spoken commands in a drill that runs, with the real program in the virtual room: `voice.py [SECTION...]`.

delay      from the end of "pause" and "stop" to silence at the loudspeaker, said by voices that nothing was tuned to:
           between the cues; and, with headphones, while the program talks
echo       the program hears itself: every drill through the echo of six rooms, faster than real time
live       the same with one drill after the other in the virtual room, the loudspeaker led to the microphone;
           with --talk, commands that somebody says over the cues
footprint  processor time and memory of a drill while somebody talks; how memory grows

What is understood in rooms and in noise, and by whom, is in hearing.py.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import voice_delay, voice_echo, voice_footprint, voice_live
from benchmarks.common import heading
from benchmarks.voice_lab.voices import missing_engines
from drillvoice.core.plan.options import OverCues

SECTIONS: dict[str, Callable[[argparse.Namespace], None]] = {
    "delay": lambda asked: voice_delay.measure(asked.count),
    "echo": lambda asked: voice_echo.rendered(asked.passes, over_cues=asked.over_cues),
    "live": lambda asked: voice_live.measure(
        asked.minutes or voice_live.MINUTES, over_cues=asked.over_cues, talk=asked.talk
    ),
    "footprint": lambda asked: voice_footprint.measure(asked.minutes),
}


def main() -> None:
    """Measure what was asked for, or everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=f"{', '.join(SECTIONS)}; all unless given")
    parser.add_argument("--count", type=int, default=40, help="trials of each command between cues (default: 40)")
    parser.add_argument("--passes", type=int, default=1, help="how often every drill is heard (default: 1)")
    parser.add_argument("--minutes", type=float, help="how long (live: 5, footprint: 1)")
    parser.add_argument(
        "--over-cues",
        type=OverCues,
        choices=[*OverCues],
        default=OverCues.URGENT,
        help="echo, live: as `drillvoice run --over-cues` listens",
    )
    parser.add_argument("--talk", action="store_true", help="live: somebody says commands over the cues")
    asked = parser.parse_args()
    if unknown := [name for name in asked.sections if name not in SECTIONS]:
        parser.error(f"there is no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    if missing := missing_engines():
        sys.exit(missing)
    heading("Spoken commands in a drill that runs")
    for name in asked.sections or SECTIONS:
        print(f" {name}", flush=True)
        SECTIONS[name](asked)


if __name__ == "__main__":
    main()
