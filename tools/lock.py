"""Write requirements.lock from pyproject.toml, or check that it resolves for every supported Python.

`make lock` writes exact versions with the hashes of every file of each release, and no index address.
`make lock-check` asks pip to resolve the lock for Python 3.11 to 3.14 on Linux and macOS, whatever Python is at hand.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
PYTHONS = ("3.11.0", "3.12", "3.13", "3.14")
# pip compares these names literally: each older standard that a current system also accepts has to be named.
PLATFORMS = {
    "Linux": ["manylinux2014_x86_64", "manylinux1_x86_64", *(f"manylinux_2_{n}_x86_64" for n in range(5, 29))],
    "macOS": [f"macosx_{n}_0_{cpu}" for n in range(11, 15) for cpu in ("arm64", "universal2")] + ["macosx_10_9_universal2"],
}
HEADER = """\
# Exact versions with hashes of everything the project needs, tests and build backend included.
# Made from pyproject.toml by `make lock`; checked for Python 3.11 to 3.14 by `make lock-check`.
"""


def write() -> None:
    """Compile the lock with the oldest supported Python's markers, so that it holds for the newer ones."""
    options = ["--quiet", "--generate-hashes", "--allow-unsafe", "--strip-extras", "--no-header", "--no-annotate"]
    options += ["--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links", "--no-config"]
    options += ["--all-extras", "--all-build-deps", "--upgrade"]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "lock"
        command = [sys.executable, "-m", "piptools", "compile", *options, "--output-file", str(out), "pyproject.toml"]
        if subprocess.run(command, cwd=ROOT).returncode:
            sys.exit("requirements.lock was not changed: pip-compile could not resolve pyproject.toml (its message stands above).")
        LOCK.write_text(HEADER + out.read_text())


def check() -> None:
    """Let pip resolve the lock for each Python and platform without installing anything."""
    for system, platforms in PLATFORMS.items():
        for python in PYTHONS:
            command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--no-deps", "--require-hashes"]
            command += ["--python-version", python, "--only-binary", ":all:", "--target", "unused", "-r", str(LOCK)]
            command += [part for name in platforms for part in ("--platform", name)]
            result = subprocess.run(command, stderr=subprocess.PIPE, text=True)
            if result.returncode:
                reason = next((line for line in result.stderr.splitlines() if line.startswith("ERROR")), "pip gave no reason")
                sys.exit(f"requirements.lock does not resolve for Python {python} on {system}: {reason}; mend pyproject.toml and run 'make lock'.")
            print(f"requirements.lock resolves for Python {python} on {system}")


if __name__ == "__main__":
    check() if "--check" in sys.argv else write()
