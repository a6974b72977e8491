"""The MkDocs adapter: it hands notes and references to the core, and the core's results to the site.

One build goes through four steps.
`on_files` reads every note and the bibliography; `on_page_markdown` and `on_page_content` turn one note into HTML;
`on_env`, when all pages are rendered, fills what needs all of them and stops a build that has findings;
`on_post_build` puts the new site in the old one's place.
While serving, findings are logged and shown in the page instead, so that an author can go on writing.
"""

import logging
import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel

from papernotes import tex
from papernotes.blocks import Library, fill_markers
from papernotes.cache import Cache
from papernotes.citations import CitationExtension, Citations
from papernotes.claims.catalogue import FOLDER as CLAIM_CODE
from papernotes.claims.listing import Listing, fill_claim_markers
from papernotes.claims.markdown import ClaimsExtension, PageClaims
from papernotes.claims.results import FILE as CLAIM_RESULTS
from papernotes.claims.uses import uses_of
from papernotes.compact import compact_page
from papernotes.drafts import NAV_LOG, DraftNavWarnings, draft_findings, mark_drafts
from papernotes.figures_inline import FiguresExtension, picture_finder
from papernotes.findings import Finding, error
from papernotes.glossary import SLUG as GLOSSARY
from papernotes.glossary import Glossary, GlossaryExtension, read_glossary, scope_of
from papernotes.headings import heading_findings
from papernotes.linkcheck.online.site import LinkVerdictsExtension
from papernotes.links import LinkWarnings, LocalLinksExtension
from papernotes.live import Live
from papernotes.live_page import Parts
from papernotes.live_site import LiveSite
from papernotes.machine import Site
from papernotes.marks import Correction, MarksExtension
from papernotes.mentions import MentionsExtension
from papernotes.notes import Note, check_relations, foreign_note
from papernotes.numbers import fill_numbers
from papernotes.pages import fill_corrections
from papernotes.papers import Papers
from papernotes.published import FILE as PUBLISHED
from papernotes.reading import last_verdicts, not_utf8, read_claims, read_note, read_references
from papernotes.redirects import open_moves
from papernotes.refs import Bibliography
from papernotes.rendered import Found, RenderedPages, Surroundings
from papernotes.search import Index, search_pages, synonyms
from papernotes.settings import PapernotesConfig, second_search
from papernotes.shape import shape
from papernotes.site_files import add_pictures, add_theme, write_files
from papernotes.source import Source
from papernotes.staging import Staging, no_room, refused
from papernotes.templates import Templates
from papernotes.unbroken import unbroken

log = get_plugin_logger("papernotes")
THEME = Path(__file__).parent / "theme"
NEVER = "1980-01-01"


