"""What a service says of one paper, asked by its id in the link checker's own way."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from papernotes.author.identifier import Refusal, home
from papernotes.linkcheck.addresses import PaperId
from papernotes.linkcheck.lock import Record
from papernotes.linkcheck.online.check import check_urls
from papernotes.linkcheck.online.client import NoNetwork
from papernotes.linkcheck.online.run import ENGINE, LIMITS
from papernotes.linkcheck.online.services import LimitsError, load_limits
from papernotes.linkcheck.online.verdicts import Item, Result, Verdict

OFFLINE_WAY = "or add --offline with --title, --author and --year"


def look_up(paper: PaperId, root: Path, options: Mapping[str, Any], otherwise: str = OFFLINE_WAY) -> Record:
    """Return what the paper's service says of it.

    `options` are those of `linkcheck.online.run`; `otherwise` says what to do without an answer. Raise `Refusal` where there is no such paper, or no answer.
    """
    url = home(paper) + (f"v{paper.version}" if paper.version else "")
    engine = {name: options[name] for name in ENGINE if name in options}
    try:
        limits = options.get("limits") or load_limits(root / LIMITS)
        with asyncio.Runner(loop_factory=options.get("loop_factory")) as runner:
            [result] = runner.run(check_urls([Item(url)], limits=limits, **engine))
    except NoNetwork as fault:
        raise Refusal(f"no network: connect and run it again, {otherwise}", 2) from fault
    except LimitsError as fault:
        raise Refusal(str(fault), 2) from fault
    return answered(result, otherwise)


def answered(result: Result, otherwise: str = OFFLINE_WAY) -> Record:
    """Return the record of an answer. Raise `Refusal` where there is none."""
    if result.verdict == Verdict.GONE:
        raise Refusal(result.reason)
    if result.record is None:
        raise Refusal(f"{result.reason}; try again later, {otherwise}", 2)
    return result.record
