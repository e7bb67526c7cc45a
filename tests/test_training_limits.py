"""How training/limits.py decides anew what it has heard."""

from training.limits import Trial, outcomes

NEXT = {"next": {"away": [0.0] * 5, "command": "next", "likely": -1.0, "plausible": (True, True)}}


def test_an_utterance_without_any_phrase_is_no_command() -> None:
    assert set() == Trial("next", (), ({},)).heard_with({})


def test_limits_decide_what_is_understood() -> None:
    trials = [Trial("next", (), (NEXT,)), Trial("", (), (NEXT, {})), Trial("stop", ("stop",), ({},))]
    assert {"understood": 2, "obeyed": 1} == outcomes(trials, {})
    assert {"understood": 1, "missed": 1, "left alone": 1} == outcomes(trials, {"next": -6.0})
