"""What is answered to commands, so that every answer can be spoken ahead."""

from collections.abc import Iterator

from drillvoice.core.phrases import Phrases
from drillvoice.core.plan.closing import counted_text, tally_of
from drillvoice.core.plan.timing import SCALE, SCALE_RANGE, Plan
from drillvoice.core.session.facts import News, Trouble
from drillvoice.core.ticks import to_seconds


def news_text(news: News, phrases: Phrases) -> str:
    """How news are said."""
    return str(getattr(phrases.reply, news.value))


def trouble_text(trouble: Trouble, phrases: Phrases) -> str:
    """How a trouble is said that has paused the session."""
    return str(getattr(phrases.reply, trouble.value))


def time_left_text(seconds: float, phrases: Phrases) -> str:
    """How the time that is left is said: in whole minutes, which is all that a guess is worth."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return phrases.reply.almost_done
    return phrases.reply.time_left.format(time=phrases.spoken_length(minutes * 60))


def possible_closings(plan: Plan, phrases: Phrases) -> Iterator[str]:
    """Everything that a session of this plan may say at its end, wherever somebody ends it; celebrations aside."""
    words = phrases.closing
    yield from (words.done, words.early, words.nothing, words.rest)
    for index, info in enumerate(plan.exercises):
        mine = (
            unit for unit, block in zip(plan.units, plan.block_of, strict=True) if plan.blocks[block].exercise == index
        )
        for count in range(1, tally_of(mine).total() + 1):
            for varieties in range(1, min(count, info.varieties or 1) + 1):
                yield counted_text(info, count, varieties, phrases)


def possible_replies(plan: Plan, phrases: Phrases) -> Iterator[str]:
    """Every answer that a session of this plan may give."""
    reply = phrases.reply
    yield from (reply.paused, reply.resuming, reply.resuming_rest, reply.skipping, reply.back)
    yield from (reply.slower, reply.faster, reply.slowest, reply.fastest, reply.help, reply.sound_back, reply.commands)
    yield from (reply.no_less, reply.louder, reply.softer, reply.loudest, reply.softest)
    yield from (news_text(news, phrases) for news in News)
    yield from (trouble_text(trouble, phrases) for trouble in (Trouble.SLEPT, Trouble.KEYS_GONE))
    yield from (phrases.rest.ready_by_voice, phrases.rest.ready_again_by_voice, phrases.rest.ready_unattended)
    yield from phrases.bout.count
    yield from (phrases.safety.short(plan.exercises[0].position), phrases.opening.place)
    yield from (info.helps for info in plan.exercises if info.helps)
    yield phrases.closing.early
    longest_s = to_seconds(plan.total) * SCALE_RANGE[1] / SCALE
    for minutes in range(int(longest_s / 60) + 2):
        yield time_left_text(minutes * 60, phrases)