class PapernotesPlugin(BasePlugin[PapernotesConfig]):
    """Build a knowledge base of paper notes with MkDocs."""

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember what is being done; having this event also keeps this object from build to build."""
        self.serving = command == "serve"
        self.live: Live | None = None
        self.katex = tex.Katex()
        self.bibliography = Bibliography()
        self.link_warnings = LinkWarnings(lambda uri: self.sources.get(uri))
        self.nav_warnings = DraftNavWarnings(lambda slug: slug in self.notes and self.notes[slug].is_draft)
        logging.getLogger("mkdocs.structure.pages").addFilter(self.link_warnings)
        logging.getLogger(NAV_LOG).addFilter(self.nav_warnings)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add our theme's files and our Markdown forms, and build beside the old site."""
        self.root = Path(config.config_file_path or "mkdocs.yml").resolve().parent
        self.findings: list[Finding] = []
        self.reported: list[Finding] = []
        self.warnings: list[Finding] = []
        self.link_warnings.restart()
        self.sources: dict[str, Source] = {}
        self.notes: dict[str, Note] = {}
        self.search: Index | None = None
        self.corrections: dict[str, list[Correction]] = {}
        self.shape = shape(config, config.theme.dirs, self.serving)
        self.katex.cache = self.cache = Cache(self.root / ".cache", lambda words: log.info(words))
        self.staging = Staging(config.site_dir)
        config.site_dir = str(self.staging.work)

        self.book, faults = read_claims(self.root, config.repo_url, config.edit_uri)
        self.verdicts, more = last_verdicts(self.root)
        self.findings += [*faults, *more, *second_search(config)]
        self.moves = open_moves(self.root, config.site_url)
        if not config.repo_url:
            config.edit_uri = None  # without a repository MkDocs would warn on every page

        config.theme.dirs.insert(1 if config.theme.custom_dir else 0, str(THEME))
        if self.serving:
            mark_drafts(config.extra_css, config.extra)
        config.markdown_extensions += [
            CitationExtension(lambda: self.citations),
            GlossaryExtension(lambda: scope_of(self.note.slug, self.glossary)),
            ClaimsExtension(lambda: self.claims),
            LinkVerdictsExtension(self.verdicts),
            FiguresExtension(lambda src: self.find_picture(src)),
            MarksExtension(lambda one: self.found.corrections.append(one)),
            MentionsExtension(lambda: self.note.slug, lambda one: self.found.mentions.append(one)),
            LocalLinksExtension(lambda: os.path.relpath(self.root, (self.root / self.note.source.path).parent).replace(os.sep, "/")),
        ]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the bibliography, the pictures and every note, before the first page is rendered."""
        self.bibliography, faults = read_references(self.root, self.config.bib_file, self.bibliography, self.cache, self.shape)
        self.findings += faults
        for file in list(files.documentation_pages()):
            self.read_file(file)
        glossary = self.notes.get(GLOSSARY)
        self.glossary, faults = read_glossary(glossary.source) if glossary else (Glossary(()), [])
        self.findings += faults
        self.uses = {note.slug: uses_of(note.slug, note.source) for note in self.notes.values() if not note.is_draft}
        for note in self.notes.values():
            self.findings += check_relations(note, self.bibliography.references, self.notes.keys())
        self.findings += draft_findings(self.notes, self.root, self.config.bib_file)
        self.papers = Papers(self.bibliography, self.notes, self.root, self.verdicts, self.book)
        add_pictures(files, self.root, self.config.images_dir, config)
        add_theme(files, [source.text for source in self.sources.values()], config)
        return files

    def read_file(self, file: File) -> None:
        """Read one note."""
        self._checkpoint()
        shown = os.path.relpath(file.abs_src_path or file.src_uri, self.root).replace(os.sep, "/")
        try:
            text = file.content_string
        except UnicodeDecodeError as fault:
            self.findings.append(not_utf8(shown, file.content_bytes, fault))
            file.content_string = text = "# This note is not UTF-8\n\nSave it as UTF-8."
        note, faults = read_note(file.src_uri.removesuffix(".md"), shown, text, self.config.tags)
        self.findings += faults
        self.sources[file.src_uri] = note.source
        self.notes[note.slug] = note
        if note.is_draft:
            file.inclusion = InclusionLevel.INCLUDED if self.serving else InclusionLevel.DRAFT

    def on_nav(self, nav, *, config: MkDocsConfig, files: Files):
        """Take the topics' order from the navigation."""
        order = [item.children[0].file.src_uri for item in nav.items if item.is_section and item.children[0].is_page]
        topics = [uri.rpartition("/")[0] for uri in order if uri.removesuffix(".md") in self.notes]
        notes = self.papers.notes  # without the drafts
        self.library = Library(notes, [t for t in topics if f"{t}/index" in notes], self.bibliography.references)
        self.listing = Listing(self.library, self.book, self.uses)
        self.nav = nav
        around = Surroundings(self.shape, self.papers.records, self.notes, self.glossary, self.verdicts, self.book, self.bibliography.is_there)
        self.pages = RenderedPages(self.cache, around, files, self.root)
        self.find_picture = self.pages.noting(picture_finder(lambda: self.root, lambda: self.note.source.path), lambda: self.found)
        return nav

    def on_page_markdown(self, markdown: str, *, page, config: MkDocsConfig, files: Files) -> str:
        """Open a note: what its citations and boxes say is collected while Markdown renders it."""
        self._checkpoint()
        self.note = self.notes.get(page.file.src_uri.removesuffix(".md")) or foreign_note(page.file.src_uri, markdown)
        self.found = Found()
        cards = self.papers.cards.of_page(self.note.slug)
        self.citations = Citations(self.note.source, self.bibliography.references, self.found.cited, more=cards) if self.bibliography.is_there else None
        if self.citations is not None:
            self.citations.cite_quietly((self.note.meta and self.note.meta.papers) or [])
        self.claims = PageClaims(self.note.source, self.book)
        # MkDocs has no event in the place of rendering: this page's own method is set aside for as long as that holds.
        page.render = lambda config, files: self._render(page, config)
        page.update_date = str((self.note.meta and self.note.meta.reviewed) or NEVER)  # the sitemap's, else the day of the build
        markdown, faults = fill_numbers(markdown, self.note, self.notes)
        self.findings += faults
        self.markdown = fill_claim_markers(fill_markers(markdown, self.note, self.library), self.note, self.listing)
        return self.markdown

    def _render(self, page, config: MkDocsConfig) -> None:
        before = len(self.link_warnings.findings) + self.link_warnings.others

        def sound() -> bool:
            self._check_math(page)
            faults = [*self.claims.findings, *(self.citations.findings if self.citations else ()), *self.math_faults]
            return not faults and before == len(self.link_warnings.findings) + self.link_warnings.others

        self.math_faults: list[Finding] = []
        self.found = self.pages.render(page, config, self.note, self.found, sound)

    def on_page_content(self, html: str, *, page, config: MkDocsConfig, files: Files) -> str:
        """Close a note: keep what was found in it."""
        self.findings += [*(self.citations.findings if self.citations else ()), *self.claims.findings, *self.math_faults]
        self.corrections[self.note.slug] = self.found.corrections
        for mention in self.found.mentions:
            self.papers.mention(mention)
        self.papers.close(self.note.slug, self.markdown, list(self.found.cited))
        if self.note.meta is not None:
            self.findings += heading_findings(self.note, html)
        return html

    def on_env(self, env, *, config: MkDocsConfig, files: Files):
        """Fill what needs all pages, render all math at once, and stop a build that has findings."""
        titles = {file.src_uri.removesuffix(".md"): file.page for file in files.documentation_pages() if file.page is not None}
        site = Site(config.site_name, config.site_description or "", config.site_url or "", {slug: page.url for slug, page in titles.items()})
        self.findings += self.papers.links_to_drafts()
        self.warnings = self.papers.finish(site, self.library.topics, self.corrections, self.config.bib_file)
        fill_corrections(self.corrections, titles, self.library.topics)
        self.search = Index(search_pages(titles.values(), self.notes, self.papers.records, self.cache), self.cache)
        self.findings += self.moves.findings(file.url for file in files if file.inclusion.is_included())
        self._report()
        self.parts = Parts(config, files, self.nav, Templates(env, self.cache, self.shape, self.nav, lambda output: unbroken(compact_page(tex.replace_formulas(output, self.katex)))))
        return self.parts.env

    def _check_math(self, page) -> None:
        faults = self.katex.render(tex.formulas(page.content))
        self.math_faults = [error(self.note.source.path, *self.note.source.find(formula.tex), "bad-tex", f"bad TeX: {fault}", "mend the formula") for formula, fault in faults.items()]

    def _report(self) -> None:
        """Log each finding on one line; end a build that has any. A warning is said and ends nothing, strict or not."""
        for finding in self.warnings:
            log.info(str(finding))
        found = sorted({*self.findings, *self.link_warnings.findings})
        for finding in found:
            (log.warning if self.serving else log.error)(str(finding))
        if found and not self.serving:
            raise Abort(f"{len(found)} finding{'s' if len(found) > 1 else ''}: the site was not built, the last good one stays.")
        self.reported += found
        if self.live is not None:
            self.live.take_faults(self.reported)
        self.findings, self.warnings = [], []
        self.link_warnings.restart()

    def _checkpoint(self) -> None:
        """Let a further save end a pass that is under way."""
        if self.live is not None:
            self.live.checkpoint()

    @event_priority(-50)  # after any plugin that reads the page: what is added here is not the note's text
    def on_page_context(self, context, *, page, config: MkDocsConfig, nav):
        """Add what the records say: a note's head and foot, the bibliography, the page's metadata."""
        self._checkpoint()
        slug = page.file.src_uri.removesuffix(".md")
        page.content = self.moves.take(page.url, page.title, self.papers.fill(slug, self.papers.dress(slug, page.content)))
        context["papers_head"] = self.papers.head(slug)
        return context

    def on_post_page(self, output: str, *, page, config: MkDocsConfig) -> str:
        """While `make serve` runs, keep a faulty note's last good page; in a build, free what a written page no longer needs."""
        if self.live is not None:
            return self.live.keep(page.file, output)
        if not self.serving:
            page.content = None  # with its notes' heads and cards a page takes a quarter of a megabyte
        return output

    @event_priority(-100)  # after every plugin that writes into the site
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the files beside the pages; let the new site take the old one's place, unless strict mode is about to refuse it."""
        self._report()
        write_files(self.papers.files(), Path(config.site_dir))
        self.search.write(synonyms(self.glossary, self.search.pages), Path(config.site_dir))
        self.cache.close()
        self.moves.write(Path(config.site_dir))
        if self.live is not None:
            self.live.hold(self.staging)
        elif not refused():
            self.staging.finish()
            config.site_dir = str(self.staging.final)

    def on_build_error(self, *, error: Exception) -> None:
        """Remove what a failed build has written; say in one sentence that a disk is full or cannot be written to."""
        self.discard()
        if sentence := no_room(error):
            raise Abort(sentence)

    def discard(self) -> None:
        """Forget a build that was not finished."""
        if self.search is not None:
            self.search.close()
        self.cache.close(whole=False)
        self.staging.discard()

    def on_shutdown(self) -> None:
        """Free the JavaScript engine and stop listening to MkDocs' log."""
        if self.live is not None:
            self.live.close()
        self.katex.close()
        logging.getLogger("mkdocs.structure.pages").removeFilter(self.link_warnings)
        logging.getLogger(NAV_LOG).removeFilter(self.nav_warnings)

    def on_serve(self, server, *, config: MkDocsConfig, builder):
        """Watch the bibliography and the pictures too, where they exist; under `make serve` show a saved note at once."""
        if os.environ.get("PAPERNOTES_LIVE"):
            self.live = Live(LiveSite(self), server, builder, self.staging)
        for path in filter(Path.exists, (self.root / self.config.bib_file, self.root / self.config.images_dir, self.root / CLAIM_RESULTS, self.root / PUBLISHED, CLAIM_CODE, THEME)):
            server.watch(str(path))
        return server
