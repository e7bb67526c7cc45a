"""Who may come in, and for how long."""

from pathlib import Path

import pytest

from drillvoice.web.browsers import LIFE_S, MOST_BROWSERS, Browsers
from drillvoice.web.pairing import CODE_LIFE_S, MOST_TICKETS, MOST_TRIES, TICKET_LIFE_S, Pairing, Verdict


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(tmp_path: Path, clock: Clock) -> Pairing:
    return Pairing(Browsers(tmp_path / "paired.json", clock), clock)


def wrong(door: Pairing) -> str:
    return f"{(int(door.code) + 1) % 10**8:08}"


def test_the_start_secret_lets_one_browser_of_this_computer_in(door: Pairing) -> None:
    secret = door.start_secret
    assert len(secret) >= 22, "128 bits"
    assert Verdict.LINK_USED is door.exchange_secret(secret, here=False).verdict
    cookie = door.exchange_secret(secret, here=True).cookie
    found = door.browsers.find_browser(cookie)
    assert found is not None
    assert found.here
    assert Verdict.LINK_USED is door.exchange_secret(secret, here=True).verdict


def test_an_invitation_asks_the_computer_and_is_good_for_one_phone(door: Pairing, clock: Clock) -> None:
    invitation = door.invitation
    asked = door.exchange_secret(invitation, here=False)
    assert (Verdict.ASKING, asked.ticket) == (asked.verdict, door.asking)
    assert Verdict.LINK_USED is door.exchange_secret(invitation, here=False).verdict
    assert Verdict.ASKING is door.follow_ticket(asked.ticket).verdict
    assert door.answer_phone(asked.ticket, allow=True)
    assert not door.answer_phone(asked.ticket, allow=False), "it has been answered"
    cookie = door.follow_ticket(asked.ticket).cookie
    found = door.browsers.find_browser(cookie)
    assert found is not None
    assert (False, 1) == (found.here, found.number)
    assert Verdict.LINK_USED is door.follow_ticket(asked.ticket).verdict, "a ticket is good for one cookie"


def test_a_phone_that_is_refused_gets_nothing(door: Pairing) -> None:
    asked = door.try_code(door.code)
    door.answer_phone(asked.ticket, allow=False)
    refused = door.follow_ticket(asked.ticket)
    assert (Verdict.REFUSED, "") == (refused.verdict, refused.cookie)


def test_nobody_waits_for_ever(door: Pairing, clock: Clock) -> None:
    asked = door.try_code(door.code)
    clock.now += TICKET_LIFE_S
    assert "" == door.asking
    assert not door.answer_phone(asked.ticket, allow=True)
    assert Verdict.LINK_USED is door.follow_ticket(asked.ticket).verdict


def test_few_phones_wait_at_once(door: Pairing) -> None:
    for _ in range(MOST_TICKETS):
        assert Verdict.ASKING is door.exchange_secret(door.invitation, here=False).verdict
    kept = door.invitation
    assert Verdict.TOO_MANY_ASK is door.exchange_secret(kept, here=False).verdict
    assert kept == door.invitation, "it can still be used"


def test_codes_can_be_tried_five_times_in_all_each_later_than_the_last(door: Pairing, clock: Clock) -> None:
    waits = []
    for _ in range(MOST_TRIES - 1):
        assert Verdict.WRONG_CODE is door.try_code(wrong(door)).verdict
        early = door.try_code(wrong(door))
        assert Verdict.WAIT_FIRST is early.verdict
        waits.append(round(early.wait_s))
        clock.now += early.wait_s
    assert [1, 2, 4, 8] == waits
    assert Verdict.WRONG_CODE is door.try_code(wrong(door)).verdict
    assert "" == door.code
    assert Verdict.CODE_USED_UP is door.try_code("00000000").verdict
    clock.now += CODE_LIFE_S
    assert 8 == len(door.code)
    assert Verdict.ASKING is door.try_code(door.code).verdict


def test_a_right_code_does_not_set_the_tries_back_and_is_used_up(door: Pairing, clock: Clock) -> None:
    for _ in range(MOST_TRIES - 1):
        door.try_code(wrong(door))
        clock.now += 100
    code = door.code
    assert Verdict.ASKING is door.try_code(f"{code[:4]} {code[4:]}").verdict
    assert Verdict.CODE_USED_UP is door.try_code(code).verdict


def test_a_code_is_over_after_ten_minutes(door: Pairing, clock: Clock) -> None:
    old = door.code
    clock.now += CODE_LIFE_S
    assert old != door.code


def test_browsers_come_back_after_a_new_start_for_twelve_hours(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "paired.json"
    cookie = Browsers(file, clock).let_in(here=True)
    assert cookie not in file.read_text(encoding="utf-8"), "the cookie itself is kept by the browser alone"
    assert 0o600 == file.stat().st_mode & 0o777
    again = Browsers(file, clock)
    assert again.find_browser(cookie) is not None
    assert again.find_browser("another") is None
    clock.now += LIFE_S
    assert again.find_browser(cookie) is None


def test_a_clock_that_is_set_back_lets_nobody_in_for_longer(tmp_path: Path, clock: Clock) -> None:
    browsers = Browsers(tmp_path / "paired.json", clock)
    cookie = browsers.let_in(here=True)
    clock.now -= 10
    assert browsers.find_browser(cookie) is None


def test_all_phones_are_forgotten_and_this_computer_is_not(tmp_path: Path, clock: Clock) -> None:
    browsers = Browsers(tmp_path / "paired.json", clock)
    here, phone = browsers.let_in(here=True), browsers.let_in(here=False)
    browsers.forget_phones()
    again = Browsers(tmp_path / "paired.json", clock)
    for each in (browsers, again):
        assert each.find_browser(here) is not None
        assert each.find_browser(phone) is None


def test_there_are_never_more_than_so_many(tmp_path: Path, clock: Clock) -> None:
    browsers = Browsers(tmp_path / "paired.json", clock)
    cookies = [browsers.let_in(here=False) for _ in range(MOST_BROWSERS + 1)]
    assert browsers.find_browser(cookies[0]) is None
    assert browsers.find_browser(cookies[1]) is not None


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"mark": 1}]', "[" * 5000])
def test_a_damaged_file_means_that_all_join_anew(tmp_path: Path, text: str, clock: Clock) -> None:
    file = tmp_path / "paired.json"
    file.write_text(text, encoding="utf-8")
    assert Browsers(file, clock).find_browser("x") is None


def test_texts_that_are_none_are_no_secrets(door: Pairing) -> None:
    assert Verdict.LINK_USED is door.exchange_secret("\ud800", here=True).verdict
    assert Verdict.WRONG_CODE is door.try_code("١٢٣٤٥٦٧٨").verdict
