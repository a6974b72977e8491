"""Blocks of a file as a draft can hold them: citations in place of paper links, gaps in place of missing pictures.

Callouts become boxes, and wiki links lead to the notes that they name.
What the site's Markdown would read as something else (raw HTML, unknown citations, math that was none) is kept as it was,
fenced as text: it is seen, and neither a build nor a check takes it for a fault.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from papernotes.author.pending import gap
from papernotes.importing.callouts import box, read_callout, write_callout
from papernotes.importing.parse import BARE, CODE, LINK, WIKI, Block, trim, unquoted
from papernotes.importing.wiki import Wiki, read_wiki
from papernotes.linkcheck import addresses, wording
from papernotes.linkcheck.links import Link

IMAGE_TAG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
SOURCE = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
OURS = re.compile(r"<!-- gap: [^\n]*? -->|\[@[a-z0-9]+\]|!?\[[^\[\]\n]*\]\((?:https?:[^\s]*|(?:\.\./)+images/[^\s)]+|\.\./[\w/-]+\.md(?:#[\w-]+)?)\)")
QUOTE = re.compile(r"(?: {0,3}> ?)*")
ITEM = re.compile(rf"(?P<quote>{QUOTE.pattern}) {{0,3}}(?:[-*+]|1[.)])\s+\S")
THINKING = re.compile(r"^[\s>*_-]*(?:my (?:own )?(?:thinking|thoughts?|reading|guess|hypothesis|idea|view|opinion|take)|(?:own )?hypothesis|i (?:think|guess|believe|suspect|wonder))\b", re.IGNORECASE)
THINKING_HEADING = re.compile(r"\(\s*(?:my )?(?:hypothesis|guess|idea|thinking)\s*\)|^(?:my (?:thinking|thoughts?|reading|guess|hypothesis|ideas?|view)|(?:own )?hypothes[ie]s)\b", re.IGNORECASE)
# What Markdown and its extensions would read as more than words.
RISKY = re.compile(
    r"<[A-Za-z/!?]|\[\[|\]\]|\{\{|\{%|\{[:#.]|\]\s?\[|\[\^|(?<![\w.])@[\w{\[]|\[[^\[\]]*(?<![\w.+/-])@|\]\(|!\[|\$|\\[\[(\]]|^\s*>?\s*\[[^\]]+\]:|^\s*(?:!!!|\?\?\?|///|===|\*\[|:::|~~~|```|\[TOC\]|--8<--|;--8<--)|https?:|www\."
    r"|\[\?\]|10\.\d{4,9}/|\barxiv:|(?<!\w)(?:arxiv|doi|aclanthology|openreview)\.(?:org|net)/|[\x00-\x08\x0b-\x1f\x7f\u0085\u200b-\u200f\u2028-\u202e\u2060\ufeff]",
    re.IGNORECASE | re.MULTILINE,
)  # fmt: skip


@dataclass
class Needs:
    """Hold what turns addresses into citations and pictures into files."""

    cite: Callable[[str, str], str | None]  # address and its words → key
    picture: Callable[[str], str | None]  # address → path of a file below images/
    note: Callable[[str, str], str | None]  # a page's name and a part of it → the link to its note


def is_thought(block: Block, title: str) -> bool:
    """Tell whether a block, below a heading `title`, is what the author thinks."""
    words = block.lines[:1]
    if block.kind == "callout":
        callout = read_callout(block.lines)
        words = [callout.title, *callout.body[:1]]
    return block.kind != "code" and (any(THINKING.match(one) for one in words) or bool(THINKING_HEADING.search(title)))


def render(block: Block, needs: Needs, thinks: bool = False) -> str:
    """Return a block as a draft holds it; `thinks` puts it into the box of the author's own thoughts."""
    if block.kind == "callout":
        return write_callout(block, lambda one: render(one, needs), _is_plain, thinks)
    text = _render(block, needs)
    return boxed(text) if thinks else text


def _render(block: Block, needs: Needs) -> str:
    text = block.text.expandtabs(4) if block.kind == "text" else block.text
    if block.kind == "code":
        return text if not text.startswith((" ", "\t", ">")) else fenced(block.lines)
    plain = re.sub(r"\((\[@[a-z0-9]+\])\)", r"\1", _inline(text, needs))
    if not RISKY.search(OURS.sub(" ", CODE.sub(" ", plain))) and plain.count("`") % 2 == 0:
        return _set_off(plain)
    keys = sorted(set(re.findall(r"\[@([a-z0-9]+)\]", plain)))
    return fenced(block.lines) + ("\n\nCited above: " + ", ".join(f"[@{key}]" for key in keys if needs_key(key, text)) if any(needs_key(key, text) for key in keys) else "")


