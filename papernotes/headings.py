"""A note's title: one heading of the first rank, and no second one."""

import re

from papernotes.findings import Finding, error
from papernotes.notes import Note

HEADING = re.compile(r"^# +(.+?)(?:\s+#*)?(?:\{[^}]*\})?\s*$", re.MULTILINE)


def heading_findings(note: Note, html: str) -> list[Finding]:
    """Report a note that has no title, or more than one."""
    count = len(re.findall(r"<h1[\s>]", html))
    if count == 1 or (note.meta and note.meta.template):
        return []
    source = note.source
    if count == 0:
        text = source.text[source.body_start :]
        line = source.position(source.body_start + len(text) - len(text.lstrip()))[0]
        return [error(source.path, line, 1, "no-title", "the note has no title", "begin it with a line '# Title'")]
    places = [m.start() for m in HEADING.finditer(source.text, source.body_start) if not source.in_code(m.start())]
    line = source.position(places[1])[0] if len(places) > 1 else 1
    return [error(source.path, line, 1, "second-title", "the note has a second title", "make it '## …', or give it a note of its own")]
