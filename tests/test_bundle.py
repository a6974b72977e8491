"""One style sheet and one script: what no page can show is left out, and nothing else."""

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, run_mkdocs

from papernotes.bundle import SCRIPTS, Settings, names, rules, script, shorten, trim

PLAIN = Settings(extra=[], plugins=[], extensions=[], colours=["custom"], right_to_left=False, named=[])
ALL = Settings(
    extra=["consent", "analytics"], plugins=["search", "blog"], extensions=["pymdownx.keys"], colours=["custom", "red"], right_to_left=True, named=["tip", "grid", "==="],
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "needed"),
    [
        (".md-consent{top:0}", True),
        (".md-search__input{top:0}", True),
        (".md-post--x{top:0}", True),
        (".md-typeset .key-enter:before{content:'x'}", True),
        ("[data-md-color-primary=red]{color:red}", True),
        ("[data-md-color-primary=custom]{color:red}", False),
        ("[dir=rtl] .md-nav{left:0}", True),
        ("[dir=ltr] .md-nav{left:0}", False),
        (".md-typeset .admonition.tip{left:0}", True),
        (".md-typeset .tabbed-labels{left:0}", True),
        (".md-nav:not(.md-consent){left:0}", False),
        ("@media print{.md-consent{top:0}}", True),
    ],
)
def test_a_rule_stays_only_where_a_page_can_have_such_an_element(rule: str, needed: bool):
    assert trim(rule, ALL) == rule
    assert (trim(rule, PLAIN) != rule) is needed


def test_of_several_selectors_only_those_that_can_match_stay():
    assert trim(".a,.md-consent .b,[dir=rtl] .c{left:0}@media print{.d,.md-post{top:0}}", PLAIN) == ".a{left:0}@media print{.d{top:0}}"


def test_the_icon_of_a_box_that_no_note_has_is_left_out():
    css = ':root{--md-admonition-icon--tip:url("data:image/svg+xml;charset=utf-8,<svg>}</svg>");--md-admonition-icon--own:url("x")}'
    assert trim(css, PLAIN) == ':root{--md-admonition-icon--own:url("x")}'
    assert trim(css, ALL) == css


def test_braces_and_semicolons_in_strings_and_addresses_end_no_rule():
    css = '@charset "UTF-8";a{content:"}";b:url(data:x;y,{z})}c{}'
    assert list(rules(css)) == [('@charset "UTF-8";', ""), ("a", 'content:"}";b:url(data:x;y,{z})'), ("c", "")]


def test_space_and_comments_are_dropped_and_values_keep_theirs():
    assert shorten("/* why */ .a > .b ,\n .c {\n  margin: 0 auto;\n  width: calc(1px + 2px);\n}\n") == ".a > .b , .c{margin: 0 auto;width: calc(1px + 2px)}"


@pytest.mark.parametrize("text", ["!!! tip\n    x", "??? tip 'Open'\n", '<div class="admonition tip">', "Words.\n{ .tip }", "/// tip | Title"])
def test_a_note_names_a_box_in_any_of_its_forms(text: str):
    assert "tip" in names([text])


def test_a_word_in_running_text_names_no_box():
    assert names(["A tip, a note and an example.\n\nMore."]) == set()


def test_scripts_share_a_file_and_none_of_their_names(tmp_path: Path):
    for name in SCRIPTS:
        (tmp_path / name).write_text("// why\nexport const name = 1;\n\n  function inner() {}\n")
    assert script(tmp_path) == len(SCRIPTS) * "{\nconst name = 1;\nfunction inner() {}\n}\n"


def test_a_site_has_the_styles_of_the_boxes_in_its_notes(small: Path):
    (small / "docs" / "pruning" / "note.md").write_text("---\ndescription: A.\ntags: [pruning]\n---\n# Note\n\n!!! warning\n    Take care.\n")
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 0, result.stderr
    css = (small / "site" / "assets" / "site.css").read_text("utf-8")
    assert "--md-admonition-icon--warning:url" in css
    assert "--md-admonition-icon--bug:url" not in css
    assert ".pn-cite" in css
    pages = [path.read_text("utf-8") for path in (small / "site").rglob("*.html")]
    assert {tuple(re.findall(r'<link rel="stylesheet" href="[./]*([^"]+)"', page)) for page in pages} == {("assets/site.css",)}


def test_an_extra_style_sheet_still_comes_after_ours(small: Path):
    shutil.copy(ROOT / "mkdocs.yml", small / "base.yml")
    (small / "mkdocs.yml").write_text("INHERIT: base.yml\nextra_css: [own.css]\n")
    (small / "docs" / "own.css").write_text("h1 { color: red }")
    result = run_mkdocs(small, "build", "--strict")
    assert result.returncode == 0, result.stderr
    assert re.findall(r'<link rel="stylesheet" href="[./]*([^"]+)"', (small / "site" / "index.html").read_text("utf-8")) == ["assets/site.css", "own.css"]