def _set_off(text: str) -> str:
    """Put a blank line before a list that begins below words: other tools need none, this site's Markdown does."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if ITEM.match(line)), 0)
    if first and (quote := ITEM.match(lines[first])["quote"]) == QUOTE.match(lines[first - 1])[0]:
        lines.insert(first, quote.rstrip())
    return "\n".join(lines)


def _is_plain(text: str) -> bool:
    """Tell words from what Markdown reads as more."""
    return not RISKY.search(text) and not WIKI.search(text) and "`" not in text and "\\" not in text


def needs_key(key: str, original: str) -> bool:
    """Tell whether a citation was made of an address, and did not stand in the text before."""
    return f"[@{key}]" not in original


def fenced(lines: list[str]) -> str:
    """Put lines into a fence that nothing in them ends."""
    longest = max((len(run) for line in lines for run in re.findall(r"~+", line)), default=0)
    fence = "~" * max(3, longest + 1)
    return "\n".join([f"{fence}text", *lines, fence])


def boxed(text: str) -> str:
    """Put a text into the box of the author's own thoughts."""
    lines = text.split("\n")
    if all(line.lstrip().startswith(">") for line in lines):
        lines = [unquoted(line) for line in lines]
    return box("!!!", "reading", "My reading", "\n".join(lines))


def _inline(text: str, needs: Needs) -> str:
    """Turn pictures and links of a text into what a draft holds; code stays."""
    pieces, at = [], 0
    for code in CODE.finditer(text):
        pieces += [_links(text[at : code.start()], needs), code[0]]
        at = code.end()
    return "".join([*pieces, _links(text[at:], needs)])


def _links(text: str, needs: Needs) -> str:
    """Replace pictures, links and bare addresses, each once: what was put in is not read again."""
    kept: list[str] = []

    def keep(made: str) -> str:
        kept.append(made)
        return f"\x00{len(kept) - 1}\x00"

    text = IMAGE_TAG.sub(lambda match: keep(_picture(*tag_parts(match[0]), needs, match[0])), text)
    text = WIKI.sub(lambda match: keep(_wiki(read_wiki(match), needs)), text)
    text = LINK.sub(lambda match: keep(_picture(match["url"], match["text"], needs, match[0]) if match["bang"] else _link(match["url"], match["text"], needs, match[0])), text)

    def bare(match: re.Match[str]) -> str:
        url = match["angled"] or trim(match["url"])
        return keep(_link(url, "", needs, url)) + ("" if match["angled"] else match["url"][len(url) :])

    text = BARE.sub(bare, text)
    while "\x00" in text:
        text = re.sub(r"\x00(\d+)\x00", lambda match: kept[int(match[1])], text)
    return text


def tag_parts(tag: str) -> tuple[str, str]:
    """Return a picture tag's address and description."""
    source, alt = SOURCE.search(tag), ALT.search(tag)
    return next(filter(None, source.groups()), "") if source else "", next(filter(None, alt.groups()), "") if alt else ""


def _picture(url: str, alt: str, needs: Needs, original: str) -> str:
    """Show a picture that is there; leave a gap and the original for one that is not."""
    path = needs.picture(url)
    words = " ".join(re.sub(r"[\[\]`<>]", "", alt).split())
    if path:
        return f"![{words}](../../{path})"
    return f"<!-- gap: Draw this picture anew and describe it. --> {code_span(original)}"


def _wiki(wiki: Wiki, needs: Needs) -> str:
    """Show the picture, or lead to the note that a wiki link names; where there is none its words stay."""
    if wiki.is_picture:
        return _picture(wiki.page, wiki.words if wiki.words != wiki.page else "", needs, wiki.original)
    words = wiki.words if _is_plain(wiki.words) else " ".join(re.findall(r"\w+", wiki.words))
    way = needs.note(wiki.page, wiki.part)
    return f"[{words}]({way})" if way and words else words


def _link(url: str, words: str, needs: Needs, original: str) -> str:
    """Cite a paper; keep another address as a link; show as code what is none."""
    words = " ".join(words.split())
    if not url.startswith(("http://", "https://")):
        page, _, part = unquote(url).partition("#")
        way = needs.note(page, "#" + part) if page.endswith(".md") and words and _is_plain(words) else None
        if way:
            return f"[{words}]({way})"
        return f"{words} ({code_span(original)})" if "\x00" not in original else original
    key = needs.cite(url, words)
    if key:
        return f"{words} [@{key}]" if words else f"[@{key}]"
    right = addresses.canonical(url) or url
    link = Link("", 1, 1, right, words or right, "link")
    sound = not any(wording.check_link(link)) and not addresses.malformed(url) and not re.search(r"[()<>\\`*_\s]", right.partition("//")[2].replace("_", ""))
    if not sound:
        return code_span(original)
    paper = addresses.identify(url)
    cite = f" {gap(paper)}" if paper and paper.scheme != "youtube" else ""
    return f"[{words or wording.host(right)}]({right}){cite}"


def code_span(text: str) -> str:
    """Show a text as it is."""
    text = " ".join(text.split())
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    mark = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{mark}{space}{text}{space}{mark}"
