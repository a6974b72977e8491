"""The rows of the failure classes that need no network: what is written, and what must be found."""

from dataclasses import dataclass, field

from folders import ATTENTION, CONFIG, OURS, SVG, jpeg, lock, png

from papernotes.linkcheck.lock import Record

ABS = "https://arxiv.org/abs/"
HOME = "docs/index.md"


@dataclass(frozen=True)
class Row:
    """Hold one row: its class, what is in the folder, and every finding that must come, as `path:line severity code`.

    `body` is the text of docs/index.md from line 3 on; `why` gives the reason where the verdict was our own choice.
    """

    number: int
    what: str
    body: str = ""
    expected: tuple[str, ...] = ()
    files: dict[str, str | bytes] = field(default_factory=dict)
    why: str = ""


def at(place: str, *codes: str) -> tuple[str, ...]:
    return tuple(f"{place} {code}" for code in codes)


def line3(*codes: str) -> tuple[str, ...]:
    return at(f"{HOME}:3", *codes)


LOCK = {"papers.lock": lock()}
CITING = {"mkdocs.yml": OURS}


def bib(text: str, *records: Record) -> dict[str, str | bytes]:
    """Make a folder of ours with a bibliography and a lock."""
    return {"mkdocs.yml": OURS, "refs.bib": text, "papers.lock": lock(*records)}


CITE = "It cites [@vaswani2017attention]."
ID = "  eprint = {1706.03762},"
URL = "  url = {https://arxiv.org/abs/1706.03762},"
PAPER = "[Attention Is All You Need]({})"
DOT = {"docs/dot.svg": SVG.format(2)}
SICI = "10.1002/(SICI)1096-8644(199601)99:1<1::AID-AJPA1>3.0.CO;2-1"

