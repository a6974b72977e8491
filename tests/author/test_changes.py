"""Several files change together or not at all, and the diff shown first is exactly what is done."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papernotes.changes import ChangeError, Changes


def tree(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def three_changes(folder: Path) -> Changes:
    """Change one file, add one in a new folder, and remove one."""
    (folder / "kept.md").write_bytes(b"one\r\ntwo\r\nlast line without end")
    (folder / "old.md").write_text("old\n")
    changes = Changes(folder)
    changes.write("kept.md", changes.text("kept.md").replace("two", "zwei"))
    changes.write("new/deep.md", "new\n")
    changes.remove("old.md")
    return changes


def test_all_changes_are_made_and_nothing_else_lies_about(tmp_path: Path):
    three_changes(tmp_path).apply()
    assert tree(tmp_path) == {"kept.md": b"one\r\nzwei\r\nlast line without end", "new/deep.md": b"new\n"}


def test_the_diff_is_what_git_would_apply(tmp_path: Path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    changes = three_changes(one)
    shutil.copytree(one, other)
    subprocess.run(["git", "apply", "--unidiff-zero", "-"], input=changes.diff().encode(), cwd=other, check=True, env={**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path)})
    changes.apply()
    assert tree(one) == tree(other)


@given(old=st.text(st.sampled_from("ab \n\r\x0b\u2028"), max_size=40), new=st.text(st.sampled_from("ab \n\r\x0b\u2028"), min_size=1, max_size=40))
@settings(max_examples=15)
def test_the_diff_of_any_text_is_exact(tmp_path_factory: pytest.TempPathFactory, old: str, new: str):
    folder = tmp_path_factory.mktemp("diff")
    (folder / "a name.md").write_bytes(old.encode() + b"end\n")
    changes = Changes(folder)
    changes.write("a name.md", new + "end\n")
    text = changes.diff()
    if text:
        subprocess.run(["git", "apply", "-"], input=text.encode(), cwd=folder, check=True, env={**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)})
    assert (folder / "a name.md").read_bytes() == (new + "end\n").encode()


def test_of_a_picture_the_diff_says_only_that_it_changes(tmp_path: Path):
    changes = Changes(tmp_path)
    changes.write("dot.png", b"\x89PNG\xff")
    assert changes.diff() == "Binary files a/dot.png and b/dot.png differ\n"


def test_a_file_that_cannot_take_its_place_leaves_every_other_as_it_was(tmp_path: Path):
    changes = three_changes(tmp_path)
    changes.write("taken/note.md", "text\n")
    (tmp_path / "taken").write_text("a file where a folder is needed\n")
    before = tree(tmp_path)
    with pytest.raises(ChangeError, match=r"^taken/note\.md: it cannot be written: .+; nothing was changed$"):
        changes.apply()
    assert tree(tmp_path) == before
    assert not (tmp_path / "new").exists()


def test_a_failure_halfway_through_puts_back_what_had_its_place(tmp_path: Path):
    changes = three_changes(tmp_path)
    before = tree(tmp_path)
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "deep.md").mkdir()  # no file, so it is not seen before; no file can replace it either
    with pytest.raises(ChangeError, match=r"^new/deep\.md: it cannot be written: "):
        changes.apply()
    assert tree(tmp_path) == before


def test_a_file_that_somebody_else_wrote_meanwhile_is_not_overwritten(tmp_path: Path):
    changes = three_changes(tmp_path)
    (tmp_path / "kept.md").write_text("written by an editor\n")
    before = tree(tmp_path)
    with pytest.raises(ChangeError, match=r"^kept\.md: it was changed meanwhile, so nothing was written; run the command again$"):
        changes.apply()
    assert tree(tmp_path) == before


def test_rights_and_links_of_a_file_stay(tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    real = tmp_path / "elsewhere" / "library.bib"
    real.write_text("old\n")
    real.chmod(0o640)
    (tmp_path / "refs.bib").symlink_to(real)
    changes = Changes(tmp_path)
    changes.write("refs.bib", "new\n")
    changes.apply()
    assert (tmp_path / "refs.bib").is_symlink()
    assert (real.read_text(), real.stat().st_mode & 0o777) == ("new\n", 0o640)


def test_what_changes_nothing_is_no_change(tmp_path: Path):
    (tmp_path / "a.md").write_text("same\n")
    changes = Changes(tmp_path)
    changes.write("a.md", "same\n")
    assert not changes
    assert changes.diff() == ""


def test_a_file_that_is_not_utf8_is_named_with_its_line(tmp_path: Path):
    (tmp_path / "a.md").write_bytes(b"one\ntwo \xff\n")
    with pytest.raises(ChangeError, match=r"^a\.md:2: the file is not UTF-8 \(save it as UTF-8\)$"):
        Changes(tmp_path).text("a.md")
