"""How often each service may be asked: one table, with the day on which its limits were looked up.

A file `links.toml` beside `mkdocs.yml` overrides it:

    mail = "me@example.org"          # sent to Crossref and DataCite, which give more to those who say who they are
    deadline = 45                    # seconds for one address, all attempts together
    [hosts."example.org"]
    interval = 10                    # seconds from one request to the next
    concurrency = 1
"""

import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from types import MappingProxyType

LOOKED_UP = "2026-11-22"


class LimitsError(ValueError):
    """Say in one line what is wrong with `links.toml`."""


@dataclass(frozen=True)
class HostLimit:
    """Say how one host may be asked."""

    interval: float = 1.0  # seconds from the start of one request to the start of the next
    concurrency: int = 2  # requests at the same time
    why: str = ""


SERVICES = MappingProxyType({
    "export.arxiv.org": HostLimit(3.0, 1, "API terms: one request in three seconds, one connection"),
    "arxiv.org": HostLimit(15.0, 1, "robots.txt: Crawl-delay 15"),
    "api.datacite.org": HostLimit(0.6, 2, "1,000 requests in five minutes with a mail address; half of that here, for there may be none"),
    "doi.org": HostLimit(0.2, 2, "no published limit"),
    "api.crossref.org": HostLimit(0.25, 1, "public pool: five a second, one at a time"),
    "aclanthology.org": HostLimit(0.5, 2, "static files, no published limit"),
    "api2.openreview.net": HostLimit(1.0, 1, "asks anonymous programs to prove that they are people"),
    "openreview.net": HostLimit(5.0, 1, "asks anonymous programs to prove that they are people"),
    "www.youtube.com": HostLimit(0.5, 2, "oEmbed has no published limit"),
    "web.archive.org": HostLimit(1.0, 1, "about 60 requests a minute, then it closes its door"),
    "github.com": HostLimit(1.0, 2, "about 60 pages a minute without a name"),
})  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """Bound everything that one run does; times in seconds, sizes in bytes."""

    deadline: float = 45.0  # one address, all attempts together
    attempt: float = 15.0  # one attempt
    attempts: int = 3
    longest_wait: float = 30.0  # one wait that a server asks for; above it the address is transient
    backoff: float = 2.0  # first wait after a failure; doubles
    redirects: int = 20  # as browsers do
    body: int = 1 << 20  # decompressed
    at_once: int = 64  # requests in flight, all hosts together
    strikes: int = 3  # addresses of one host that fail for its sake before the rest is no longer asked
    batch: int = 100  # ids in one question to arXiv
    mail: str = ""
    default: HostLimit = HostLimit()
    hosts: MappingProxyType = field(default_factory=lambda: SERVICES)

    def of(self, host: str) -> HostLimit:
        """Return the limit of a host."""
        return self.hosts.get(host, self.default)


def load_limits(path: Path) -> Limits:
    """Read `links.toml` over the table; without the file the table stands. Raise `LimitsError` on what it cannot mean."""
    if not path.exists():
        return Limits()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as fault:
        raise LimitsError(f"{path.name}: cannot be read: {fault}") from fault
    hosts = dict(SERVICES)
    for host, values in _table(path, data.pop("hosts", {}), "hosts").items():
        hosts[host.lower()] = _filled(path, hosts.get(host.lower(), HostLimit()), _table(path, values, host), f"hosts.{host}")
    if "default" in data:
        data["default"] = _filled(path, HostLimit(), _table(path, data["default"], "default"), "default")
    return replace(_filled(path, Limits(), data, ""), hosts=MappingProxyType(hosts))


def _table(path: Path, value: object, name: str) -> dict:
    if not isinstance(value, dict):
        raise LimitsError(f"{path.name}: '{name}' must be a table")
    return value


def _filled(path: Path, record, values: dict, where: str):
    """Put values into a record: whole numbers from 1 for counts, numbers from 0 for seconds, text for text."""
    known = {entry.name: getattr(record, entry.name) for entry in fields(record) if entry.name not in ("hosts", "default")}
    filled = {}
    for name, value in values.items():
        shown = f"{where}.{name}" if where else name
        if isinstance(value, HostLimit):
            filled[name] = value
        elif name not in known:
            raise LimitsError(f"{path.name}: '{shown}' is not known; known are {', '.join(known)}")
        elif not _sound(known[name], value):
            raise LimitsError(f"{path.name}: '{shown}' cannot be {value!r}")
        else:
            filled[name] = value
    return replace(record, **filled)


def _sound(example: object, value: object) -> bool:
    if isinstance(example, str):
        return isinstance(value, str)
    if isinstance(example, int):
        return type(value) is int and value >= 1
    return type(value) in (int, float) and 0 <= value < float("inf")