ROWS = [
    # A. arXiv ids
    Row(1, "the wrong id has a record of its own", PAPER.format(ABS + "1706.03726"), line3("error wrong-paper"), LOCK),
    Row(1, "the wrong id has no record", PAPER.format(ABS + "1706.03763"), line3("error no-record"), LOCK),
    Row(1, "in the bibliography", CITE, at("refs.bib:5", "error wrong-paper"), bib(ATTENTION.replace("1706.03762", "1706.03726"))),
    Row(2, "the id with swapped digits is another paper", PAPER.format(ABS + "1706.03726"), line3("error wrong-paper"), LOCK),
    Row(3, "a well-formed id without record", f"[a paper]({ABS}1706.99999)", line3("error no-record"), LOCK, why="offline nobody knows whether it exists; the record says so online"),
    Row(4, "month 13", f"[a paper]({ABS}1713.01234)", line3("error bad-id")),
    Row(5, "four digits in 2017", f"[a paper]({ABS}1706.3762)", line3("error bad-id")),
    Row(5, "five digits in 2014", f"[a paper]({ABS}1406.37621)", line3("error bad-id")),
    Row(6, "old ids, with and without subject", f"[one]({ABS}cs/0112017) and [two]({ABS}math.GT/0309136)"),
    Row(6, "an old id of no archive", f"[one]({ABS}maths/0309136)", line3("error bad-id")),
    Row(7, "v9 of a paper of seven versions", PAPER.format(ABS + "1706.03762v9"), line3("error version-gone"), LOCK),
    Row(8, "v1 where seven exist", PAPER.format(ABS + "1706.03762v1"), (), LOCK, why="naming a version is how a table or page number stays right: no finding"),
    Row(9, "the record says withdrawn", f"[a paper]({ABS}1901.00001)", line3("warning withdrawn"), LOCK),
    *[
        Row(10, form, f"[a paper]({form})", line3("warning not-canonical"))
        for form in (
            "https://arxiv.org/pdf/1706.03762.pdf", "https://arxiv.org/pdf/1706.03762", "https://arxiv.org/html/1706.03762", "https://www.alphaxiv.org/abs/1706.03762",
            "https://ar5iv.labs.arxiv.org/html/1706.03762", "https://export.arxiv.org/abs/1706.03762", "https://arxiv.org/pdf/1706.03762v7.pdf",
        )
    ],
    Row(10, "a place in the PDF or the HTML", "[p. 3](https://arxiv.org/pdf/1706.03762#page=3), [§3](https://arxiv.org/html/1706.03762v7#S3)", why="only that form leads to the place"),
    Row(11, "http", "[a paper](http://arxiv.org/abs/1706.03762)", line3("warning not-canonical")),
    Row(11, "www", "[a paper](https://www.arxiv.org/abs/1706.03762)", line3("warning not-canonical")),
    Row(11, "http elsewhere", "[a page](http://jalammar.github.io/)", line3("warning http-address")),
    Row(12, "another id in the text", f"[arXiv:1706.03762]({ABS}1810.04805)", line3("error text-names-other-id")),
    Row(12, "the same id in the text", f"[arXiv:1706.03762v2]({ABS}1706.03762)"),
    Row(13, "two titles", f"[Deep Residual Learning for Image Recognition]({ABS}1512.03385)\n\n[Going Deeper with Convolutional Architectures]({ABS}1512.03385)", at(f"{HOME}:5", "error two-titles")),
    Row(13, "title and short title", f"[Visualizing and Understanding Recurrent Networks]({ABS}1506.02078), [this paper]({ABS}1506.02078)"),
    Row(13, "a title in the text that is not the record's", f"[Deep Residual Learning for Image Recognition]({ABS}1706.03762)", line3("warning unsure-title"), LOCK, why="no record says whose title it is, so the text may be a sentence"),
    Row(13, "a title that drifted", CITE, at("refs.bib:5", "warning title-drift"), bib(ATTENTION.replace("Is All You Need", "Is Almost All You Need"))),
    Row(13, "another title of the record", CITE, (), bib(ATTENTION.replace("1706.03762", "1711.05101").replace("Attention Is All You Need", "Fixing Weight Decay Regularization in Adam").replace("Vaswani, Ashish", "Loshchilov, Ilya"), Record("arxiv:1711.05101", "Decoupled Weight Decay Regularization", "Loshchilov, Ilya", 2017, aliases=("Fixing Weight Decay Regularization in Adam",)))),
    Row(15, "doi and eprint", CITE, at("refs.bib:6", "error ids-disagree"), bib(ATTENTION.replace(ID, ID + "\n  doi = {10.48550/arXiv.1810.04805},"))),
    # B. DOIs
    *[Row(16, f"'{end}' at the end", f"[a paper](https://doi.org/10.1145/3528223.3530068{end})", line3("error doi-punctuation")) for end in (".", ",", ";", ".,")],
    Row(16, "in the bibliography", CITE, at("refs.bib:6", "error doi-punctuation"), bib(ATTENTION.replace(ID, ID + "\n  doi = {10.48550/arXiv.1706.03762.},"))),
    Row(17, "dx.doi.org", "[a paper](https://dx.doi.org/10.1145/3528223.3530068)", line3("warning not-canonical")),
    Row(17, "doi: as an address", "[a paper](doi:10.1145/3528223.3530068)", line3("warning not-canonical")),
    Row(17, "bare in prose", "See 10.1145/3528223.3530068, or doi:10.1145/3528223.3530068.", line3("warning bare-address", "warning bare-address")),
    Row(18, "%2F", "[a paper](https://doi.org/10.1145%2F3528223.3530068)"),
    Row(18, "SICI, encoded", "[a paper](https://doi.org/10.1002/(SICI)1096-8644(199601)99:1%3C1::AID-AJPA1%3E3.0.CO;2-1)"),
    Row(18, "brackets of its own", "[a paper](https://doi.org/10.1016/0006-8993(79)90349-4)"),
    Row(19, "upper and lower case", "[a paper](https://doi.org/10.1145/3528223.3530068) and [it](https://doi.org/10.1000/RETRACTED)", line3("error retracted"), LOCK),
    Row(22, "the DOI's record is another paper", "[Attention Is All You Need](https://doi.org/10.1145/3528223.3530068)", line3("error wrong-paper"), LOCK),
    Row(23, "the record says retracted", "[a paper](https://doi.org/10.1000/retracted)", line3("error retracted"), LOCK),
    # C. Hosts
    Row(27, "the PDF of a forum page", "[a paper](https://openreview.net/pdf?id=rJlnB3C5Ym)", line3("warning not-canonical"), LOCK),
    Row(28, "two ids in the query", "[a](https://openreview.net/forum?id=rJlnB3C5Ym), [b](https://openreview.net/forum?id=rJlnB3C5Yx)", line3("error no-record"), LOCK),
    *[
        Row(29, form, f"[a paper]({form})", line3("warning not-canonical"), LOCK)
        for form in ("https://aclanthology.org/P18-1031.pdf", "https://www.aclweb.org/anthology/P18-1031/", "https://aclweb.org/anthology/papers/P/P18/P18-1031/")
    ],
    Row(29, "the right form, with and without a slash", "[a](https://aclanthology.org/P18-1031/), [b](https://aclanthology.org/P18-1031)", (), LOCK),
    Row(29, "an id that cannot be", "[a](https://aclanthology.org/P18-103/)", line3("error bad-id")),
    Row(30, "with a time, short, a channel", "[a](https://www.youtube.com/watch?v=a0vAWyZXMWg&t=30), [b](https://youtu.be/gCJCgQW_LKc), [c](https://www.youtube.com/@handle)"),
    Row(30, "an id that is too short", "[a](https://youtu.be/gCJCgQW_LK)", line3("error bad-id")),
    # E. Extraction
    Row(71, "balanced brackets", "[a](https://en.wikipedia.org/wiki/Attention_(machine_learning)) text"),
    Row(72, "the bracket closes lines later", "[a](https://jalammar.github.io/(x\nmore text\nand) more) text", line3("error swallowed-lines")),
    Row(72, "the bracket never closes", "[a](https://jalammar.github.io/(x text", line3("error unrendered", "warning bare-address")),
    Row(73, "a bare address in brackets", "Text (https://jalammar.github.io/).", line3("warning bare-address")),
    Row(73, "two bare addresses and a linked one", "[a](https://jalammar.github.io/)\n\nText https://jalammar.github.io/ (https://thegradient.pub/nlp-imagenet).", at(f"{HOME}:5", "warning bare-address", "warning bare-address")),
    Row(74, "angle brackets", "See <https://jalammar.github.io/>."),
    Row(75, "an undefined reference", "[a][missing]", line3("error undefined-reference")),
    Row(75, "defined twice", "[a][one]\n\n[one]: https://jalammar.github.io/\n[One]: https://thegradient.pub/", at(f"{HOME}:6", "warning duplicate-definition")),
    Row(75, "another case", "[a][ONE]\n\n[one]: https://jalammar.github.io/"),
    Row(75, "never used", "Text.\n\n[one]: https://jalammar.github.io/", at(f"{HOME}:5", "warning unused-definition")),
    Row(75, "a fault in the definition is reported there", "[a][one]\n\n[one]: https://arxiv.org/abs/1713.01234", at(f"{HOME}:5", "error bad-id")),
    Row(76, "a mark without footnote", "Text[^1].", line3("error undefined-footnote")),
    Row(76, "a footnote without mark", "Text.\n\n[^1]: A note.", at(f"{HOME}:5", "warning unused-footnote")),
    Row(76, "a fault inside a footnote", "Text[^1].\n\n[^1]: A [note](missing.md).", at(f"{HOME}:5", "error missing-file")),
    Row(77, "a code span", "Write `[a](missing.md)` so."),
    Row(77, "fenced code", "```\n[a](missing.md) https://arxiv.org/abs/1\n```"),
    Row(77, "indented code", "Text.\n\n    [a](missing.md)\n\nText."),
    Row(77, "indented code beside a link to the same", "Text.\n\n    [a](missing.md)\n\n[a](missing.md)", at(f"{HOME}:7", "error missing-file")),
    Row(77, "a comment", "<!-- [a](missing.md) <a href='missing.md'>b</a> -->"),
    Row(77, "math", "With $[a](missing.md)$ and\n\n$$\nx[i][j] = [a](missing.md)\n$$"),
    *[
        Row(78, tag, tag, line3("error missing-image"))
        for tag in ('<img width=1 src="missing.png" alt="x">', "<img src='missing.png' alt='x'>", "<img src=missing.png alt=x>", '<IMG SRC="missing.png" ALT="x">')
    ],
    Row(78, "a new line inside the tag", 'Text <img\n  src="missing.png"\n  alt="x">', at(f"{HOME}:4", "error missing-image")),
    Row(79, "srcset", '<img src="dot.svg" srcset="dot.svg 1x, missing.png 2x" alt="x">', line3("error missing-image"), DOT),
    Row(79, "source", '<picture><source srcset="missing.webp"><img src="dot.svg" alt="x"></picture>', line3("error missing-image"), DOT),
    Row(79, "poster", '<video src="missing.mp4" poster="missing.png"></video>', line3("error missing-image", "error missing-image")),
    Row(79, "data-src", '<img src="dot.svg" data-src="missing.png" alt="x">', line3("error missing-image"), DOT),
    Row(79, "CSS", "<div style=\"background: url('missing.png')\">x</div>", line3("error missing-image")),
    Row(80, "md_in_html", "<div markdown>\n\n[a](missing.md)\n\n</div>", at(f"{HOME}:5", "error missing-file")),
    Row(80, "an admonition", "!!! note\n    [a](missing.md)", at(f"{HOME}:4", "error missing-file")),
    Row(80, "a tab", '=== "One"\n\n    [a](missing.md)', at(f"{HOME}:5", "error missing-file")),
    Row(80, "a table", "| a |\n|---|\n| [a](missing.md) |", at(f"{HOME}:5", "error missing-file")),
    Row(80, "raw HTML in a list", "- x\n- <a href='missing.md'>a</a>", at(f"{HOME}:4", "error missing-file")),
    Row(81, "on a link", "[a](missing.md){: target=_blank }", line3("error missing-file")),
    Row(81, "an id of its own", "## Part { #own }\n\n[a](#own) [b](#part)", at(f"{HOME}:5", "error missing-anchor")),
    Row(82, "titles", '[a](missing.md "it\'s (a) title") [b](missing.md \'say "x"\')', line3("error missing-file", "error missing-file")),
    Row(83, "characters that browsers take", "[a](https://de.wikipedia.org/wiki/Köln) [b](https://xn--kln-sna.de/) [c](https://köln.de/) [d](https://de.wikipedia.org/wiki/K%C3%B6ln) [e](https://jalammar.github.io/?a|b[c])", why="each leads to the page: browsers encode them"),
    Row(83, "encoded twice", "[a](https://jalammar.github.io/a%2520b)", line3("warning double-encoded")),
    Row(83, "a raw space", "[a](https://jalammar.github.io/a b)", line3("error odd-character")),
    Row(83, "a backslash", "<a href='https://jalammar.github.io\\a'>a</a>", line3("error odd-character")),
    *[
        Row(84, name, f"<a href='https://jalammar.github.io/{character}a'>a</a>", line3("error odd-character"))
        for name, character in (("zero-width space", "\u200b"), ("no-break space", "\u00a0"), ("byte order mark", "\ufeff"))
    ],
    Row(84, "curly quotes", "<a href=“https://jalammar.github.io/”>a</a>", line3("error odd-character")),
    Row(84, "a backslash at the end", "[a](https://jalammar.github.io/\\ )", line3("error odd-character")),
    *[Row(85, f"'{url}'", f"[a]({url})", line3("error placeholder")) for url in ("TODO", "#", "xxx", "https://example.com/paper", "...")],
    Row(85, "no address", "[a]()", line3("error empty-link")),
    Row(85, "no text", "[](https://jalammar.github.io/)", line3("error empty-link")),
    Row(86, "mail", "[a](mailto:ada.org) [b](mailto:ada@lovelace.org?subject=x)", line3("error bad-mail")),
    *[
        Row(86, url, f"<a href='{url}'>a</a>", line3("error bad-scheme"))
        for url in ("javascript:alert(1)", "file:///home/me/x.pdf", "http://localhost:8000/", "https://192.168.0.1/", "http://127.0.0.1/", "C:/notes/x.pdf")
    ],
    Row(86, "an image in the address itself", "![x](data:image/png;base64,AAAA)"),
    Row(86, "no possible host", "[a](https:///x) [b](https://a..b/)", line3("error bad-host", "error bad-host")),
    Row(87, "no scheme", "[a](//jalammar.github.io/)", line3("warning protocol-relative")),
    Row(88, "a wiki link", "See [[page]].", line3("error unrendered")),
    Row(88, "a macro", "See {{ page.title }}.", line3("error unrendered")),
    Row(88, "front matter", "", at(f"{HOME}:2", "error bad-id"), {HOME: "---\nsource: https://arxiv.org/abs/1713.01234\n---\n# Home\n"}),
    Row(88, "navigation", "", at("mkdocs.yml:12", "error missing-file"), {"mkdocs.yml": CONFIG + "nav:\n  - Home: missing.md\n"}),
    Row(88, "a link in extra", "", at("mkdocs.yml:13", "warning http-address"), {"mkdocs.yml": CONFIG + "extra:\n  social:\n    link: http://jalammar.github.io/\n"}),
    # F. Local targets
    *[Row(89, f"'{url}'", f"[a]({url})", line3("error missing-file")) for url in ("missing.md", "missing/", "missing.html", "missing", "part/")],
    Row(89, "without .md", "[a](note)", line3("warning page-path"), {"docs/note.md": "# Note\n"}),
    Row(89, "as the page is served", "[a](note/) [b](note/index.html)", line3("warning page-path", "warning page-path"), {"docs/note.md": "# Note\n"}),
    Row(89, "a folder with an index", "[a](part/)", line3("warning page-path"), {"docs/part/index.md": "# Part\n"}),
    Row(90, "wrong case", "[a](Note.md)", line3("error wrong-case"), {"docs/note.md": "# Note\n"}),
    Row(91, "to a file beside docs", "[a](../README.md)", line3("error outside-docs"), {"README.md": "# x\n"}),
    Row(91, "out of the project", "[a](../../x.md)", line3("error outside-docs")),
    Row(92, "from the server's root", "![x](/dot.svg)", line3("error absolute-address"), DOT),
    Row(92, "under the sub-path", "![x](/notes/dot.svg)", (), DOT),
    Row(92, "from docs, where the site says so", "![x](/dot.svg)", (), DOT | {"mkdocs.yml": CONFIG + "validation: {absolute_links: relative_to_docs}\n"}),
    Row(93, "right in the source only", "", at("docs/note.md:3", "error raw-path"), DOT | {"docs/note.md": '# Note\n\n<img src="dot.svg" alt="x"> ![x](dot.svg)\n'}),
    Row(93, "right on the page only", "", (), DOT | {"docs/note.md": '# Note\n\n<img src="../dot.svg" alt="x">\n'}),
    Row(93, "our own plugin resolves it from the source", "", (), DOT | CITING | {"docs/note.md": '# Note\n\n<img src="dot.svg" alt="x">\n'}),
    Row(94, "renamed", "## Part two\n\n[a](#part-one)", at(f"{HOME}:5", "error missing-anchor")),
    Row(94, "on another page", "[a](note.md#gone)", line3("error missing-anchor"), {"docs/note.md": "# Note\n"}),
    Row(94, "twice the same words", "## Part\n\n## Part\n\n[a](#part) [b](#part_1) [c](#part_2)", at(f"{HOME}:7", "error missing-anchor")),
    Row(94, "accents, code, signs, own ids", "## Été & `code` 🙂\n\n## Own {#mine}\n\n[a](#ete-code) [b](#mine) <a id='raw'></a>[c](#raw)"),
    Row(95, "left out of the site", "[a](note.md)", line3("error excluded-page"), {"docs/note.md": "# Note\n", "mkdocs.yml": CONFIG + "exclude_docs: note.md\n"}),
    Row(95, "a draft", "[a](note.md)", line3("error excluded-page"), {"docs/note.md": "---\nstatus: draft\n---\n# Note\n"} | CITING),
    Row(95, "an orphan", "", at("docs/note.md:1", "warning orphan-page"), {"docs/note.md": "# Note\n", "mkdocs.yml": CONFIG + "nav:\n  - Home: index.md\n"}),
    Row(95, "without a written navigation every page is in it", "", (), {"docs/note.md": "# Note\n"}),
    Row(96, "a space, plain and encoded", "[a](<a note.md>) [b](a%20note.md)", (), {"docs/a note.md": "# Note\n"}),
    Row(96, "an accent in another form", "[a](e\u0301tude.md)", line3("error wrong-case"), {"docs/\u00e9tude.md": "# Note\n"}),
    Row(96, "a name that ends in a dot", "", at("docs/note.md.:1", "warning unportable-name"), {"docs/note.md.": "x"}),
    # G. Images
    Row(97, "Markdown", "![x](missing.png)", line3("error missing-image")),
    Row(98, "no bytes", "![x](a.png)", at("docs/a.png:1", "error empty-image"), {"docs/a.png": b""}),
    Row(99, "a PNG", "![x](a.png)", at("docs/a.png:1", "error broken-image"), {"docs/a.png": png()[:-20]}),
    Row(99, "a JPEG", "![x](a.jpg)", at("docs/a.jpg:1", "error broken-image"), {"docs/a.jpg": jpeg()[:-4]}),
    Row(99, "whole ones", "![x](a.png) ![y](b.jpg)", (), {"docs/a.png": png(), "docs/b.jpg": jpeg()}),
    Row(100, "one bit", "![x](a.png)", at("docs/a.png:1", "error broken-image"), {"docs/a.png": png()[:45] + bytes([png()[45] ^ 1]) + png()[46:]}),
    Row(101, "a web page", "![x](a.png)", at("docs/a.png:1", "error broken-image"), {"docs/a.png": "<!doctype html><html></html>"}),
    Row(101, "a pointer of Git LFS", "![x](a.png)", at("docs/a.png:1", "error broken-image"), {"docs/a.png": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n"}),
    Row(102, "a PNG named .jpg", "![x](a.jpg)", at("docs/a.jpg:1", "warning image-type"), {"docs/a.jpg": png()}),
    Row(103, "not well-formed", "![x](a.svg)", at("docs/a.svg:1", "error broken-svg"), {"docs/a.svg": SVG.format(2)[:-8]}),
    Row(103, "a script", "![x](a.svg)", at("docs/a.svg:1", "error broken-svg"), {"docs/a.svg": SVG.format(2).replace("<circle", "<script>alert(1)</script><circle")}),
    Row(103, "a missing inner file", "![x](a.svg)", at("docs/a.svg:1", "error broken-svg"), {"docs/a.svg": SVG.format(2).replace("<circle", '<image href="b.png"/><circle')}),
    Row(103, "no namespace", "![x](a.svg)", at("docs/a.svg:1", "error broken-svg"), {"docs/a.svg": '<svg width="9" height="9"/>'}),
    Row(104, "one pixel", "![x](a.png)", at("docs/a.png:1", "warning image-size"), {"docs/a.png": png(1, 1)}),
    Row(104, "20,001 pixels", "![x](a.png)", at("docs/a.png:1", "warning image-size"), {"docs/a.png": png(20_001, 2)}),
    Row(105, "not shown", "", at("docs/a.png:1", "warning unused-image"), {"docs/a.png": png()}),
    Row(105, "shown by a style sheet", "", (), {"docs/a.png": png(), "docs/x.css": "body { background: url(a.png) }"}),
    Row(106, "two names", "![x](a.png) ![y](b.png)", at("docs/b.png:1", "warning same-image-twice"), {"docs/a.png": png(), "docs/b.png": png()}),
    Row(107, "Markdown", "![](dot.svg)", line3("warning no-alt"), DOT),
    Row(107, "raw, none", '<img src="dot.svg">', line3("warning no-alt"), DOT),
    Row(107, "raw, empty on purpose", '<img src="dot.svg" alt="">', (), DOT, why='HTML says by alt="" that an image only decorates'),
    Row(108, "on a foreign host", "![x](https://user-images.githubusercontent.com/1/2.png)", line3("warning foreign-image")),
    # H. Bibliography
    Row(109, "the same key", CITE, at("refs.bib:9", "error duplicate-key"), bib(ATTENTION + ATTENTION)),
    Row(109, "but for case", CITE, at("refs.bib:9", "error duplicate-key"), bib(ATTENTION + ATTENTION.replace("vaswani2017attention", "Vaswani2017Attention"))),
    Row(110, "in the text", CITE + " And [@nobody2020].", line3("error unknown-cite-key"), bib(ATTENTION)),
    Row(110, "in the front matter", "", at(f"{HOME}:2", "error unknown-cite-key"), bib(ATTENTION) | {HOME: f"---\npapers: [nobody2020]\ndescription: A note.\ntags: [one]\n---\n# Home\n\n{CITE}\n"}),
    Row(110, "a key that cannot be read", CITE + " And [@nobody.2020].", line3("error unreadable-citation"), bib(ATTENTION)),
    Row(111, "not cited", "", at("refs.bib:1", "warning uncited-entry"), bib(ATTENTION), why="a paper that was once cited and is not any more is worth a look, not a stop"),
    Row(112, "a brace", "Text.", at("refs.bib:1", "error broken-bibtex"), bib(ATTENTION.replace("{2017}", "{2017"))),
    Row(112, "a comma", CITE, at("refs.bib:4", "error broken-bibtex"), bib(ATTENTION.replace("{2017},", "{2017}"))),
    Row(112, "a string that is not defined", CITE, at("refs.bib:4", "error broken-bibtex"), bib(ATTENTION.replace("{2017}", "unknown"))),
    Row(112, "a byte order mark", CITE, (), bib("\ufeff" + ATTENTION), why="BibTeX's readers skip it"),
    Row(113, "no title", CITE, at("refs.bib:1", "error missing-field"), bib(ATTENTION.replace("  title = {Attention Is All You Need},\n", "").replace(ID, "").replace(URL, ""))),
    Row(113, "an article without journal", CITE, at("refs.bib:1", "error missing-field"), bib(ATTENTION.replace("@misc", "@article"))),
    *[
        Row(114, f"'{sign}'", "Text.", at("refs.bib:1", "error unreadable-key", "warning uncited-entry"), bib(ATTENTION.replace("vaswani2017attention", f"vaswani{sign}2017")))
        for sign in (":", ".", "+", "/")
    ],
    Row(115, "url and eprint", CITE, at("refs.bib:7", "error ids-disagree"), bib(ATTENTION.replace("/abs/1706.03762", "/abs/1706.03726"))),
    Row(115, "doi and the Anthology's id", CITE, at("refs.bib:8", "error ids-disagree"), bib(ATTENTION.replace(URL, "  url = {https://aclanthology.org/P18-1031/},\n  doi = {10.18653/v1/P18-1032},").replace(ID, "").replace("Attention Is All You Need", "Universal Language Model Fine-tuning for Text Classification").replace("Vaswani, Ashish", "Howard, Jeremy").replace("2017},", "2018},"), Record("doi:10.18653/v1/p18-1032", "Universal Language Model Fine-tuning for Text Classification", "Howard, Jeremy", 2018))),
    Row(116, "no archive", CITE, at("refs.bib:5", "error eprint-form"), bib(ATTENTION.replace("  archiveprefix = {arXiv},\n", ""))),
    Row(116, "arXiv: in the field", CITE, at("refs.bib:5", "error eprint-form"), bib(ATTENTION.replace("{1706.03762}", "{arXiv:1706.03762}"))),
    Row(116, "the class in the field", CITE, at("refs.bib:5", "error eprint-form"), bib(ATTENTION.replace("{1706.03762}", "{1706.03762v7 [cs.CL]}"))),
    Row(116, "no arXiv id", CITE, at("refs.bib:5", "error bad-id"), bib(ATTENTION.replace("{1706.03762}", "{1713.03762}"))),
    Row(117, "the same id", "[@vaswani2017attention; @vaswani2017again]", at("refs.bib:9", "error same-paper-twice"), bib(ATTENTION + ATTENTION.replace("vaswani2017attention", "vaswani2017again"))),
    Row(117, "the same title", "[@vaswani2017attention; @vaswani2017again]", at("refs.bib:10", "warning nearly-same-title"), bib(ATTENTION + ATTENTION.replace("vaswani2017attention", "vaswani2017again").replace(ID, "").replace(URL, ""))),
    Row(117, "two records of one title", "", at("papers.lock:6", "warning shared-title"), {"papers.lock": lock(Record("arxiv:1901.00002", "Attention is all you need", "Vaswani, Ashish", 2019))}),
    Row(118, "a preprint of 2017 dated 2020", CITE, at("refs.bib:4", "warning year-disagrees"), bib(ATTENTION.replace("{2017}", "{2020}"))),
    Row(118, "printed two years later", CITE, (), bib(ATTENTION.replace("@misc", "@article").replace("year = {2017}", "journal = {Neural Computation},\n  year = {2019}")), why="a journal's review takes years: up to four are usual, before the preprint only one"),
    Row(119, "escaped", CITE, at("refs.bib:7", "error escaped-address"), bib(ATTENTION.replace(URL, "  url = {https://jalammar.github.io/a\\_b},"))),
    Row(119, "\\url", CITE, at("refs.bib:7", "error escaped-address"), bib(ATTENTION.replace(URL, "  url = {\\url{https://jalammar.github.io/a}},"))),
    Row(120, "handles and decorators", CITE + " Thanks to @karpathy, `@property` and ada@lovelace.org.", (), bib(ATTENTION)),
    Row(80, "a web page among the notes", "", at("docs/page/x.html:2", "error missing-file", "warning no-alt"), DOT | CITING | {"docs/page/x.html": "<p>\n<a href='../index.html'>a</a> <a href='gone.html'>b</a> <img src='../dot.svg'></p>"}),
    # I. The checker itself
    Row(124, "a lock that cannot be read", "", at("papers.lock:2", "error bad-lock"), {"papers.lock": lock().splitlines()[0] + "\n<<<<<<< HEAD\n"}),
    Row(124, "a lock that is not sorted", "", at("papers.lock:1", "error bad-lock"), {"papers.lock": "\n".join(reversed(lock().splitlines())) + "\n"}),
    Row(128, "line ends, byte order mark", "", at("docs/note.md:3", "error missing-file"), {"docs/note.md": "\ufeff# Note\r\n\r\n[a](missing.md)\r\n"}),
    Row(128, "latin-1", "", at("docs/note.md:3", "error not-utf8"), {"docs/note.md": "# Note\n\nCaf\xe9\n".encode("latin-1")}),
    Row(128, "a path with backslashes", "[a](part\\note.md)", line3("error missing-file"), {"docs/part/note.md": "# Note\n"}),
]  # fmt: skip
