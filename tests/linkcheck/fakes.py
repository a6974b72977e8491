"""The services that are asked about papers, as they answer: arXiv, DataCite, doi.org, Crossref, ACL, OpenReview, YouTube, the archive.

Titles, authors and ids are those of real papers; forms of answers follow the services' documentation.
"""

import json
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qs, unquote, urlsplit

from harness import Reply, Request, World

from papernotes.linkcheck.titles import Work


@dataclass
class Paper:
    """Hold what the services know of one paper."""

    title: str
    author: str  # "Given Surname"
    year: int
    versions: int = 1
    comment: str = ""
    others: tuple[str, ...] = ()  # the authors after the first
    appeared: tuple[tuple[str, object], ...] = ()  # where, as its service writes it

    @property
    def names(self) -> list[tuple[str, str, str]]:
        """All authors, each as given name, space and surname."""
        return [name.rpartition(" ") for name in (self.author, *self.others)]

    @property
    def work(self) -> Work:
        """What a sound bibliography says of it."""
        given, _, surname = self.author.rpartition(" ")
        return Work(self.title, f"{surname}, {given}", self.year)


ATTENTION = Paper("Attention Is All You Need", "Ashish Vaswani", 2017, 7)
BAHDANAU = Paper("Neural Machine Translation by Jointly Learning to Align and Translate", "Dzmitry Bahdanau", 2014, 7)
LOTTERY = Paper("The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks", "Jonathan Frankle", 2018, 5, others=("Michael Carbin",))
P_VERSUS_NP = Paper("A Solution of the P versus NP Problem", "Norbert Blum", 2017, 3, "This paper has been withdrawn by the author: the proof is wrong")
ARXIV = {"1706.03762": ATTENTION, "1409.0473": BAHDANAU, "1803.03635": LOTTERY, "1708.03486": P_VERSUS_NP, }
MORPHABLE = Paper("A morphable model for the synthesis of 3D faces", "Volker Blanz", 1999)
LSTM = Paper(
    "Long Short-Term Memory", "Sepp Hochreiter", 1997, others=("Jürgen Schmidhuber",),
    appeared=(("type", "journal-article"), ("container-title", ["Neural Computation"]), ("volume", "9"), ("issue", "8"), ("page", "1735-1780")),
)  # fmt: skip
WAKEFIELD = Paper("RETRACTED: Ileal-lymphoid-nodular hyperplasia, non-specific colitis, and pervasive developmental disorder in children", "AJ Wakefield", 1998)
CROSSREF = {"10.1145/311535.311556": MORPHABLE, "10.1162/neco.1997.9.8.1735": LSTM, "10.1016/s0140-6736(97)11096-0": WAKEFIELD}
PANDAS = Paper("pandas-dev/pandas: Pandas", "The pandas development team", 2020)
DATACITE = {"10.5281/zenodo.3509134": PANDAS}
BERT = Paper(
    "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding", "Jacob Devlin", 2019,
    others=("Ming-Wei Chang", "Kenton Lee", "Kristina Toutanova"), appeared=(("pages", "4171--4186"), ("doi", "10.18653/v1/N19-1423")),
)  # fmt: skip
ACL = {"N19-1423": BERT}


def as_json(data: object, status: int = 200, **headers: str) -> Reply:
    """Answer with JSON."""
    return Reply(status, json.dumps(data).encode(), {"Content-Type": "application/json", **headers})


