"""Run claims, one at a time or all of them in processes of their own."""

import importlib
import multiprocessing
import os
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from papernotes.claims import REGISTRY, Measured
from papernotes.claims.catalogue import FOLDER, claim_modules


@dataclass(frozen=True)
class Outcome:
    """Hold what became of one claim: what it measured, or why it failed, and the seconds it took."""

    id: str
    measured: Measured | None
    failure: str
    seconds: float

    @property
    def passed(self) -> bool:
        return self.measured is not None


def load_claims() -> None:
    """Import every module that holds claims, which registers them."""
    for name in claim_modules():
        importlib.import_module(f"papernotes.claims.{name}")


def run_claim(id: str, broken: bool = False) -> Outcome:
    """Run one claim; `broken` asks for its changed mechanism, which has to fail."""
    load_claims()
    from threadpoolctl import threadpool_limits

    started = time.perf_counter()
    try:
        # One thread: the order of additions, and with it the last digit, must not depend on the machine's cores.
        with threadpool_limits(1):
            measured, failure = REGISTRY[id].check(broken=broken), ""
    except Exception as fault:
        measured, failure = None, explain(fault)
    return Outcome(id, measured, failure, time.perf_counter() - started)


def explain(fault: Exception) -> str:
    """Say in one line what a claim's assertion said, or where its code broke."""
    words = " ".join(str(fault).split())
    if isinstance(fault, AssertionError) and words:
        return words
    last = [frame for frame in traceback.extract_tb(fault.__traceback__) if Path(frame.filename).parent == FOLDER][-1:]
    where = f" at {Path(last[0].filename).name}:{last[0].lineno}" if last else ""
    return f"{type(fault).__name__}{where}: {words}"


def run_claims(ids: Sequence[str], workers: int | None = None) -> Iterator[Outcome]:
    """Run claims in processes, by default one a core, and give their outcomes in the order of `ids`."""
    count = min(workers or os.cpu_count() or 1, max(len(ids), 1))
    # Fresh processes on every system alike: a fork would copy threads of the caller.
    with ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield from pool.map(run_claim, ids)
