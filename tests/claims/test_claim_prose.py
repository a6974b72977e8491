"""The frozen prose on which claims are trained: plain sentences, and never written over."""

import re
import subprocess
import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "tools"))
from freeze_prose import LIMIT, OUT, plain  # noqa: E402

NOTE = """\
---
description: Not prose.
---

# A title is no sentence of it

The first sentence *stands* as it **is** [@known2020paper, §2].
@niven2019probing [§4] found a [link to it](../a.md#b) in two words.
With $x$ in it no sentence can do.

$$
x = 1
$$

| a | table is left out |
|---|---|

- An item keeps its four words [?].
- Too short.

!!! reading "My own title is left out"
    The text of a box stays in the copy.

```
Code of many words is left out.
```

A last one with `code` in it.
"""


def test_plain_text_keeps_sentences_and_nothing_else():
    assert plain(NOTE).splitlines() == [
        "The first sentence stands as it is.",
        "Niven found a link to it in two words.",
        "An item keeps its four words.",
        "The text of a box stays in the copy.",
        "A last one with in it.",
    ]


def test_the_copy_is_plain_text_of_a_size_for_a_repository():
    text = OUT.read_text(encoding="utf-8")
    assert 100_000 < len(text.encode()) <= LIMIT
    assert re.findall(r"[@$`#|{}<>\[\]\\]|\*\*|!!!", text) == []
    assert [line for line in text.splitlines() if len(line.split()) < 4] == []


def test_the_copy_is_never_written_over():
    before = OUT.read_bytes()
    result = subprocess.run([sys.executable, str(ROOT / "tools" / "freeze_prose.py")], capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr == "papernotes/claims/data/prose.txt exists and stays as it is: delete it first if the notes are to be frozen anew\n"
    assert OUT.read_bytes() == before


@pytest.mark.parametrize("words", ["attention", "network", "memory"])
def test_the_copy_speaks_of_what_the_notes_speak_of(words: str):
    assert OUT.read_text(encoding="utf-8").lower().count(words) > 50
