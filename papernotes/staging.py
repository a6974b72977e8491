"""Write a site whole or not at all: build beside it, then change places."""

import os
import shutil
from pathlib import Path


class Staging:
    """Build into a folder beside `site_dir` and put it there only when it is whole."""

    def __init__(self, site_dir: str):
        self.final = Path(site_dir)
        self.work = self.final.with_name(f".{self.final.name}.new-{os.getpid()}")
        self._old = self.final.with_name(f".{self.final.name}.old-{os.getpid()}")

    def finish(self) -> None:
        """Put the new site in the old one's place."""
        if self.final.exists():
            self.final.rename(self._old)
        self.work.rename(self.final)
        shutil.rmtree(self._old, ignore_errors=True)

    def discard(self) -> None:
        """Forget a build that failed; the old site stays."""
        shutil.rmtree(self.work, ignore_errors=True)
