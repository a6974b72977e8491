"""The cache: what is kept comes back under its own key only, and nothing that is wrong with the file reaches a build."""

import json
import sqlite3
from pathlib import Path

import pytest

from papernotes.cache import KEPT, NAME, Cache, digest

DAMAGED = ["the cache .cache/build.sqlite is damaged: it is made anew"]


class Told(list):
    """Collect what a cache says."""

    def __call__(self, words: str) -> None:
        self.append(words)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / ".cache"


def kept(folder: Path, values: dict[str, object], *, whole: bool = True) -> None:
    cache = Cache(folder, Told())
    for key, value in values.items():
        cache.put(key, value)
    cache.close(whole)


def found(folder: Path, *keys: str) -> tuple[list[object], list[str]]:
    told = Told()
    cache = Cache(folder, told)
    values = [cache.get(key) for key in keys]
    cache.close()
    return values, list(told)


def test_a_value_comes_back_in_the_next_build_under_its_own_key_only(folder: Path):
    kept(folder, {digest("page", 1): {"content": "<p>½ \ud800", "list": [1, None]}})
    assert found(folder, digest("page", 1), digest("page", 2)) == ([{"content": "<p>½ \ud800", "list": [1, None]}, None], [])


def test_what_an_interrupted_build_has_written_is_kept(folder: Path):
    kept(folder, {"a": 1}, whole=False)
    assert found(folder, "a") == ([1], [])


@pytest.mark.parametrize("one, other", [(("a", "bc"), ("ab", "c")), (([1, 2],), (["1, 2"],)), (("x", {"a": 1}), ("x", {"a": "1"})), (("a",), ("a", None))])
def test_keys_of_different_parts_differ(one: tuple, other: tuple):
    assert digest(*one) != digest(*other)


def test_keys_do_not_depend_on_the_order_of_a_dictionary():
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})


def test_a_changed_byte_in_a_value_is_noticed_and_the_cache_is_made_anew(folder: Path):
    kept(folder, {"a": "x" * 500, "b": 2})
    base = sqlite3.connect(folder / NAME)
    value = bytearray(base.execute("SELECT value FROM kept WHERE key = 'a'").fetchone()[0])
    value[-3] ^= 1
    base.execute("UPDATE kept SET value = ? WHERE key = 'a'", (bytes(value),))
    base.commit()
    base.close()
    assert found(folder, "a", "b") == ([None, None], DAMAGED)
    kept(folder, {"a": 3})
    assert found(folder, "a") == ([3], [])


def test_a_value_under_another_key_is_noticed(folder: Path):
    kept(folder, {"a": 1, "b": 2})
    base = sqlite3.connect(folder / NAME)
    base.execute("UPDATE kept SET value = (SELECT value FROM kept WHERE key = 'b') WHERE key = 'a'")
    base.commit()
    base.close()
    assert found(folder, "a") == ([None], DAMAGED)


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9])
def test_a_truncated_file_is_noticed(folder: Path, share: float):
    values = {digest(number): "".join(digest(number, part) for part in range(20)) for number in range(400)}
    kept(folder, values)
    data = (folder / NAME).read_bytes()
    (folder / NAME).write_bytes(data[: int(len(data) * share)])
    read, told = found(folder, *values)
    assert told == DAMAGED
    assert all(one in (None, value) for one, value in zip(read, values.values(), strict=True))


@pytest.mark.parametrize("foreign", ["text", "database"])
def test_a_file_that_this_program_has_not_written_is_put_aside(folder: Path, foreign: str):
    folder.mkdir()
    if foreign == "text":
        (folder / NAME).write_text("These are somebody's notes. " * 100)
    else:
        base = sqlite3.connect(folder / NAME)
        base.execute("CREATE TABLE kept (key TEXT, value BLOB)")
        base.execute("INSERT INTO kept VALUES ('a', ?)", (json.dumps("not ours"),))
        base.commit()
        base.close()
    assert found(folder, "a") == ([None], DAMAGED)
    kept(folder, {"a": 1})
    assert found(folder, "a") == ([1], [])


def test_a_place_where_no_cache_can_be_is_said_once_and_everything_goes_on(folder: Path):
    folder.write_text("a file where the folder should be")
    told = Told()
    cache = Cache(folder, told)
    for number in range(200):
        cache.put(str(number), number)
        assert cache.get(str(number)) is None
    cache.close()
    assert len(told) == 1
    assert told[0].startswith("the cache .cache/build.sqlite cannot be used (")
    assert told[0].endswith("): this build does without it")


def test_what_no_build_has_asked_for_in_a_while_is_forgotten(folder: Path):
    kept(folder, {"used": 1, "unused": 2})
    for _ in range(KEPT + 1):
        assert found(folder, "used") == ([1], [])
    assert found(folder, "used", "unused") == ([1, None], [])


def test_two_builds_write_into_one_cache(folder: Path):
    one, other = Cache(folder, Told()), Cache(folder, Told())
    for number in range(300):
        one.put(f"one{number}", number)
        other.put(f"other{number}", number)
    one.close()
    other.close()
    assert found(folder, "one7", "other7", "one299", "other299") == ([7, 7, 299, 299], [])
