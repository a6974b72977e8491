"""A build that is killed, has no room or meets another one leaves a whole site, and the next build is as from scratch."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import NOTE, QUIET, run_mkdocs
from site_bytes import contents, from_scratch, leftovers

from papernotes.cache import NAME
from papernotes.staging import Staging

# Root may write everywhere, unless it gives that right up.
AS_A_USER = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] if os.geteuid() == 0 else []


def start(folder: Path, *prefix: str, **more: object) -> subprocess.Popen[str]:
    command = [*prefix, sys.executable, "-m", "mkdocs", "build", "--strict"]
    environment = {name: value for name, value in os.environ.items() if name not in ("SITE_URL", "REPO_URL")}
    return subprocess.Popen(command, cwd=folder, env={**environment, **QUIET}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)


def edit(folder: Path, words: str) -> None:
    (folder / "docs" / "pruning" / "note.md").write_text(NOTE.replace("It cites", f"{words}. It cites"))


def kill_at_random(folder: Path, seed: int) -> None:
    """Kill a build at a moment that the seed decides, then hold the next one against a build from scratch."""
    chance = random.Random(seed)
    assert run_mkdocs(folder, "build", "--strict").returncode == 0
    old = contents(folder / "site")
    edit(folder, f"Edit {seed}")
    begun = time.monotonic()
    new = from_scratch(folder)
    took = time.monotonic() - begun
    if chance.random() < 0.5:
        shutil.rmtree(folder / ".cache")
    process = start(folder)
    time.sleep(chance.uniform(0.2, 1.0) * took)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert contents(folder / "site") in (old, new)  # between the two renames there is none, which test_staging covers
    assert run_mkdocs(folder, "build", "--strict").returncode == 0
    assert contents(folder / "site") == new
    assert leftovers(folder) == []


@pytest.mark.parametrize("seed", range(5))
def test_a_build_killed_at_a_random_moment_leaves_a_whole_site(small: Path, seed: int):
    kill_at_random(small, seed)


@pytest.mark.more
@pytest.mark.parametrize("seed", range(5, 55))
def test_many_builds_killed_at_random_moments_leave_a_whole_site(small: Path, seed: int):
    kill_at_random(small, seed)


def test_a_site_that_a_killed_build_had_moved_aside_is_put_back(tmp_path: Path):
    (tmp_path / ".site.old-77-0").mkdir()
    (tmp_path / ".site.old-77-0" / "index.html").write_text("the last good site")
    (tmp_path / ".site.new-77-0").mkdir()
    staging = Staging(str(tmp_path / "site"))
    staging.discard()
    assert contents(tmp_path) == {"site/index.html": b"the last good site"}


def test_the_folder_of_a_build_that_is_under_way_is_left_alone(tmp_path: Path):
    one = Staging(str(tmp_path / "site"))
    (one.work / "index.html").write_text("one")
    other = Staging(str(tmp_path / "site"))
    (other.work / "index.html").write_text("other")
    other.finish()
    one.finish()
    assert contents(tmp_path) == {"site/index.html": b"one"}
    assert leftovers(tmp_path) == []


def test_two_builds_at_once_both_end_well_and_leave_one_whole_site(small: Path):
    both = [start(small), start(small)]
    said = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert contents(small / "site") == from_scratch(small)
    assert leftovers(small) == []


def test_a_full_disk_is_said_in_one_sentence_and_the_old_site_stays(small: Path):
    assert run_mkdocs(small, "build", "--strict").returncode == 0
    before = contents(small / "site")
    edit(small, "A change")
    process = start(small, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)))
    said = process.communicate(timeout=120)[0]
    assert process.returncode == 1, said
    assert "the site could not be written: File too large. Make room, or mend the folder's rights; the last good site stays." in said
    assert "Traceback" not in said
    assert contents(small / "site") == before
    assert leftovers(small) == []


def test_a_read_only_cache_is_said_once_and_the_build_goes_on(small: Path):
    (small / ".cache").mkdir()
    (small / ".cache").chmod(0o555)
    process = start(small, *AS_A_USER)
    said = process.communicate(timeout=120)[0]
    assert process.returncode == 0, said
    assert said.count("the cache .cache/build.sqlite cannot be used (unable to open database file): this build does without it") == 1
    assert list((small / ".cache").iterdir()) == []
    assert contents(small / "site") == from_scratch(small)


@pytest.mark.parametrize("harm", ["middle", "truncated", "foreign"])
def test_a_damaged_cache_is_said_and_the_site_is_as_from_scratch(small: Path, harm: str):
    assert run_mkdocs(small, "build", "--strict").returncode == 0
    cache = small / ".cache" / NAME
    data = bytearray(cache.read_bytes())
    if harm == "middle":
        for place in range(4096, len(data), 300):
            data[place] ^= 0xFF
    cache.write_bytes(b"Somebody else's file. " * 999 if harm == "foreign" else data[: len(data) // 2] if harm == "truncated" else bytes(data))
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 0, result.stderr
    assert (result.stderr + result.stdout).count("the cache .cache/build.sqlite is damaged: it is made anew") == 1
    assert contents(small / "site") == from_scratch(small)
