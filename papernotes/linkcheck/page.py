"""A note as the site's own Markdown sees it: its links with their places, its anchors and headings, its text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from papernotes.citations import CitationExtension, Citations
from papernotes.claims.uses import uses_of
from papernotes.findings import Finding
from papernotes.linkcheck.codes import found
from papernotes.linkcheck.folder import Folder
from papernotes.linkcheck.links import Link
from papernotes.linkcheck.markup import MARK, Markup, Seen, read_markup
from papernotes.linkcheck.places import Words, candidates, locate
from papernotes.marks import MarksExtension
from papernotes.refs import Reference
from papernotes.source import Source

MADE = ("#ref-", "#cite-", "#fn:", "#fnref:")  # links that extensions make of citations and footnotes
ALWAYS = ("toc", "tables", "fenced_code")  # MkDocs adds them
SHORT_NAMES = frozenset(
    "abbr admonition attr_list codehilite def_list extra fenced_code footnotes legacy_attrs legacy_em md_in_html meta nl2br sane_lists smarty tables toc wikilinks".split()
)
FILLED = re.compile(r"[a-z][\w/-]*(?: [\w/-]+)*")  # <!-- compare -->, <!-- material/tags -->
LEFT_OUT = {"pymdownx.b64"}  # it would put the image's bytes in the address's place
FORCED: dict[str, dict[str, Any]] = {
    "toc": {"permalink": False, "anchorlink": False},
    "pymdownx.highlight": {"use_pygments": False},  # colours cost time and change no link
    "codehilite": {"use_pygments": False},
    "pymdownx.snippets": {"url_download": False, "check_paths": False},
}

@dataclass
class Page:
    """Hold one note after reading; `markup` is what Markdown made of it."""

    source: Source
    links: list[Link]
    markup: Markup
    words: Words
    citations: Citations
    findings: list[Finding] = field(default_factory=list)

    @property
    def path(self) -> str:
        return self.source.path

    @cached_property
    def filled_later(self) -> bool:
        """Whether a plugin fills parts of this page, so that its anchors are known on the built page only."""
        return any(FILLED.fullmatch(comment) for comment in self.markup.comments)

class Provenance(Treeprocessor):
    """Mark the links that Markdown itself made, at the moment when MkDocs rewrites them."""

    def run(self, root) -> None:
        for element in root.iter():
            if element.tag in ("a", "img"):
                element.set(MARK, "")

class ProvenanceExtension(Extension):
    """Add the mark to Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(Provenance(md), "pn-provenance", 0)

class Renderer:
    """Read notes with one Markdown instance, set up as the folder's `mkdocs.yml` says."""

    def __init__(self, folder: Folder, references: Mapping[str, Reference]):
        self.folder = folder
        self.references = references
        self.citations: Citations | None = None
        self.md = _markdown(folder, lambda: self.citations)

    def read(self, path: str) -> Page | Finding:
        """Read one note; one that is not UTF-8 is a finding."""
        data = (self.folder.root / path).read_bytes()
        try:
            text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError as fault:
            return found(path, (data[: fault.start].count(b"\n") + 1, 1), "not-utf8", "the note is not UTF-8", "save it as UTF-8")
        return self.page(Source(path, text))

    def page(self, source: Source) -> Page:
        """Render a note and find the place of everything in it."""
        markup = self._render(source)
        citations = self.citations
        assert citations is not None
        if self.folder.ours:
            markup.ids |= {use.anchor for use in uses_of("", source) if use.anchor}  # boxes of claims, which the build fills
        shown = [one for one in markup.seen if not one.is_emoji and not one.url.startswith(MADE)]
        possible = candidates(source, self.md)
        offsets = locate(source, possible, shown, lambda text: self._render(Source(source.path, text)).seen)
        links = [_link(source, one, offset) for one, offset in zip(shown, offsets, strict=True)]
        return Page(source, links + list(front_matter_links(source)), markup, Words(source, possible), citations)

    def _render(self, source: Source) -> Markup:
        self.citations = Citations(source, self.references)
        self.md.reset()
        return read_markup(self.md.convert(source.text[source.body_start :]))

def html_page(folder: Folder, path: str) -> Page:
    """Read a web page that lies among the notes; the site copies it as it is."""
    source = Source(path, (folder.root / path).read_text(encoding="utf-8-sig", errors="replace"))
    markup = read_markup(source.text)
    starts = [0, *(match.end() for match in re.finditer("\n", source.text))]
    links = [_link(source, one, max(source.text.find(one.url, starts[one.line - 1] + one.column - 1), 0)) for one in markup.seen]
    return Page(source, links, Markup(ids=markup.ids), Words(source, []), Citations(source, {}))


def _link(source: Source, one: Seen, offset: int) -> Link:
    line, column = source.position(offset)
    text = one.text if not one.holds_image else one.text or "\ufffc"
    return Link(source.path, line, column, one.url, text, one.kind, one.raw, one.described)

def _markdown(folder: Folder, scope: Callable[[], Citations | None]) -> Markdown:
    """Set up Markdown with the folder's extensions, as far as they are of packages that this project stands on."""
    wanted = {**dict.fromkeys(ALWAYS), **folder.extensions}
    known = {name: options for name, options in wanted.items() if _known(name)}
    configs = {name: _options(folder, name, options or {}) for name, options in known.items()}
    own: list[Extension] = [ProvenanceExtension()]
    if folder.ours or "bibtex" in folder.plugins:
        own.append(CitationExtension(scope))
    if folder.ours:
        own.append(MarksExtension(lambda correction: None))
    return Markdown(extensions=[*known, *own], extension_configs=configs)

def _known(name: str) -> bool:
    return name not in LEFT_OUT and (name in SHORT_NAMES or name.startswith(("markdown.extensions.", "pymdownx.")))

def _options(folder: Folder, name: str, options: dict[str, Any]) -> dict[str, Any]:
    """Keep an extension's options, without those that reach out of the folder or into code that is not trusted."""
    kept = {key: value for key, value in options.items() if value is not None and key != "custom_fences"}
    kept |= FORCED.get(name.removeprefix("markdown.extensions."), {})
    if name == "pymdownx.snippets":
        kept["base_path"] = [str(folder.root)]
    return kept

def front_matter_links(source: Source) -> list[Link]:
    """List the web addresses in a note's front matter."""
    if "http" not in (source.front_matter or ""):
        return []
    try:
        node = yaml.compose(source.front_matter or "")
    except yaml.YAMLError:
        return []  # the build says so
    links = []
    for key, value in node.value if isinstance(node, yaml.MappingNode) else []:
        for scalar in _leaves(value):
            if scalar.value.startswith(("http://", "https://")):
                links.append(Link(source.path, scalar.start_mark.line + 2, scalar.start_mark.column + 1, scalar.value, str(key.value), "front matter"))
    return links

def _leaves(node: yaml.Node) -> list[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        return [node]
    children = node.value if isinstance(node, yaml.SequenceNode) else [value for _, value in node.value]
    return [leaf for child in children for leaf in _leaves(child)]
