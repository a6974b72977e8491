"""No address of the site that readers may have kept is lost."""

from pathlib import Path

from conftest import ROOT

from papernotes.moving.addresses import built_addresses, vanished
from papernotes.published import FILE, dump, parse

LIST = (ROOT / FILE).read_text(encoding="utf-8")


def test_every_address_of_the_list_leads_a_reader_somewhere(site: Path):
    assert [str(finding) for finding in vanished(parse(LIST), built_addresses(site))] == [], "say in published.txt where it has gone"


def test_every_page_and_picture_of_the_site_is_in_the_list(site: Path):
    kept = {address for address in built_addresses(site) if "#" not in address}
    assert sorted(kept - parse(LIST).moved.keys()) == [], "run 'mkdocs build --strict && papernotes published'"


def test_the_list_is_written_as_the_command_writes_it():
    assert dump(parse(LIST).moved) == LIST


def test_an_address_that_is_taken_from_the_site_is_noticed(site: Path):
    there = built_addresses(site) - {"/pruning/lottery-ticket/"}
    assert "'/pruning/lottery-ticket/' is gone, and readers may have kept it" in [finding.message for finding in vanished(parse(LIST), there)]
