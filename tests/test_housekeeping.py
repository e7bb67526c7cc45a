"""What each start puts in order."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from drillvoice import places
from drillvoice.housekeeping import LOCK, WorkFolder, keep_house, work_folder
from drillvoice.person import new_person

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no modes")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_what_others_could_read_of_anybody_is_taken_away_from_them() -> None:
    files = [
        places.history_file(),
        places.session_lock_file(places.history_file(), 3),
        places.settings_file(),
        places.week_plan_file(),
        places.last_choice_file(),
        places.person_file(new_person()),
    ]
    folders = {file.parent for file in files}
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        file.touch()
        file.chmod(0o644)
    for folder in folders:
        folder.chmod(0o755)
    keep_house()
    assert {0o600} == {mode(file) for file in files}
    assert {0o700} == {mode(folder) for folder in folders}


def test_where_nothing_is_kept_yet_nothing_is_made(own_folders: Path) -> None:
    keep_house()
    assert not own_folders.exists()


def test_a_folder_in_use_stays_and_is_gone_in_the_end(temporary: Path) -> None:
    with work_folder() as folder:
        (folder / "file").touch()
        keep_house()
        assert [folder] == list(temporary.iterdir())
        assert 0o700 == mode(folder)
    assert [] == list(temporary.iterdir())


def test_what_a_killed_process_left_is_removed_at_a_later_start(temporary: Path) -> None:
    code = (
        "import os, signal; from drillvoice.housekeeping import WorkFolder\n"
        "folder = WorkFolder(); (folder.path / 'spoken.wav').touch(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "TMPDIR": str(temporary)}, check=False)
    assert -signal.SIGKILL == done.returncode
    assert 1 == len(list(temporary.glob("drillvoice-*/spoken.wav")))
    in_use = WorkFolder()
    keep_house()
    assert [in_use.path / LOCK] == list(temporary.glob("drillvoice-*/*"))
    in_use.remove()


def test_what_others_called_alike_is_left_alone(temporary: Path) -> None:
    (temporary / "drillvoice-mine").mkdir()
    (temporary / "drillvoice-file").touch()
    keep_house()
    assert 2 == len(list(temporary.iterdir()))


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs setpriv")
@pytest.mark.parametrize("kind", ["config", "data", "state", "cache"])
@pytest.mark.parametrize("command", ["list", "history", "week list", "person list"])
def test_folders_that_belong_to_somebody_else_cost_a_sentence_at_most(tmp_path: Path, kind: str, command: str) -> None:
    """As after one start with sudo. Root itself is tried without its power over all files."""
    environment = os.environ | {
        "HOME": str(tmp_path),
        **{f"XDG_{each.upper()}_HOME": str(tmp_path / each) for each in ("config", "data", "state", "cache")},
    }
    locked = tmp_path / kind / "drillvoice"
    locked.mkdir(parents=True)
    locked.chmod(0)
    plain = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-all")
    done = subprocess.run(
        [*(() if os.geteuid() else plain), sys.executable, "-m", "drillvoice", *command.split()],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 1
