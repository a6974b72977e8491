"""`papers.lock` is read and written whole, whoever else writes it and whenever the writer dies."""

import multiprocessing
import subprocess
import sys
from pathlib import Path

import pytest
from folders import RECORDS, lock

from papernotes.linkcheck.lock import LockError, Record, dump, exclusive, load, save, update

ALL = {record.id: record for record in RECORDS}


def test_what_is_saved_is_loaded_again_sorted_one_record_a_line(tmp_path: Path):
    save(tmp_path / "papers.lock", dict(reversed(ALL.items())))
    assert load(tmp_path / "papers.lock") == ALL
    lines = (tmp_path / "papers.lock").read_text().splitlines()
    assert (lines, len(lines)) == (sorted(lines), len(ALL))
    assert lines[2] == '{"id": "arxiv:1706.03762", "title": "Attention Is All You Need", "first_author": "Vaswani, Ashish", "year": 2017, "versions": 7, "withdrawn": false, "retracted": false, "aliases": [], "source": "curated", "seen": ""}'


def test_a_lock_that_is_missing_is_empty(tmp_path: Path):
    assert load(tmp_path / "papers.lock") == {}


def test_a_field_of_a_later_version_is_left_alone(tmp_path: Path):
    (tmp_path / "papers.lock").write_text('{"id": "arxiv:1706.03762", "title": "T", "first_author": "A", "year": 2017, "later": 1}\n')
    assert load(tmp_path / "papers.lock") == {"arxiv:1706.03762": Record("arxiv:1706.03762", "T", "A", 2017)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "papers.lock:1: not a record; restore the line from version control or remove it"),
        ("[]", "papers.lock:1: not a record; restore the line from version control or remove it"),
        ('{"id": "x"}', "papers.lock:1: not a record; restore the line from version control or remove it"),
        ('{"id": 1, "title": "T", "first_author": "A", "year": 1}', "papers.lock:1: id, title and first_author must be text; mend or remove the line"),
        (lock() + lock().splitlines()[0], "papers.lock:10: 'acl:P18-1031' has two records; remove one line"),
    ],
)
def test_a_line_that_is_no_record_is_named(tmp_path: Path, text: str, message: str):
    (tmp_path / "papers.lock").write_text(text)
    with pytest.raises(LockError) as fault:
        load(tmp_path / "papers.lock")
    assert str(fault.value) == message


def write_ten(path: Path, name: str) -> None:
    for number in range(10):
        key = f"doi:10.1000/{name}{number}"
        update(path, {key: Record(key, "T", "A", 2017)})


def test_two_runs_at_once_lose_nothing(tmp_path: Path):
    path = tmp_path / "papers.lock"
    context = multiprocessing.get_context("spawn")
    runs = [context.Process(target=write_ten, args=(path, name)) for name in "ab"]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert [run.exitcode for run in runs] == [0, 0]
    assert sorted(load(path)) == sorted(f"doi:10.1000/{name}{number}" for name in "ab" for number in range(10))
    assert [file.name for file in tmp_path.iterdir()] == ["papers.lock"]


WRITER = """
import sys
from pathlib import Path
from papernotes.linkcheck.lock import Record, load, save
path = Path(sys.argv[1])
few = load(path)
many = few | {f"doi:10.1000/{n:05}": Record(f"doi:10.1000/{n:05}", "T" * 200, "A", 2017) for n in range(3000)}
print("ready", flush=True)
while True:
    save(path, many)
    save(path, few)
"""


def test_a_lock_is_whole_while_it_is_written_and_after_its_writer_was_killed(tmp_path: Path):
    path = tmp_path / "papers.lock"
    save(path, ALL)
    few, many = len(ALL), len(ALL) + 3000
    run = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
    assert run.stdout.readline() == b"ready\n"
    seen: set[int] = set()
    for reading in range(100_000):  # long enough to meet both; a half of either would be a third
        seen.add(len(load(path)))
        if reading > 60 and len(seen) > 1:
            break
    run.kill()
    run.wait(30)
    run.stdout.close()
    assert seen == {few, many}
    assert len(load(path)) in (few, many)
    with exclusive(path):  # the system gave the turn back
        assert dump(load(path)) == path.read_text()


def test_a_reader_that_has_begun_reads_the_old_lock_to_its_end(tmp_path: Path):
    path = tmp_path / "papers.lock"
    save(path, ALL)
    with path.open(encoding="utf-8") as begun:
        save(path, {})
        assert begun.read() == dump(ALL)
    assert load(path) == {}


def test_a_write_that_fails_leaves_the_old_lock(tmp_path: Path):
    path = tmp_path / "papers.lock"
    save(path, ALL)
    with pytest.raises(UnicodeEncodeError):
        save(path, {"x": Record("x", "\ud800", "A", 2017)})
    assert load(path) == ALL
    assert [file.name for file in tmp_path.iterdir()] == ["papers.lock"]
