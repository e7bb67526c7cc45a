"""Without a loudspeaker, time goes on behind the same interface."""

from drillvoice.audio.api import Outlet
from drillvoice.audio.silent_outlet import SilentOutlet
from tests.fakes import hum


def test_time_is_counted_in_frames() -> None:
    seconds = [100.0]
    outlet = SilentOutlet(lambda: seconds[0])
    assert 0 == outlet.position
    seconds[0] += 1.5
    assert 72_000 == outlet.position


def test_it_takes_everything_and_is_never_lost() -> None:
    outlet: Outlet = SilentOutlet(lambda: 0.0)
    outlet.play(hum(), 10)
    outlet.beat(10, 100)
    outlet.tend()
    assert outlet.alive
    assert outlet.reopen()
    assert 0 == outlet.hush()
    outlet.close()
