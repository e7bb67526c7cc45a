"""Whether drillvoice installs on other systems, and how large it is there: `python benchmarks/installs.py`.

uv, in a temporary environment of its own, resolves and unpacks wheels for each system and Python; nothing of them is
run. It needs the network. Beside the plain installation stands that of script/run, with the natural voice's engine and
the page.
"""

import argparse
import os
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import REPOSITORY, figure, heading

SYSTEMS = {
    "Linux": "x86_64-manylinux_2_28",
    "Linux, ARM": "aarch64-manylinux_2_28",
    "macOS": "aarch64-apple-darwin",
    "macOS, Intel": "x86_64-apple-darwin",
    "Windows": "x86_64-pc-windows-msvc",
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
MACOS = {"MACOSX_DEPLOYMENT_TARGET": "14.0"}
"""The oldest macOS that its engine has wheels for; uv reckons with an older one."""
SOURCES = ("srt",)
"""Of plain Python, and published as source alone; vosk needs it."""
EXTRAS = {"plain": "", "natural and page": "[natural,page]"}


def main() -> None:
    """Try each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--pythons", nargs="+", choices=PYTHONS, default=list(PYTHONS))
    asked = parser.parse_args()
    heading("Installed from wheels alone")
    with TemporaryDirectory() as folder:
        tools = Path(folder) / "tools"
        venv.create(tools, with_pip=True)
        run_quietly([str(tools / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv>=0.9"])
        uv = str(tools / "bin" / "uv")
        run_quietly([uv, "build", "--quiet", "--wheel", "--out-dir", folder, str(REPOSITORY)])
        wheel = next(Path(folder).glob("drillvoice-*.whl"))
        figure("the wheel", megabytes(wheel.stat().st_size))
        for system in asked.systems:
            for python in asked.pythons:
                sizes = [installed(uv, f"{wheel}{extra}", system, python) for extra in EXTRAS.values()]
                told = "; ".join(f"{name} {size}" for name, size in zip(EXTRAS, sizes, strict=True))
                figure(f"{system}, Python {python}", told)


def installed(uv: str, what: str, system: str, python: str) -> str:
    """How large it is where it can be installed, else why not."""
    with TemporaryDirectory() as target:
        sources = [option for name in SOURCES for option in ("--no-binary", name)]
        options = ("--quiet", "--only-binary", ":all:", *sources, "--target", target)
        aim = ("--python-platform", SYSTEMS[system], "--python-version", python)
        command = [uv, "pip", "install", *options, *aim, what]
        done = subprocess.run(command, env=os.environ | MACOS, capture_output=True, text=True, check=False)
        if done.returncode:
            return f"not to be had ({' '.join(done.stderr.split())[-300:]})"
        return megabytes(sum(path.stat().st_size for path in Path(target).rglob("*") if path.is_file()))


def run_quietly(command: Sequence[str]) -> None:
    """Run what has to succeed."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def megabytes(size: int) -> str:
    """A size as it is read."""
    return f"{size / 1e6:.0f} MB"


if __name__ == "__main__":
    main()
