"""What is known of a claim without running it: its words, its code, and a hash that notices every change."""

from pathlib import Path

import pytest

from papernotes.claims import REGISTRY, Measured, claim
from papernotes.claims.catalogue import Record, read_catalogue

MODULE = '''"""Claims for a test."""

from papernotes.claims import Measured, claim
from papernotes.claims.helpers import double

LIMIT = 3
UNUSED = 4


def triple(x):
    return 3 * x


@claim("two-words", "Six is six.", source="[@known2020paper, §1]", note="cnn/yolo")
def check(broken=False):
    assert triple(double(1)) > LIMIT
    return Measured("6", "6")
'''
HELPERS = '''def double(x):
    return twice(x)


def twice(x):
    return 2 * x
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "topic.py").write_text(MODULE)
    (tmp_path / "helpers.py").write_text(HELPERS)
    return tmp_path


def change(folder: Path, file: str, old: str, new: str) -> Record:
    """Change a word in a file and read the claim again."""
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return read_catalogue(folder)["two-words"]


def test_a_claim_is_read_without_importing_it(folder: Path):
    record = read_catalogue(folder)["two-words"]
    assert (record.statement, record.source, record.note) == ("Six is six.", "[@known2020paper, §1]", "cnn/yolo")
    assert (record.topic, record.function, record.own.path, record.own.line) == ("cnn", "check", "papernotes/claims/topic.py", 14)
    assert record.own.text == MODULE[MODULE.index("@claim") :].rstrip()


def test_the_pieces_are_everything_the_claim_uses_and_nothing_else(folder: Path):
    record = read_catalogue(folder)["two-words"]
    assert [piece.text.split("(")[0] for piece in record.pieces] == ["def double", "def twice", "LIMIT = 3", "def triple", "@claim"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("topic.py", "> LIMIT", ">= LIMIT"),
        ("topic.py", "Six is six.", "Six is 6."),
        ("topic.py", "LIMIT = 3", "LIMIT = 2"),
        ("topic.py", "return 3 * x", "return x * 3"),
        ("helpers.py", "return 2 * x", "return x + x"),
    ],
)
def test_a_change_of_anything_that_a_claim_uses_changes_its_hash(folder: Path, file: str, old: str, new: str):
    before = read_catalogue(folder)["two-words"]
    assert change(folder, file, old, new).hash != before.hash


def test_a_change_beside_a_claim_leaves_its_hash(folder: Path):
    before = read_catalogue(folder)["two-words"]
    assert change(folder, "topic.py", "UNUSED = 4", "UNUSED = [5]\n\n").hash == before.hash


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"two-words", "Six is six."', '"two-words", str(6)', "topic.py:14: write the arguments of @claim as plain strings"),
        (', note="cnn/yolo"', "", "topic.py:14: @claim needs an id, a statement, source=… and note=…"),
        ("papernotes.claims.helpers import double", "papernotes.claims import helpers", "topic.py:4: import 'helpers' by name, as in 'from papernotes.claims.arrays import softmax'"),
        ("LIMIT = 3", "LIMIT = (3", "topic.py:6: '(' was never closed"),
        ("LIMIT = 3", MODULE[MODULE.index("@claim") :].replace("check", "other"), "claim id 'two-words' is already used by papernotes/claims/topic.py"),
    ],
)
def test_a_claim_that_is_written_wrongly_is_refused_with_its_line(folder: Path, old: str, new: str, message: str):
    with pytest.raises(ValueError) as caught:
        change(folder, "topic.py", old, new)
    assert str(caught.value).endswith(message)


def test_an_id_that_is_not_made_of_words_is_refused_when_its_module_is_loaded():
    with pytest.raises(ValueError, match="^claim id 'One' must be lower-case words joined by '-'$"):
        claim("One", "One is one.", source="", note="cnn/yolo")


def test_an_id_of_another_function_is_refused_when_its_module_is_loaded():
    def first(broken: bool = False) -> Measured:
        return Measured("1", "1")

    def second(broken: bool = False) -> Measured:
        return Measured("2", "2")

    register = claim("one-of-a-test", "One is one.", source="", note="cnn/yolo")
    try:
        assert register(first) is first and register(first) is first
        with pytest.raises(ValueError, match="^claim id 'one-of-a-test' is already used by .*first$"):
            register(second)
        assert REGISTRY["one-of-a-test"].check is first
    finally:
        del REGISTRY["one-of-a-test"]
