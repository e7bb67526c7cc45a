"""The real server against whoever has not been let in, and against browsers that are led astray."""

import contextlib
import random
import select
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from starlette.routing import Route

from drillvoice.web import page_app
from drillvoice.web.connections import MOST_STRANGERS
from drillvoice.web.guard import MOST_BODY_BYTES, PUBLIC_PAGES
from drillvoice.web.lingering import MOST_DROPPED_BYTES
from drillvoice.web.streams import MOST_STREAMS
from tests.web.serving import LIMIT_S, WORDS, Served, Visitor, quiet_sound, served, wait_for


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all of these; so it is made before a test has folders of its own."""
    file = tmp_path_factory.mktemp("door") / "paired.json"
    with pytest.MonkeyPatch.context() as patch:
        quiet_sound(patch)
        patch.setattr(page_app, "page_pairing_file", lambda: file)
        with served() as found:
            yield found


@pytest.fixture(scope="module")
def insider(page: Served) -> Visitor:
    return page.visitor()


def paths(page: Served) -> list[tuple[str, str]]:
    """Every route with each of its methods."""
    routes = [each for each in page.server.app.routes if isinstance(each, Route)]
    found = [(method, route.path) for route in routes for method in sorted(route.methods or ())]
    assert len(found) > 30
    return [(method, path.replace("{name}", "quick").replace("{file}", "quick.zip")) for method, path in found]


def test_without_a_cookie_nothing_can_be_read_but_the_screen_to_join_on(page: Served, insider: Visitor) -> None:
    stranger = page.stranger()
    for method, path in paths(page):
        reply = stranger.ask(method, path, {} if method == "POST" else None)
        if path in PUBLIC_PAGES:
            assert 200 == reply.status
        elif path == "/pair":
            assert (422, {}) == (reply.status, {name: 1 for name in reply.headers if name == "set-cookie"})
        else:
            assert 403 == reply.status, path
            assert method == "HEAD" or WORDS.not_paired == reply.message
    assert "start" == insider.state["screen"]


def test_each_answer_has_the_headers_that_keep_a_page_to_itself(page: Served, insider: Visitor) -> None:
    for visitor in (page.stranger(), insider):
        for path in ("/", "/words", "/drills", "/nothing"):
            headers = visitor.ask("GET", path).headers
            assert headers["content-security-policy"].startswith("default-src 'self'")
            assert "frame-ancestors 'none'" in headers["content-security-policy"]
            assert "no-store" == headers["cache-control"]
            assert "server" not in headers


def test_the_cookie_is_for_no_script_and_no_other_site(page: Served) -> None:
    reply = page.stranger().join_with(secret=page.server.app.pairing.start_secret)
    cookie = reply.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=strict", "path=/", "max-age=43200"))


@pytest.mark.parametrize(
    "host", ["", "evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", "{host}.evil.example"]
)
def test_another_host_is_none_of_ours(page: Served, insider: Visitor, host: str) -> None:
    given = host.format(port=insider.port, host=insider.host)
    for path in ("/", "/drills"):
        assert insider.ask("GET", path, Host=given).status in (400, 421)
    assert insider.ask("POST", "/start", insider.touch(), Host=given, Origin=f"http://{given}").status in (400, 421)


@pytest.mark.parametrize("origin", ["", "null", "http://evil.example", "https://{host}", "http://{host}/", "{host}"])
def test_a_command_comes_from_our_own_page_only(insider: Visitor, origin: str) -> None:
    origin = origin.format(host=insider.host)
    for path in ("/start", "/command", "/pair"):
        assert 403 == insider.ask("POST", path, insider.touch(), Origin=origin).status


def test_a_page_of_another_site_cannot_even_ask(insider: Visitor) -> None:
    for site in ("cross-site", "same-site"):
        assert 403 == insider.ask("GET", "/drills", Sec_Fetch_Site=site).status
    assert 200 == insider.ask("GET", "/drills", Sec_Fetch_Site="same-origin").status


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"]
)
def test_only_json_is_taken(insider: Visitor, kind: str) -> None:
    assert 415 == insider.ask("POST", "/start", insider.touch(), Content_Type=kind).status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" " * (MOST_BODY_BYTES + 1), 413),
        (b"{", 422),
        (b"[]", 422),
        (b"null", 422),
        (b"[" * 900, 422),
        (b"\xff\xfe", 422),
        (b'{"command": "dance"}', 422),
        (b'{"command": "pause", "more": 1}', 422),
        (b'{"command": "next", "since": Infinity}', 422),
        (b'{"command": "next", "beat": true}', 422),
        (b'{"command": "next", "state": "0"}', 422),
    ],
)
def test_what_is_no_command_is_refused_by_a_sentence(insider: Visitor, body: bytes, status: int) -> None:
    reply = insider.ask("POST", "/command", body)
    assert status == reply.status
    assert "Load the page again." in reply.message


@pytest.mark.parametrize("length", ["", "-1", "1e3", "\xb2", "99999999999999999999999999"])
def test_a_body_says_how_long_it_is(insider: Visitor, length: str) -> None:
    assert insider.ask("POST", "/command", b"{}", Content_Length=length).status in (400, 411, 413)


def test_a_refusal_arrives_although_the_body_comes_after_it(page: Served) -> None:
    host = f"127.0.0.1:{page.server.port}"
    head = f"POST /start HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: application/json\r\n"
    for length in ("900", "\xb2"):  # refused by us, and by the HTTP of the server
        with socket.create_connection(("127.0.0.1", page.server.port), LIMIT_S) as sock:
            sock.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode("latin-1"))
            assert select.select([sock], [], [], LIMIT_S)[0]
            for _ in range(9):
                sock.sendall(b" " * 100)
                time.sleep(0.01)  # a reset of what came before would be here by now
            answer = b""
            while received := sock.recv(4096):
                answer += received
            assert answer.startswith((b"HTTP/1.1 40", b"HTTP/1.1 41"))
            assert answer.partition(b"\r\n\r\n")[2], "the sentence came too"


def test_whoever_is_refused_cannot_go_on_sending_for_ever(page: Served) -> None:
    host = f"127.0.0.1:{page.server.port}"
    with socket.create_connection(("127.0.0.1", page.server.port), LIMIT_S) as sock:
        sock.sendall(f"POST /start HTTP/1.1\r\nHost: {host}\r\nContent-Length: 900\r\n\r\n".encode())
        with pytest.raises(ConnectionError):
            sock.sendall(b" " * 64 * MOST_DROPPED_BYTES)


def test_a_body_of_somebody_unknown_is_not_waited_for(page: Served) -> None:
    with socket.create_connection(("127.0.0.1", page.server.port), LIMIT_S) as sock:
        host = f"127.0.0.1:{page.server.port}"
        head = f"POST /start HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: application/json\r\n"
        sock.sendall(f"{head}Content-Length: 900\r\n\r\n".encode())
        assert b" 403 " in sock.recv(100)


def test_a_code_is_guessed_five_times_at_most_and_all_are_slowed_down(page: Served) -> None:
    stranger = page.stranger()
    replies = [stranger.ask("POST", "/pair", {"code": f"{number:08}"}) for number in range(40)]
    assert {403, 429} >= {reply.status for reply in replies}
    assert not any("set-cookie" in reply.headers for reply in replies)
    assert page.server.app.pairing.asking == ""


def test_five_hundred_junk_requests_change_nothing_and_the_page_goes_on(page: Served, insider: Visitor) -> None:
    stranger, chance = page.stranger(), random.Random(1)

    def junk(number: int) -> None:
        for _ in range(number):
            path = chance.choice(["/start", "/command", "/drills", "/events", "/x", "/pair"])
            stranger.ask("POST", path, chance.randbytes(chance.randrange(900)))

    threads = [threading.Thread(target=junk, args=(125,)) for _ in range(4)]
    for each in threads:
        each.start()
    while any(each.is_alive() for each in threads):
        assert 200 == insider.ask("GET", "/phones").status
    assert "start" == insider.state["screen"]
    beats = len(insider.beats)
    wait_for(lambda: len(insider.beats) > beats)


def test_idle_connections_keep_nobody_out(page: Served, insider: Visitor) -> None:
    with contextlib.ExitStack() as idle:
        for _ in range(MOST_STRANGERS + 40):
            idle.enter_context(contextlib.closing(socket.create_connection(("127.0.0.1", page.server.port))))
        assert 200 == insider.ask("GET", "/phones").status
        assert 200 == page.stranger().ask("GET", "/").status
        beats = len(insider.beats)
        wait_for(lambda: len(insider.beats) > beats)
        connections = page.server.app.connections
        assert connections.stranger_count <= MOST_STRANGERS


def test_eight_pages_are_enough(page: Served, insider: Visitor) -> None:
    more = [page.stranger() for _ in range(MOST_STREAMS - 1)]
    for each in more:
        each.cookie = insider.cookie
        each.listen()
    ninth = page.stranger()
    ninth.cookie = insider.cookie
    reply = ninth.ask("GET", "/events")
    assert (429, WORDS.too_many_pages) == (reply.status, reply.message)
    for each in more:
        each.leave()
    wait_for(lambda: not page.server.app.pulse.streams.is_full)


def test_two_pages_see_the_same(page: Served, insider: Visitor) -> None:
    other = page.stranger()
    other.cookie = insider.cookie
    other.listen()
    page.desk.tell("Well.")
    wait_for(lambda: all(each.state["notice"] for each in (insider, other)))
    time.sleep(0.3)
    assert insider.state == other.state
    other.leave()
