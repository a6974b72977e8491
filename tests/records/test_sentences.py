"""A mention comes with the sentence that makes it: the whole one and no more, with its math and without its links."""

import markdown
import pytest

from papernotes.citations import CitationExtension, Citations
from papernotes.mentions import MentionsExtension, note_of, sentences
from papernotes.records import Mention
from papernotes.refs import Reference
from papernotes.source import Source

REFERENCES = {key: Reference(key, label, "2020", key, key, 1) for key, label in (("one2020", "One"), ("two2020", "Two et al."))}
EXTENSIONS = ["attr_list", "md_in_html", "tables", "pymdownx.superfences", "pymdownx.arithmatex", "admonition"]


def mentions(text: str, page: str = "cnn/here") -> list[Mention]:
    found: list[Mention] = []
    citations = Citations(Source(f"docs/{page}.md", text), REFERENCES)
    ours = [CitationExtension(lambda: citations), MentionsExtension(lambda: page, found.append)]
    markdown.markdown(text, extensions=[*EXTENSIONS, *ours], extension_configs={"pymdownx.arithmatex": {"generic": True}})
    return found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two.", ["One. ", "Two."]),
        ("One\nstill one.\nTwo.", ["One\nstill one.\n", "Two."]),
        ("As Smith et al. show, e.g. in Fig. 3, it holds. Then more.", ["As Smith et al. show, e.g. in Fig. 3, it holds. ", "Then more."]),
        ("It is 3.6 % of 1.5 million. Half of it.", ["It is 3.6 % of 1.5 million. ", "Half of it."]),
        ("Is it so? \"Yes.\" And (so on.) Really!", ["Is it so? ", "\"Yes.\" ", "And (so on.) ", "Really!"]),
        ("J. R. Smith wrote it. He did.", ["J. R. Smith wrote it. ", "He did."]),
        ("See § 3. \uFFFC is the key.", ["See § 3. ", "\uFFFC is the key."]),
        ("Ends in a lower-case line.\n[the next] begins so.", ["Ends in a lower-case line.\n", "[the next] begins so."]),
        ("", [""]),
    ],
)  # fmt: skip
def test_text_is_cut_where_a_sentence_ends_and_not_at_an_abbreviation(text: str, parts: list[str]):
    assert [text[first:last] for first, last in sentences(text)] == parts


def test_a_citation_takes_its_sentence_and_marks_its_own_words():
    text = "First this.\nThen *that* [@one2020, §2] holds.\nLast."
    assert mentions(text) == [Mention("cnn/here", "one2020", "cite-one2020-1", "Then that (<strong>One, 2020, §2</strong>) holds.")]


def test_a_link_to_a_note_is_a_mention_and_gets_an_anchor():
    found = mentions("See [the other](../rnn/there.md#part){ .x } and [out](https://example.org/a.md) and [self](here.md#x).")
    assert found == [Mention("cnn/here", "rnn/there", "link-1", "See <strong>the other</strong> and out and self.")]


def test_two_works_in_one_sentence_are_two_mentions_each_with_its_own_words_marked():
    found = mentions("Both [@one2020; @two2020] say so, as does @one2020.")
    assert [(one.target, one.anchor) for one in found] == [("one2020", "cite-one2020-1"), ("two2020", "cite-two2020-1")]
    assert found[0].sentence == "Both (<strong>One, 2020</strong>; Two et al., 2020) say so, as does <strong>One (2020)</strong>."


def test_math_code_and_markup_survive_and_nothing_of_them_becomes_html():
    found = mentions("With $a<b$ and `x <b> y` & <em>raw</em> \\* 1 < 2 [@one2020].")
    assert [one.sentence for one in found] == [
        'With <span class="arithmatex">\\(a&lt;b\\)</span> and <code>x &lt;b&gt; y</code> &amp; raw * 1 &lt; 2 (<strong>One, 2020</strong>).'
    ]


def test_a_sentence_that_is_cut_beside_math_keeps_it_whole():
    found = mentions("Before. Let $x. Y$ be. It is $z$ [@one2020]. After $w$.")
    assert [one.sentence for one in found] == ['It is <span class="arithmatex">\\(z\\)</span> (<strong>One, 2020</strong>).']


def test_a_link_whose_text_holds_a_question_is_not_parted():
    found = mentions("First. See [What is it? An answer](there.md) for that. Last.")
    assert [one.sentence for one in found] == ["See <strong>What is it? An answer</strong> for that."]


def test_a_cell_is_read_with_its_rows_first_cell():
    found = mentions("| What | Where |\n|---|---|\n| the rule | [@one2020] |\n| [@two2020] | here |")
    assert [one.sentence for one in found] == ["the rule: (<strong>One, 2020</strong>)", "(<strong>Two et al., 2020</strong>)"]


def test_an_item_and_a_paragraph_in_it_report_once():
    assert len(mentions("- one [@one2020]\n\n- two\n\n    [@two2020] more.")) == 2


def test_generated_lists_code_and_headings_mention_nothing():
    assert mentions('<div class="pn-timeline" markdown>\n\n- [@one2020]: see [it](there.md).\n\n</div>') == []
    assert mentions('<div class="pn-compare" markdown>\n\n| A |\n|---|\n| [@one2020] |\n\n</div>') == []
    assert mentions('<div class="pn-claim-row" markdown>\n\nStatement [@one2020]\n\nOn [it](there.md).\n\n</div>') == []
    assert mentions("```\n[@one2020]\n```\n\n`[@one2020]`\n\n## About [@one2020]") == []


@pytest.mark.parametrize(
    ("href", "slug"),
    {
        "there.md": "cnn/there", "../rnn/there.md#x": "rnn/there", "../index.md": "index", "here.md": "", "#x": "",
        "https://example.org/x.md": "", "/x.md": "", "../../x.md": "", "../../images/x.svg": "", "../there/": "",
    }.items(),
)  # fmt: skip
def test_a_link_leads_to_a_note_only_by_its_markdown_file(href: str, slug: str):
    assert note_of(href, "cnn/here") == slug
