"""The claims of a note that moves: their last results stay valid, because only the note's name in their code has changed."""

import json
import shutil
import tempfile
from pathlib import Path

from papernotes.changes import Changes
from papernotes.claims.catalogue import Record, read_catalogue
from papernotes.claims.results import FILE
from papernotes.moving.places import Move

CODE = "papernotes/claims"


def follow_results(changes: Changes, move: Move) -> None:
    """Give each claim of the moved note, in `claims.json`, the note's new name and the hash of its code as it is now.

    A result that was out of date before stays so.
    """
    text = changes.text(FILE)
    if json.dumps(move.old_slug) not in text or not (changes.root / CODE).is_dir():
        return
    before, after = read_catalogue(changes.root / CODE), _catalogue_after(changes)
    old, new = (f'"note": {json.dumps(slug)}' for slug in (move.old_slug, move.new_slug))
    lines = text.replace(old, new).split("\n")
    for number, line in enumerate(lines):
        id = line.strip().partition('": {')[0].strip('"')
        if id in before and id in after:
            lines[number] = line.replace(f'"hash": "{before[id].hash}"', f'"hash": "{after[id].hash}"', 1)
    changes.write(FILE, "\n".join(lines))


def _catalogue_after(changes: Changes) -> dict[str, Record]:
    """Read the claims as they will be, in a copy of their folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "claims"
        folder.mkdir()
        for path in (changes.root / CODE).glob("*.py"):
            shutil.copyfile(path, folder / path.name)
        for change in changes:
            if change.path.startswith(CODE + "/") and change.new is not None:
                (folder / Path(change.path).name).write_bytes(change.new)
        return read_catalogue(folder)