@dataclass
class Services:
    """Play all services; what a test wants otherwise it changes here."""

    arxiv: dict[str, Paper] = field(default_factory=lambda: dict(ARXIV))
    arxiv_says: list[Reply | None] = field(default_factory=list)  # answers to give first; None is the true one
    withheld: set[str] = field(default_factory=set)  # arXiv ids that the API leaves out, though they exist
    datacite_says: Reply | None = None
    crossref: dict[str, Paper] = field(default_factory=lambda: dict(CROSSREF))
    crossref_says: Reply | None = None
    datacite: dict[str, Paper] = field(default_factory=lambda: dict(DATACITE))
    other_agency: set[str] = field(default_factory=set)  # DOIs of an agency that tells nothing
    acl: dict[str, Paper] = field(default_factory=lambda: dict(ACL))
    openreview: dict[str, Paper] | None = None  # None: it asks for a person
    videos: dict[str, int | str] = field(default_factory=dict)  # id → title, or the status of oEmbed
    pictures: set[str] = field(default_factory=set)
    copies: dict[str, str] = field(default_factory=dict)  # address → time of its last copy

    def into(self, world: World) -> "Services":
        """Put every service into a world, under its true name."""
        world.hosts.update({
            "export.arxiv.org": self.ask_arxiv, "api.datacite.org": self.ask_datacite, "doi.org": self.ask_doi, "api.crossref.org": self.ask_crossref,
            "aclanthology.org": self.ask_acl, "api2.openreview.net": self.ask_openreview, "api.openreview.net": self.ask_openreview,
            "www.youtube.com": self.ask_youtube, "i.ytimg.com": self.ask_picture, "web.archive.org": self.ask_archive,
        })  # fmt: skip
        return self

    def ask_arxiv(self, request: Request) -> Reply:
        """Answer with a feed, in another order than asked."""
        said = self.arxiv_says.pop(0) if self.arxiv_says else None
        if said is not None:
            return said
        ids = [name for name in request.query["id_list"].split(",") if name in self.arxiv and name not in self.withheld]
        return feed("".join(entry(name, self.arxiv[name]) for name in reversed(ids)))

    def ask_datacite(self, request: Request) -> Reply:
        """Answer for arXiv ids and for DOIs of DataCite."""
        name = request.path.removeprefix("/dois/")
        arxiv_id = name.removeprefix("10.48550/arXiv.")
        paper = self.datacite.get(name.lower()) or (self.arxiv.get(arxiv_id) if arxiv_id != name else None)
        if self.datacite_says:
            return self.datacite_says
        if paper is None:
            return as_json({"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]}, 404)
        dates = [{"date": str(paper.year), "dateType": "Updated", "dateInformation": f"v{number}"} for number in range(1, paper.versions + 1)]
        creators = [{"name": f"{family}, {given}"} for given, _, family in paper.names]
        return as_json({"data": {"attributes": {"titles": [{"title": paper.title}], "creators": creators, "publicationYear": paper.year, "dates": dates}}})

    def ask_doi(self, request: Request) -> Reply:
        """Answer for handles and registration agencies."""
        _, kind, name = request.path.split("/", 2)
        if kind == "doiRA":
            agency = "Crossref" if name.lower() in self.crossref else "DataCite" if name.lower() in self.datacite else "mEDRA"
            return as_json([{"DOI": name, "RA": agency}])
        name = name.removeprefix("handles/")
        known = name.lower() in self.crossref or name.lower() in self.datacite or name.lower() in self.other_agency
        return as_json({"responseCode": 1, "handle": name, "values": []}) if known else as_json({"responseCode": 100, "handle": name}, 404)

    def ask_crossref(self, request: Request) -> Reply:
        """Answer for one work or for a filter."""
        if self.crossref_says:
            return self.crossref_says
        if request.path == "/works":
            names = [part.removeprefix("doi:").lower() for part in request.query["filter"].split(",")]
            return as_json({"message": {"items": [self._work(name) for name in reversed(names) if name in self.crossref]}})
        name = request.path.removeprefix("/works/").lower()
        return as_json({"message": self._work(name)}) if name in self.crossref else Reply(404, b"Resource not found.", {"Content-Type": "text/plain"})

    def _work(self, name: str) -> dict:
        paper = self.crossref[name]
        people = [{"family": family, "given": given} for given, _, family in paper.names]
        changes = {"updated-by": [{"type": "retraction", "DOI": "10.1016/s0140-6736(10)60175-4"}]} if paper is WAKEFIELD else {}
        return {"DOI": name, "title": [paper.title], "author": people, "issued": {"date-parts": [[paper.year, 1]]}, **dict(paper.appeared), **changes}

    def ask_acl(self, request: Request) -> Reply:
        """Answer with BibTeX."""
        paper = self.acl.get(request.path.strip("/").removesuffix(".bib"))
        if paper is None:
            return Reply(404)
        names = "  and\n      ".join(f"{family}, {given}" for given, _, family in paper.names)
        more = "".join(f'    {name} = "{value}",\n' for name, value in paper.appeared)
        text = f'@inproceedings{{key-{paper.year},\n    title = "{paper.title.replace("BERT", "{BERT}")}",\n    author = "{names}",\n    year = "{paper.year}",\n{more}}}\n'
        return Reply(200, text.encode(), {"Content-Type": "text/x-bibtex"})

    def ask_openreview(self, request: Request) -> Reply:
        """Ask for a person, as since the middle of 2026, or answer as before."""
        if self.openreview is None:
            return as_json({"name": "ChallengeRequiredError", "message": "Challenge required", "status": 403}, 403)
        paper = self.openreview.get(request.query["id"])
        note = {"content": {"title": {"value": paper.title}, "authors": {"value": [paper.author]}}, "pdate": 1_583_000_000_000} if paper else None
        return as_json({"notes": [note] if note else []})

    def ask_youtube(self, request: Request) -> Reply:
        """Answer as oEmbed."""
        name = parse_qs(urlsplit(request.query["url"]).query)["v"][0]
        said = self.videos.get(name, 404)
        return as_json({"title": said, "author_name": "A channel"}) if isinstance(said, str) else Reply(said)

    def ask_picture(self, request: Request) -> Reply:
        """Answer with a video's picture."""
        return Reply(200, b"\xff\xd8\xff\xe0picture\xff\xd9", {"Content-Type": "image/jpeg"}) if request.path.split("/")[2] in self.pictures else Reply(404)

    def ask_archive(self, request: Request) -> Reply:
        """Answer as the archive's index (CDX) does: a head line, then the newest copy."""
        address = request.query["url"]
        rows = [["timestamp", "original"], [self.copies[address], address]] if address in self.copies else []
        return as_json(rows)


def feed(entries: str = "") -> Reply:
    """Make an Atom feed; without entries it is the empty one that arXiv sometimes sends."""
    text = f'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"><title>Query</title>{entries}</feed>'
    return Reply(200, text.encode(), {"Content-Type": "application/atom+xml"})


def entry(name: str, paper: Paper) -> str:
    """Make one entry of arXiv's feed."""
    comment = f"<arxiv:comment>{escape(paper.comment)}</arxiv:comment>" if paper.comment else ""
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in (paper.author, *paper.others))
    return (
        f"<entry><id>http://arxiv.org/abs/{unquote(name)}v{paper.versions}</id><published>{paper.year}-06-12T17:57:34Z</published>"
        f"<title>{escape(paper.title)}</title><summary>An abstract.</summary>{authors}{comment}</entry>"
    )
