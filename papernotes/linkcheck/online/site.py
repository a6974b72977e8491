"""Show on the site what was last seen of each external link; reads the state, needs no network."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from papernotes.linkcheck.online.state import Seen

WORDS = {
    "ok": "answered", "moved": "moved", "gone": "was gone", "blocked": "refused programs", "transient": "could not be reached", "login": "asked for a login",
    "soft-404": "seemed to be missing", "wrong-type": "was another type of file", "wrong-paper": "was another paper", "unsure": "was unclear",
}  # fmt: skip


class LinkVerdicts(Treeprocessor):
    """Give each external link its last verdict as an attribute and, where it has no title, as its title."""

    def __init__(self, md: Markdown, state: Mapping[str, Seen]):
        super().__init__(md)
        self.state = state

    def run(self, root: Element) -> None:
        for element in root.iter("a"):
            seen = self.state.get(element.get("href", ""))
            if seen:
                element.set("data-link-verdict", "dead" if seen.dead else seen.verdict)
                element.set("title", element.get("title") or shown(seen))


def shown(seen: Seen) -> str:
    """Say in a few words what was last seen of an address, and when."""
    if seen.dead:
        return f"Dead: failing since {seen.failing_since}" + (f". A copy: {seen.archive}" if seen.archive else "")
    return f"{WORDS[seen.verdict].capitalize()} on {seen.seen}" + (f", failing since {seen.failing_since}" if seen.failing_since else "")


class LinkVerdictsExtension(Extension):
    """Add the verdicts to Markdown."""

    def __init__(self, state: Mapping[str, Seen]):
        super().__init__()
        self.state = state

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(LinkVerdicts(md, self.state), "pn-link-verdicts", 0)
