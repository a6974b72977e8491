"""The glossary's terms show their definition where a page first uses them, and nowhere else."""

import re

import markdown
import pytest

from papernotes.glossary import GlossaryExtension, GlossaryScope, read_glossary
from papernotes.source import Source

TEXT = """\
# Glossary

attention head, attention heads
:   One of several attentions side by side.

mask
:   What hides positions.

KV cache, key-value cache
:   Kept keys and values.
"""
GLOSSARY, FAULTS = read_glossary(Source("docs/glossary.md", TEXT))


def render(text: str, url: str = "../glossary.md") -> str:
    extensions = ["def_list", "admonition", "tables", "pymdownx.superfences", GlossaryExtension(lambda: GlossaryScope(GLOSSARY, url))]
    return markdown.markdown(text, extensions=extensions)


def linked(html: str) -> list[str]:
    return re.findall(r'<a class="pn-term"[^>]*>([^<]*)</a>', html)


def test_the_first_use_of_a_term_links_to_its_definition_and_later_uses_do_not():
    html = render("A mask hides. The mask stays.\n\nAnother mask.")
    assert html.startswith('<p>A <a class="pn-term" href="../glossary.md#term-mask" title="What hides positions.">mask</a> hides. The mask stays.</p>')
    assert linked(html) == ["mask"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two attention heads and one mask.", ["attention heads", "mask"]),
        ("Attention head and attention heads are one term.", ["Attention head"]),
        ("A *mask* in emphasis.", ["mask"]),
        ("**Mask** then *attention head* then mask.", ["Mask", "attention head"]),
        ("The KV cache keeps; the kv cache again.", ["KV cache"]),
        ("Unmask, masked, mask-like and bitmask are other words.", []),
        ("`mask` in code.", []),
        ("[a mask](https://example.org) is a link.", []),
        ("## A mask in a heading", []),
        ("```\nmask\n```", []),
        ("- a mask in a list", ["mask"]),
        ("| A |\n|---|\n| a mask |", ["mask"]),
        ('!!! note "A mask"\n    An attention head.', ["attention head"]),
    ],
)
def test_terms_are_found_in_running_text_only(text: str, found: list[str]):
    assert linked(render(text)) == found


def test_no_text_is_lost_around_the_links():
    text = "Before a mask, between *an attention head* and the key-value cache, after."
    assert re.sub(r"<[^>]+>", "", render(text)) == "Before a mask, between an attention head and the key-value cache, after."


def test_on_its_own_page_each_entry_has_an_anchor_and_shows_its_other_forms_apart():
    html = render(TEXT, url="")
    assert '<dt id="term-attention-head">attention head<span class="pn-forms"> also attention heads</span></dt>' in html
    assert linked(html) == []


def test_a_form_that_stands_twice_and_a_long_definition_are_findings():
    _, faults = read_glossary(Source("docs/glossary.md", TEXT + "\nMask, hood\n:   " + "x" * 161 + "\n"))
    assert [str(fault) for fault in sorted(faults)] == [
        "docs/glossary.md:12: 'Mask' already stands on line 6 (keep it at one of the two)",
        "docs/glossary.md:13: the definition of 'Mask' has 161 characters (say it in 160)",
    ]
    assert FAULTS == []


def test_an_abbreviation_is_not_found_in_a_common_word_or_a_file_name():
    glossary, _ = read_glossary(Source("docs/glossary.md", "mean average precision, mAP\n:   A mean.\n\nLSTM\n:   A cell.\n"))
    html = markdown.markdown("The map in lstm.py is no LSTM, and mAP no map.", extensions=[GlossaryExtension(lambda: GlossaryScope(glossary, "x.md"))])
    assert linked(html) == ["LSTM", "mAP"]
