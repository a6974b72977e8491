"""Run one command and say how long it took and how much memory it and its children held at most."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TICK = 0.02  # s between two looks at the memory
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Run:
    """Hold what one command took: seconds, bytes, and what went wrong, empty where nothing did."""

    seconds: float
    memory: int
    fault: str = ""


def run(command: Sequence[str], folder: Path, patience: float, environment: Mapping[str, str]) -> Run:
    """Run a command to its end, or stop it with all its children when it needs longer than `patience` (s)."""
    log = folder / "bench.log"
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment}, stdout=output, stderr=output, start_new_session=True)
        memory = 0
        while not (ended := _ended(process)):
            memory = max(memory, tree_memory(process.pid))
            if time.perf_counter() - start > patience:
                stop(process)
                return Run(patience, memory, f"not done in {patience:.0f} s")
            time.sleep(TICK)
        seconds = time.perf_counter() - start
    code, own_peak = ended
    return Run(seconds, max(memory, own_peak), f"failed: {_last_line(log)}" if code else "")


def _ended(process: subprocess.Popen) -> tuple[int, int] | None:
    """Return a process's exit code and its own peak of memory, or None while it runs."""
    pid, status, usage = os.wait4(process.pid, os.WNOHANG)
    if pid == 0:
        return None
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def stop(process: subprocess.Popen) -> None:
    """End a process and its children."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def tree_memory(pid: int) -> int:
    """Add up the resident memory of a process and its children, in bytes; 0 where the system has no /proc."""
    return sum(_resident(one) for one in _tree(pid))


def _tree(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _tree(int(child))


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def _last_line(log: Path) -> str:
    lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1][:100] if lines else "it said nothing"
