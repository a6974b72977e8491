"""Every code that a check can report: the closed list, with its severity and its meaning."""

from typing import Literal

from papernotes.findings import Finding

Severity = Literal["error", "warning"]
E, W = "error", "warning"
CODES: dict[str, tuple[Severity, str]] = {
    # Papers' addresses and identity
    "bad-id": (E, "an address of a paper or a video whose id cannot exist"),
    "doi-punctuation": (E, "a DOI with the sentence's punctuation at its end"),
    "not-canonical": (W, "a paper's address in another form than its one right form"),
    "http-address": (W, "an address without encryption"),
    "bare-address": (W, "an address or DOI in prose that is no link on the page"),
    "text-names-other-id": (E, "a link whose text names one id and whose address another"),
    "two-titles": (E, "one paper under two titles that cannot be the same work"),
    "no-record": (E, "a paper's id without a record in papers.lock"),
    "bad-lock": (E, "papers.lock cannot be read, or is not sorted"),
    "wrong-paper": (E, "an id whose record is another paper"),
    "title-drift": (W, "an id whose record has nearly the same title"),
    "unsure-title": (W, "an id whose record agrees too little to be sure"),
    "ids-disagree": (E, "an entry whose `url`, `doi` and `eprint` are not one paper"),
    "shared-title": (W, "two ids whose records have one title, not declared the same work"),
    "version-gone": (E, "a version above the last one"),
    "withdrawn": (W, "a paper whose authors withdrew it"),
    "retracted": (E, "a paper that was retracted"),
    # Links as text
    "swallowed-lines": (E, "an address that swallowed the lines after it"),
    "odd-character": (E, "an address with an invisible, typographic or forbidden character"),
    "double-encoded": (W, "an address that is percent-encoded twice"),
    "placeholder": (E, "an address that was never filled in"),
    "bad-scheme": (E, "an address that works on one machine only, or runs code"),
    "bad-mail": (E, "a mail address that cannot be one"),
    "bad-host": (E, "an address whose host cannot exist"),
    "protocol-relative": (W, "an address without `https:`"),
    "empty-link": (E, "a link without text, or without address"),
    "undefined-reference": (E, "a link to a reference that is defined nowhere: it shows as plain text"),
    "duplicate-definition": (W, "a reference that is defined twice"),
    "unused-definition": (W, "a reference that nothing uses"),
    "undefined-footnote": (E, "a footnote mark without footnote: it shows as plain text"),
    "unused-footnote": (W, "a footnote without mark"),
    "unrendered": (E, "a form of another tool, such as `[[page]]`, that shows as plain text here"),
    "empty-heading": (W, "a heading without words"),
    # Local targets
    "missing-file": (E, "a link to a file that does not exist"),
    "missing-anchor": (E, "a link to a heading or anchor that does not exist"),
    "wrong-case": (E, "a name that differs from the file's in case or in its accents' form"),
    "outside-docs": (E, "a link to a file that is not part of the site"),
    "absolute-address": (E, "an address from the server's root on a site that lies below it"),
    "raw-path": (E, "a path in raw HTML that is right in the source and wrong on the page"),
    "page-path": (W, "a link that works on the built page only, not in an editor"),
    "excluded-page": (E, "a link to a page that is not built"),
    "orphan-page": (W, "a page that neither the navigation nor a link leads to"),
    "unportable-name": (W, "a file name that some system cannot hold"),
    # Images
    "missing-image": (E, "an image that does not exist"),
    "empty-image": (E, "an image file without bytes"),
    "broken-image": (E, "an image file that is cut off, damaged or no image"),
    "image-type": (W, "an image whose name and format disagree"),
    "image-size": (W, "an image of one pixel, or too large for a page"),
    "broken-svg": (E, "an SVG that is not well-formed, runs code or lacks an inner file"),
    "unused-image": (W, "an image that nothing shows"),
    "same-image-twice": (W, "two image files with the same bytes"),
    "no-alt": (W, "an image without a description"),
    "foreign-image": (W, "an image on somebody else's host"),
    # Bibliography and citations
    "duplicate-key": (E, "a key that stands twice"),
    "unknown-cite-key": (E, "a citation of a key that does not exist"),
    "unreadable-citation": (E, "a citation that cannot be read"),
    "unreadable-key": (E, "a key that a citation cannot name"),
    "uncited-entry": (W, "an entry that nothing cites"),
    "broken-bibtex": (E, "an entry of the bibliography that cannot be read"),
    "missing-field": (E, "an entry without a field that it needs"),
    "eprint-form": (E, "an `eprint` field that is not a plain id with its archive"),
    "unknown-entry-type": (E, "an entry of a type that cannot be formatted"),
    "bad-year": (E, "a year that is not four digits"),
    "author-separator": (E, "an author list whose names are not separated by `and`"),
    "author-comma": (W, "an author who may be two people joined by a comma"),
    "and-others": (W, "an author list that is cut (the build alone says so)"),
    "mixed-accents": (W, "a field that writes its accents as letters and as LaTeX"),
    "same-paper-twice": (E, "two entries with one id"),
    "nearly-same-title": (W, "two entries with nearly one title"),
    "year-disagrees": (W, "an entry's year and its arXiv id lie more than a year apart"),
    "late-venue": (W, "a venue two to four years after the preprint (the build alone says so)"),
    "escaped-address": (E, "LaTeX in an address"),
    "not-utf8": (E, "a file that is not UTF-8"),
    # Notes
    "front-matter": (E, "front matter that is not YAML, or a field that cannot be so"),
    "unknown-key": (E, "a field of front matter that there is not"),
    "missing-key": (E, "a field of front matter that a note needs"),
    "unknown-tag": (E, "a tag that is not on the list of tags"),
    "unknown-relation": (E, "front matter that names neither a key nor a note"),
    "gap": (E, "a gap of the template in a note that is no draft"),
    "names-draft": (E, "front matter of a published note that names a draft"),
    "unproven-paper": (E, "a published note on a paper whose record was typed in offline and never verified"),
    # The built site
    "built-link": (E, "a link on the built page that leads nowhere, though its source is sound"),
    "built-anchor": (E, "an anchor on the built page that does not exist, though its source is sound"),
    # Seen online: one run may see an accident, so only what failed for long is an error
    "dead": (E, "an address that failed in at least three runs over weeks"),
    "gone": (W, "an address that failed in this run"),
    "moved": (W, "an address that moved for good"),
    "soft-404": (W, "a page that says it was not found, or that is another page now"),
    "login": (W, "an address that leads to a login"),
    "wrong-type": (W, "an address that gives another type of file than asked for"),
    "unsure": (W, "a page that could not be proven to be the work"),
    "blocked": (W, "a host that refuses programs: nothing can be said"),
    "transient": (W, "a host that failed for now: nothing can be said"),
}


def found(path: str, place: tuple[int, int], code: str, message: str, fix: str = "") -> Finding:
    """Make a finding of a known code at (line, column), with the severity that its code has."""
    return Finding(path, *place, CODES[code][0], code, message, fix)
