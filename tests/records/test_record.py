"""A record holds what refs.bib, the notes and the link checker know of one paper, as readers expect to read it."""

from dataclasses import replace
from pathlib import Path

import pytest

from papernotes.cards import place_and_year, shortened
from papernotes.linkcheck.online.state import Seen
from papernotes.notes import Note, read_front_matter
from papernotes.records import Health, Mention, Name, Record, by_page, last_checked, make_records, with_mentions
from papernotes.refs import load_bibliography
from papernotes.source import Source

BIB = r"""@inproceedings{oord2016wave,
  title = {{WaveNet}: A Model for {GPU} Clusters \& More},
  author = {van den Oord, A{\"a}ron and {\c{S}}im\c{s}ek, {\"O}zg{\"u}r and {Firm and Sons}},
  year = {2016},
  booktitle = {Proceedings of the 33rd {ICML}},
  volume = {48},
  pages = {10--20},
  doi = {10.1000/WAVE_1},
  url = {https://doi.org/10.1000/WAVE_1},
  eprint = {1609.03499},
  archiveprefix = {arXiv},
  pdf = {https://arxiv.org/pdf/1609.03499},
  code = {https://example.org/code},
}

@misc{page2020, title = {A Page}, author = {Page, Ada}, url = {https://example.org/page}}
@misc{talk2021, title = {A Talk}, author = {Talk, Ben}, year = {2021}, keywords = {video}, url = {https://example.org/talk}}
@article{many2020list, title = {Many}, author = {A, A. and B, B. and C, C. and D, D. and E, E. and F, F. and G, G. and H, H. and I, I. and J, J. and K, K. and L, L.}, year = {2020}, journal = {Letters}, volume = {3}, number = {2}}
@misc{cut2020list, title = {Cut}, author = {First, Ada and others}, year = {2020}, eprint = {2001.00001}, archiveprefix = {arXiv}}
"""


def note(slug: str, papers: str, extra: str = "") -> Note:
    source = Source(f"docs/{slug}.md", f"---\ndescription: What {slug} showed.\ntags: [cnn]\npapers: [{papers}]\n{extra}---\n\n# {slug}\n")
    return Note(slug, source, slug, read_front_matter(source)[0])


NOTES = {one.slug: one for one in (note("cnn/b", "page2020, oord2016wave"), note("cnn/c", "oord2016wave"), note("cnn/draft", "talk2021", "status: draft\n"))}


@pytest.fixture
def records(tmp_path: Path) -> dict[str, Record]:
    path = tmp_path / "refs.bib"
    path.write_text(BIB, encoding="utf-8")
    bibliography = load_bibliography(path, "refs.bib")
    assert bibliography.findings == []
    return make_records(bibliography, NOTES, {"https://doi.org/10.1000/WAVE_1": Seen("ok", "it answers", "2026-11-20")})


def test_accents_capitals_and_names_read_as_a_reader_expects(records: dict[str, Record]):
    record = records["oord2016wave"]
    assert record.title == "WaveNet: A Model for GPU Clusters & More"
    assert record.authors == (Name("van den Oord", "Aäron"), Name("Şimşek", "Özgür"), Name("Firm and Sons"))
    assert record.byline == "Aäron van den Oord, Özgür Şimşek and Firm and Sons"
    assert place_and_year(record) == "Proceedings of the 33rd ICML 48, 2016"
    assert (record.pages, record.volume, record.label, record.plain_year) == ("10–20", "48", "van den Oord et al.", "2016")


def test_ids_and_addresses_stand_apart_and_an_address_stands_once(records: dict[str, Record]):
    record = records["oord2016wave"]
    assert (record.arxiv, record.doi, record.code) == ("1609.03499", "10.1000/WAVE_1", "https://example.org/code")
    assert record.links == (
        ("arXiv", "https://arxiv.org/abs/1609.03499"),
        ("DOI", "https://doi.org/10.1000/WAVE_1"),
        ("PDF", "https://arxiv.org/pdf/1609.03499"),
        ("code", "https://example.org/code"),
    )


def test_the_bibtex_is_the_entry_as_it_was_written(records: dict[str, Record]):
    assert records["oord2016wave"].bibtex == BIB.partition("\n\n")[0]
    assert records["talk2021"].bibtex.startswith("@misc{talk2021,") and records["talk2021"].bibtex.endswith("{https://example.org/talk}}")


def test_an_entry_is_a_paper_a_page_or_what_its_keywords_say(records: dict[str, Record]):
    assert {key: record.kind for key, record in records.items()} == {
        "oord2016wave": "paper", "page2020": "web", "talk2021": "video", "many2020list": "paper", "cut2020list": "paper",
    }  # fmt: skip
    assert records["page2020"].year == "n.d." and records["page2020"].plain_year == ""


def test_a_long_list_of_authors_is_shortened_on_a_card_and_a_cut_one_says_so(records: dict[str, Record]):
    assert shortened(records["many2020list"]) == "A. A, B. B, C. C, D. D, E. E, F. F, G. G, H. H, I. I, J. J and 2 others"
    assert shortened(replace(records["many2020list"], authors=records["many2020list"].authors[:11])).endswith("J. J and K. K"), "one more is named, not counted"
    assert (records["cut2020list"].authors, records["cut2020list"].and_others) == ((Name("First", "Ada"),), True)
    assert records["cut2020list"].byline == "Ada First and others"
    assert place_and_year(records["many2020list"]) == "Letters 3(2), 2020"
    assert place_and_year(records["cut2020list"]) == "arXiv:2001.00001, 2020"


def test_the_note_of_which_a_paper_is_the_main_one_comes_first_and_lends_its_sentence(records: dict[str, Record]):
    assert records["oord2016wave"].notes == ("cnn/c", "cnn/b")
    assert records["oord2016wave"].description == "What cnn/c showed."
    assert records["page2020"].notes == ("cnn/b",)
    assert records["talk2021"].notes == (), "a draft is not on the site"
    assert records["many2020list"].description == ""


def test_link_health_is_what_the_checker_saw_and_never_checked_until_then(records: dict[str, Record]):
    by_address = {health.address: str(health) for health in records["oord2016wave"].health}
    assert by_address["https://doi.org/10.1000/WAVE_1"] == "ok on 2026-11-20"
    assert by_address["https://arxiv.org/abs/1609.03499"] == "never checked"
    assert records["page2020"].health == (Health("https://example.org/page"),)
    assert str(last_checked(records)) == "2026-11-20"
    assert last_checked({"page2020": records["page2020"]}) is None


def test_mentions_belong_to_their_paper_by_page_and_each_sentence_counts_once(records: dict[str, Record]):
    found = [
        Mention("cnn/a", "page2020", "cite-1", "As <strong>Page</strong> says."),
        Mention("cnn/b", "page2020", "cite-1", "<strong>A page</strong>"),
        Mention("cnn/a", "page2020", "cite-2", "As <strong>Page</strong> says."),
        Mention("cnn/a", "page2020", "cite-3", "<strong>A page</strong>"),
        Mention("cnn/a", "oord2016wave", "cite-4", "Another."),
    ]
    cited = with_mentions(records, found)["page2020"].cited_on
    assert {page: [one.anchor for one in mentions] for page, mentions in cited.items()} == {"cnn/a": ["cite-1"], "cnn/b": ["cite-1"]}
    assert by_page([]) == {}


def test_a_note_is_found_by_its_papers_authors_year_and_ids(records: dict[str, Record]):
    assert records["oord2016wave"].search_terms == "Aäron van den Oord Özgür Şimşek Firm and Sons 2016 1609.03499 10.1000/WAVE_1"
