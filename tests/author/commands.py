"""Run an author's commands as a terminal would, against services that answer on loopback only."""

import os
import re
from pathlib import Path

from click.testing import CliRunner, Result
from fakes import Services
from harness import QUICK, JumpingClock, JumpingLoop, World, client_tls

from papernotes.cli import main


NAV = "title: Pruning\nnav:\n  - note.md\n"


def with_topic(small: Path) -> Path:
    """Give the small knowledge base a topic with an index and a navigation."""
    (small / "docs" / "pruning" / ".nav.yml").write_text(NAV)
    (small / "docs" / "pruning" / "index.md").write_text("---\ndescription: A topic.\ntags: [pruning, sparsity]\n---\n# Pruning\n\nText.\n")
    (small / "docs" / ".nav.yml").write_text("nav:\n  - index.md\n  - pruning\n")
    return small


class Dated(JumpingClock):
    """Tell the date also outside a loop."""

    def now(self):
        return self.start


def engine(services: Services | None, world: World | None = None) -> dict[str, object]:
    """Give the options that lead a command to the stand-ins; without services no name can be looked up."""
    if world is None:
        world = World()
        if services:
            services.into(world)
        else:
            world.unknown |= {"export.arxiv.org", "api.datacite.org", "doi.org", "api.crossref.org", "aclanthology.org", "api2.openreview.net", "api.openreview.net"}

    class Scene(JumpingLoop):
        """Serve the world on the loop that the command makes for itself."""

        def __init__(self):
            super().__init__()
            self.run_until_complete(world.__aenter__())

        def close(self):
            self.run_until_complete(world.__aexit__())
            super().close()

    return {"resolver": world, "ssl": client_tls(), "clock": Dated(), "limits": QUICK, "allow_loopback": True, "loop_factory": Scene}


def papernotes(folder: Path, *arguments: str, services: Services | None = None, world: World | None = None) -> Result:
    """Run `papernotes` in a folder."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(main, arguments, prog_name="papernotes", obj=engine(services, world), catch_exceptions=False)
    finally:
        os.chdir(before)


def tree(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def shown(page: str) -> list[tuple[str, str]]:
    """List the commands of a page, each with the output below it."""
    blocks = re.findall(r"^```console\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    return [tuple(part.split("\n", 1)) for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]  # type: ignore[misc]


def as_pattern(output: str) -> str:
    """Read an ellipsis as anything: on a line of its own as any lines, elsewhere as any part of its line."""
    lines = [r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".+") + r"\n" for line in output.splitlines()]
    return "".join(lines)
