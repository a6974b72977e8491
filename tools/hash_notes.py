"""Write the hashes of all 8-word runs of the author's original notes, for the test that nothing was copied from them.

Usage: python tools/hash_notes.py NOTES.md … > tests/content/notes_runs.txt
The notes themselves are not part of this project; a hash cannot be turned back into their words.
"""

import re
import sys
from hashlib import blake2b
from pathlib import Path

RUN = 8
LINK_TARGET = re.compile(r"\]\([^)\s]*\)|<[^>\s]+>|https?://\S+")


def runs(text: str) -> list[tuple[str, str]]:
    """Return each run of eight words of a text with its hash; case and punctuation do not count."""
    words = re.findall(r"[a-z0-9]+", LINK_TARGET.sub(" ", text).lower())
    joined = [" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)]
    return [(run, blake2b(run.encode(), digest_size=8).hexdigest()) for run in joined]


if __name__ == "__main__":
    found = {digest for name in sys.argv[1:] for _, digest in runs(Path(name).read_text(encoding="utf-8"))}
    print("\n".join(sorted(found)))
