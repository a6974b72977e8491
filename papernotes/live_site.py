"""What the live builder asks of the plugin: its state after a whole pass, one note read again, what is wrong now."""

from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File

from papernotes.claims.uses import uses_of
from papernotes.findings import Finding
from papernotes.live_page import Parts
from papernotes.notes import check_relations

if TYPE_CHECKING:
    from papernotes.plugin import PapernotesPlugin

# Pages that are only whole when all others are: the list of corrections, the lists by tag.
OF_ALL_PAGES = ("<!-- corrections -->", "<!-- material/tags")


class LiveSite:
    """Stand between the live builder and the plugin."""

    def __init__(self, plugin: "PapernotesPlugin"):
        self.plugin = plugin

    def state(self) -> dict[str, Any]:
        """Return what the plugin holds after a whole pass; every build makes these objects anew."""
        return {name: value for name, value in vars(self.plugin).items() if name != "live"}

    def resume(self, state: dict[str, Any]) -> None:
        """Go back to the last whole pass, whatever a cancelled one has begun."""
        vars(self.plugin).update(state)
        self.plugin.findings = []
        self.plugin.link_warnings.restart()

    def parts(self, state: dict[str, Any]) -> Parts:
        return state["parts"]

    def is_as_read(self, file: File) -> bool:
        """Tell whether a note still says what was last read of it."""
        try:
            return file.content_string == self.plugin.sources[file.src_uri].text
        except (UnicodeDecodeError, KeyError):
            return False

    def reread(self, file: File) -> None:
        """Read one note again; an exception says that this page has to wait for the whole pass."""
        if any(marker in file.content_string for marker in OF_ALL_PAGES):
            raise LookupError("the page is made from all pages")
        plugin, slug = self.plugin, file.src_uri.removesuffix(".md")
        plugin.read_file(file)
        note = plugin.notes[slug]
        plugin.findings += check_relations(note, plugin.bibliography.references, plugin.notes.keys())
        plugin.uses[slug] = uses_of(slug, note.source)
        if slug in plugin.papers.notes:
            plugin.papers.notes[slug] = note

    def faults(self) -> list[Finding]:
        """List what was found since the last pass, or since `resume`."""
        return sorted({*self.plugin.findings, *self.plugin.link_warnings.findings})

    def reported(self) -> list[Finding]:
        """List what the last pass has found."""
        return self.plugin.reported

    def shown_path(self, file: File) -> str:
        """Return a note's path as findings print it."""
        source = self.plugin.sources.get(file.src_uri)
        return source.path if source else file.src_uri

    def discard(self) -> None:
        """Forget a pass that was cancelled."""
        self.plugin.discard()
