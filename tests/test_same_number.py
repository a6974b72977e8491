"""A number that two pages give with the same source is written on one of them; the other links to it."""

import csv
import re
from collections import defaultdict
from pathlib import Path

from conftest import PUBLISHED, ROOT
from test_prose import ATTRIBUTES, CITATION, COMMENT, LINK_TARGET, MATH, QUOTATION, TAG

from papernotes.notes import read_front_matter
from papernotes.source import CODE_SPAN, FENCE, FRONT_MATTER, Source

NOTES = [path for path in PUBLISHED if path.parent.name != "contributing"]
EXCEPTIONS = Path(__file__).parent / "content" / "numbers.csv"
KEY = re.compile(r"@([a-z][a-z0-9]+)")
NUMBER = re.compile(r"(?<![\w.,-])(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:[ \u00a0\u202f]?(?P<unit>%|million|billion|trillion|times|×|[MB]\b))?(?!\w|[.,]\d)")
YEAR = re.compile(r"(?:1[89]|20)\d\d")
Place = tuple[str, str]  # key of the work, or "" where the number alone says what it is; the number


def numbers(text: str) -> set[str]:
    """List what of a sentence is a number that a reader could hold against another page's."""
    found = set()
    for match in NUMBER.finditer(text):
        digits, unit = match["digits"].replace(",", ""), match["unit"] or ""
        significant = len(digits.replace(".", "").strip("0"))
        if (unit or "." in digits or significant >= 3 or "," in match["digits"]) and not (YEAR.fullmatch(match["digits"]) and not unit):
            found.add(digits + {"times": "×"}.get(unit, unit))
    return found


def given(text: str) -> dict[Place, list[int]]:
    """Map each number that a note's text writes out, with each work that its sentence cites or the note is about, to its lines."""
    meta, _ = read_front_matter(Source("", text), ())
    about = ((meta and meta.papers) or [])[:1]
    for pattern in (FRONT_MATTER, COMMENT, FENCE, CODE_SPAN, MATH, QUOTATION):
        text = pattern.sub(lambda match: "\n" * match[0].count("\n") or " ", text)
    found = defaultdict(list)
    for line, sentence in enumerate(text.split("\n"), 1):
        plain = sentence
        for pattern in (LINK_TARGET, CITATION, TAG, ATTRIBUTES):
            plain = pattern.sub("]" if pattern is LINK_TARGET else "" if pattern is TAG else " ", plain)
        for number in numbers(plain):
            for key in {*about, *KEY.findall(sentence), *([""] if len(number) >= 7 and number.isdigit() else [])}:
                found[key, number].append(line)
    return found


def written_twice(texts: dict[str, str]) -> dict[Place, list[str]]:
    """Map what several pages write out to the places."""
    places = defaultdict(list)
    for name, text in texts.items():
        for place, lines in given(text).items():
            places[place].append(f"{name}:{lines[0]}")
    return {place: found for place, found in places.items() if len(found) > 1}


def exceptions() -> dict[Place, str]:
    with EXCEPTIONS.open(encoding="utf-8", newline="") as file:
        return {(row["key"], row["number"]): row["reason"] for row in csv.DictReader(file)}


def test_a_number_with_one_source_is_written_on_one_page_and_linked_from_the_others():
    found = written_twice({path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in NOTES})
    assert {place: where for place, where in found.items() if place not in exceptions()} == {}, "mark it beside its source with <span id=\"n-…\">, and link it from the others: docs/contributing/forms.md"
    assert sorted(exceptions().keys() - found.keys()) == [], "take these out of tests/content/numbers.csv: no two pages write them any more"
    assert [place for place, reason in exceptions().items() if len(reason.split()) < 4] == []


def test_what_counts_as_a_number_on_two_pages():
    one = "# A\n\nIt is 4.7 times, 3.6 % and 17 [@a2020, Table 4.7]; in 2015 with 1,470.\n\n```\n9.99 [@a2020]\n```\n\nSum 109,482,240.\n"
    assert written_twice({"one": one, "two": "Up to 4.7 times, 3.6 % of 1,470 and 17 in 2015 [@a2020; @b2020].\n| 109,482,240 |\n"}) == {
        ("a2020", "4.7×"): ["one:3", "two:1"], ("a2020", "3.6%"): ["one:3", "two:1"], ("a2020", "1470"): ["one:3", "two:1"], ("", "109482240"): ["one:9", "two:2"],
    }  # fmt: skip
    assert written_twice({"one": one, "two": "Up to 4.7 times, 3.6 % of 1,470 [@b2020].\n`4.7` times, $3.6 %$ and \"1,470\" [@a2020, §4.7].\n"}) == {}
    about = "---\ndescription: d\ntags: [t]\npapers: [a2020, b2020]\n---\n\nIt is 3.6 %.\n"
    assert written_twice({"one": one, "two": about}) == {("a2020", "3.6%"): ["one:3", "two:7"]}
    marked = one.replace("4.7 times, 3.6 % and", '<span id="n-b">4.7</span> times, <span id="n-c">3.6 %</span> and')
    assert written_twice({"one": marked, "two": "Up to [](one.md#n-b) times, [](one.md#n-c) [@a2020]."}) == {}
    assert list(written_twice({"one": marked, "two": "Up to 4.7 times [@a2020]."})) == [("a2020", "4.7×")]


def test_a_notes_key_number_stands_in_its_own_text():
    missing = []
    for path in NOTES:
        source = Source(path.name, path.read_text(encoding="utf-8"))
        meta, _ = read_front_matter(source, ())
        if meta and meta.key_number and not re.search(rf"(?<![\d.,]){re.escape(str(meta.key_number.value))}(?!\d|[.,]\d)", source.text[source.body_start :]):
            missing.append(f"{path.relative_to(ROOT)}: {meta.key_number.value}")
    assert missing == []
