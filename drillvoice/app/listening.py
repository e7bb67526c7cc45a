"""Listening beside a session: what the listening process is told, and what is learnt meanwhile where that is asked."""

import contextlib
from collections.abc import Iterator

from drillvoice.app.front import Fronts
from drillvoice.app.learning import Learning
from drillvoice.app.prepare import Prepared
from drillvoice.app.settings import own_words
from drillvoice.app.taught import read_taught
from drillvoice.app.voice_control import VoiceControl, listening_config
from drillvoice.core.plan.options import Ask
from drillvoice.core.plan.request import Request
from drillvoice.errors import ModelError, Tell
from drillvoice.speech_models.find import find_model

SETTLE_LIMIT_S = 3.0
"""The first question says whether it may be answered by voice, so it waits for the recogniser: half a second."""


@contextlib.contextmanager
def listening_to(
    control: VoiceControl, request: Request, prepared: Prepared, fronts: Fronts, warn: Tell
) -> Iterator[None]:
    """Listen for spoken commands while the block lasts, where that is wanted and possible; it goes on without."""
    wish, model = request.listening, None
    try:
        model = None if wish.off else find_model(wish.model)
    except ModelError as error:
        fronts.show_notice(prepared.phrases.printed.voice_off.format(why=error))
    if model is None:
        yield
        return
    if model.note:
        fronts.show_notice(model.note)
    config = listening_config(wish, model.path) | {
        "own": own_words(warn),
        "taught": read_taught(warn).model_dump(mode="json"),
        "cues": prepared.cues,
        "language": prepared.language.code,
    }
    with contextlib.ExitStack() as leaving:
        if wish.learn:
            leaving.enter_context(_learning_from(control, fronts, warn))
        leaving.enter_context(control.switched_on(config, 0.0 if request.ask is Ask.NO else SETTLE_LIMIT_S))
        yield


@contextlib.contextmanager
def _learning_from(control: VoiceControl, fronts: Fronts, warn: Tell) -> Iterator[None]:
    learning = Learning()
    control.learn = learning.add_take
    fronts.join(learning)
    try:
        yield
    finally:
        fronts.leave(learning)
        learning.keep_takes(warn)
