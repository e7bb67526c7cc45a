"""How the natural voice is tuned: how quickly it has to be told to speak for a rate, and how clear it is made."""

from bisect import bisect_left

SPEEDS = (
    (90.7, 0.5), (110.3, 0.6), (129.1, 0.7), (151.1, 0.8), (169.1, 0.85), (179.5, 0.9), (188.9, 1.0), (209.0, 1.2),
    (220.7, 1.3), (284.6, 1.35), (306.4, 1.6), (339.6, 2.0),
)  # fmt: skip
"""Words a minute and the engine's own speed: then all phrases of 3 to 14 words of the shipped drills take as long as
with eSpeak NG at that rate (benchmarks/voices_pace.py). The engine rounds each sound to 12.5 ms, hence the steps."""

LIFT_DB = 4.0
"""Its consonants are lifted by so much: amid other talk a neutral listener then gets 83 of 100 phrases right
instead of 74 (benchmarks/voices_heard.py)."""


def speed_for(rate: float) -> float:
    """The engine's speed for a rate in words a minute, between its slowest and its quickest."""
    place = bisect_left(SPEEDS, (rate,))
    if place == 0:
        return SPEEDS[0][1]
    if place == len(SPEEDS):
        return SPEEDS[-1][1]
    (low, slow), (high, quick) = SPEEDS[place - 1], SPEEDS[place]
    return slow + (quick - slow) * (rate - low) / (high - low)
