"""The three standard streams, whatever they are and whatever comes through them."""

import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from drillvoice.terminal.standard_streams import MOST_LETTERS, read_bounded_lines

MODULE = "drillvoice.terminal.standard_streams"


def run(code: str, closed: str = "") -> str:
    """What a program prints into a file whose streams are partly closed."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told"
        whole = f"import os, sys\nfrom {MODULE} import prepare_streams\nprepare_streams()\n{code}"
        script = f'exec "$0" -c "$1" "$2" {closed}'
        subprocess.run(["sh", "-c", script, sys.executable, whole, str(told)], check=True, timeout=60)
        return told.read_text(encoding="utf-8")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_were_closed_lead_nowhere_and_no_file_takes_their_place(closed: str) -> None:
    code = """
file = open(sys.argv[1], "w")
print("lost"); print("lost", file=sys.stderr)
file.write(f"{file.fileno() > 2} {sys.stdin.readline()!r} {sys.stdin.isatty()}")
"""
    assert "True '' False" == run(code, f"{closed} </dev/null" if "<" not in closed else closed)


def test_characters_that_an_output_does_not_know_are_replaced() -> None:
    code = f"import sys; from {MODULE} import prepare_streams; prepare_streams(); print('left \\u2192 \\udce9')"
    environment = os.environ | {"PYTHONIOENCODING": "cp1252:strict"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, check=True)
    assert b"left ? ?" == done.stdout.strip()


def test_bytes_that_are_no_text_are_read_as_signs_that_stand_for_them() -> None:
    code = f"import sys; from {MODULE} import prepare_streams; prepare_streams(); print(ascii(sys.stdin.read()))"
    environment = os.environ | {"PYTHONIOENCODING": "utf-8:strict"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, input=b"h\xe9lp\nstop\n", capture_output=True, env=environment, check=True)
    assert b"'h\\ufffdlp\\nstop\\n'" == done.stdout.strip()


def test_a_line_without_end_is_cut_off_and_the_next_one_counts() -> None:
    lines = list(read_bounded_lines(io.StringIO("x" * 500_000 + "\nstop\n\nlast")))
    assert [MOST_LETTERS, "stop\n", "\n", "last"] == [len(lines[0]), *lines[1:]]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc for the memory")
def test_a_line_of_hundreds_of_megabytes_is_never_held_and_keeps_a_stop_waiting_for_seconds_at_most() -> None:
    code = f"""
import re, sys, time
from pathlib import Path
from {MODULE} import prepare_streams, read_bounded_lines
prepare_streams()
for line in read_bounded_lines(sys.stdin):
    most = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())  # getrusage counts the parent's
    print(len(line), most[1], flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    for _ in range(300):
        process.stdin.write(b"x" * (1 << 20))
    begun = time.monotonic()
    process.stdin.write(b"\nstop\n")
    process.stdin.flush()
    process.stdout.readline()
    length, kilobytes = process.stdout.readline().split()
    assert time.monotonic() - begun < 5
    process.stdin.close()
    assert 0 == process.wait(20)
    assert 5 == int(length)
    assert int(kilobytes) < 100_000
    process.stdout.close()


def test_an_input_that_somebody_made_impatient_is_waited_for() -> None:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    with os.fdopen(reader, encoding="utf-8") as source:
        lines = read_bounded_lines(source)
        os.write(writer, b"pause\n")
        assert "pause\n" == next(lines)
        assert os.get_blocking(source.fileno())
        os.close(writer)
        assert [] == list(lines)
