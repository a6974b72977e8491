"""Where notes state claims, and of which kind."""

import pytest

from papernotes.claims.uses import claim_anchor, unknown, unused, uses_of
from papernotes.source import Source

NOTE = '''---
description: A note.
tags: [pruning]
---

# Title

## The cache {#cached}

!!! claim two-words

!!! claim paper "It reached 28.4 BLEU [@known2020paper, Table 2]."

| Task | result |
|---|---|
| first | 3 % [?] |

### A thought, *mine*

!!! reading "My reading"
    It may be so.

- Nobody saw it [?].
'''


def test_each_claim_is_found_with_its_kind_its_line_and_its_anchor():
    found = [(use.line, use.kind, use.id, use.statement, use.anchor) for use in uses_of("pruning/note", Source("docs/pruning/note.md", NOTE))]
    assert found == [
        (10, "program", "two-words", "", "claim-two-words"),
        (12, "paper", "", "It reached 28.4 BLEU [@known2020paper, Table 2].", "claim-it-reached-284-bleu"),
        (16, "unconfirmed", "", "first, 3 %", "cached"),
        (20, "reading", "", "A thought, *mine*", "a-thought-mine"),
        (23, "unconfirmed", "", "Nobody saw it", "a-thought-mine"),
    ]


@pytest.mark.parametrize("text", ["```\n!!! claim two-words\n```", "`!!! claim two-words`", "<!--\n!!! claim two-words\n-->", "Write `[?]` behind it.", "```\nOne [?]\n```"])
def test_code_and_comments_state_no_claim(text: str):
    assert uses_of("note", Source("docs/note.md", f"# Title\n\n{text}\n")) == []


def test_a_claim_without_a_place_and_a_place_without_a_claim_are_told():
    uses = uses_of("note", Source("docs/note.md", NOTE))
    assert unused(["two-words", "three-words"], uses) == ["three-words"]
    assert [(use.line, use.id) for use in unknown({"three-words": None}, uses)] == [(10, "two-words")]


def test_an_anchor_is_made_of_the_first_ten_words_without_citations_and_markup():
    words = "One *two* `three` four five six seven eight nine ten [@known2020paper, §2] eleven."
    assert claim_anchor("", words) == "claim-one-two-three-four-five-six-seven-eight-nine-ten"
    assert claim_anchor("two-words", "") == "claim-two-words"
