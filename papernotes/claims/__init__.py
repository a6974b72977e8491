"""Executable claims: what a note says, a function computes and asserts.

A claim is a function under `@claim(id, statement, source=…, note=…)` in a module of this package.
Called, it measures and asserts, and returns what it measured; called with `broken=True`, it works
with a changed mechanism, and its own assertion fails.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Number = bool | int | float | str | list[Any] | dict[str, Any]
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


@dataclass(frozen=True)
class Measured:
    """Hold what a claim expected and what it measured, as words, and the numbers behind them.

    `numbers` are JSON values, arrays as lists of at most a few hundred numbers; `seed` is None where nothing is random.
    """

    expected: str
    measured: str
    numbers: dict[str, Number] = field(default_factory=dict)
    seed: int | list[int] | None = None


@dataclass(frozen=True)
class Claim:
    """Join a claim's words to the function that checks them."""

    id: str
    statement: str
    source: str  # a citation such as `[@key, §3.1]`; empty where the claim is the note's own
    note: str  # the note on which it stands, such as `transformer/transformer`
    check: Callable[..., Measured]


REGISTRY: dict[str, Claim] = {}


def claim(id: str, statement: str, *, source: str, note: str) -> Callable[[Callable[..., Measured]], Callable[..., Measured]]:
    """Register the decorated function as the check of a claim; an id that stands twice is a ValueError."""
    if not ID.fullmatch(id):
        raise ValueError(f"claim id '{id}' must be lower-case words joined by '-'")

    def register(check: Callable[..., Measured]) -> Callable[..., Measured]:
        earlier = REGISTRY.get(id)
        if earlier is not None and earlier.check.__qualname__ != check.__qualname__:
            raise ValueError(f"claim id '{id}' is already used by {earlier.check.__qualname__}")
        REGISTRY[id] = Claim(id, statement, source, note, check)
        return check

    return register
