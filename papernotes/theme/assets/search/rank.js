// Which of the best pages is about the query: read from their own text. Pure arithmetic, no DOM.

import { WEIGHTS } from "./weights.js";
import { isStop, scan, stem } from "./words.js";

const MOST_PLACES = 40; // where an excerpt may begin
const MOST_MARKED = 12; // words, or names of several, that a page is told to mark
const BARELY = 0.25;
const prepared = new WeakMap();
const asked = new WeakMap();

const spotsOf = (text) => scan(text).map((spot) => ({ ...spot, term: stem(spot.word) }));

/** Compute something of an object once. */
function once(kept, of, make) {
  if (!kept.has(of)) kept.set(of, make());
  return kept.get(of);
}

/** Find the words of a page: its names and its sections, each with the terms and where they stand, and how the text writes each term. */
const prepare = (page) =>
  once(prepared, page, () => {
    const names = [page.title, ...page.names].map(spotsOf);
    const sections = page.sections.map(([anchor, title, text]) => ({ anchor, title, text, head: spotsOf(title), spots: spotsOf(text) }));
    for (const section of sections) section.places = placesOf(section.spots);
    const lists = [names[0], ...sections.flatMap(({ head, spots }) => [head, spots])];
    const first = new Map(lists.flat().reverse().map(({ term, word }) => [term, word]));
    return { names, who: spotsOf(page.who), sections, lists, first };
  });

/** List the places of each term: Map(term → [at, …]). */
function placesOf(spots) {
  const places = new Map();
  spots.forEach(({ term }, at) => (places.has(term) ? places.get(term).push(at) : places.set(term, [at])));
  return places;
}

/** Say of a query which of its parts are no words of the grammar, and what each term means for these and for all. */
const understand = (parts) =>
  once(asked, parts, () => {
    const spoken = parts.some((part) => !part.isStop) ? parts.filter((part) => !part.isStop) : parts;
    return { spoken, means: meanings(spoken), all: meanings(parts) };
  });

/**
 * Say what each term means for a query: Map(term → how well it answers each part, 0 to 1).
 * Of a reading of several words each word counts its share.
 */
export function meanings(parts) {
  const of = new Map();
  parts.forEach((part, i) => {
    for (const { terms, weight } of part.readings)
      for (const term of terms) {
        if (!of.has(term)) of.set(term, new Float32Array(parts.length));
        of.get(term)[i] = Math.max(of.get(term)[i], weight / terms.length);
      }
  });
  return of;
}

/** Keep of a list of words those that mean something: [{at, answers}], `at` being the place in the list. */
function meant(means, spots) {
  const marks = [];
  for (let at = 0; at < spots.length; at += 1) {
    const answers = means.get(spots[at].term);
    if (answers) marks.push({ at, term: spots[at].term, answers });
  }
  return marks;
}

/** Likewise for a section, from the places of its terms. */
function meantIn(means, { places }) {
  const marks = [];
  for (const [term, answers] of means) for (const at of places.get(term) ?? []) marks.push({ at, term, answers });
  return marks.sort((one, other) => one.at - other.at);
}

/** Return the share of the query, by the values of its parts, that the marked words answer. */
function coverage(parts, marks) {
  const terms = new Set(marks.map((mark) => mark.term));
  let [all, met] = [0, 0];
  for (const part of parts) {
    all += part.value;
    let best = 0;
    for (const { terms: wanted, weight } of part.readings) if (weight > best && wanted.every((term) => terms.has(term))) best = weight;
    met += part.value * best;
  }
  return all === 0 ? 0 : met / all;
}

/** Say how much a name is what the query says: 1 if each says all of the other. */
export function likeness(parts, means, spots) {
  const spoken = spots.filter((spot) => !isStop(spot.word));
  if (spoken.length === 0) return 0;
  const marks = meant(means, spoken);
  const asked = coverage(parts, marks);
  const said = marks.filter(({ answers }) => answers.some((answer) => answer > BARELY)).length / spoken.length;
  return asked === 0 ? 0 : asked * (0.4 + 0.6 * said);
}

/** Return the longest run of the query's words that stand side by side, as the share of neighbours in the query: 0 to 1. */
export function run(count, marks) {
  if (count < 2) return 0;
  let best = 1;
  let before = new Uint8Array(count); // lengths of the runs that end at the word before, by part
  let place = -2;
  for (const { at, answers } of marks) {
    const here = new Uint8Array(count);
    for (let i = 0; i < count; i += 1) if (answers[i] >= 0.5) here[i] = 1 + (i > 0 && at === place + 1 ? before[i - 1] : 0);
    best = Math.max(best, ...here);
    [before, place] = [here, at];
  }
  return (best - 1) / (count - 1);
}

const contains = (spots, terms) => spots.some((_, i) => terms.every((term, k) => spots[i + k]?.term === term));

/**
 * Judge a page: how much more it is about the query than a page with the same words, which section matches best,
 * and whether the page as a whole is what was asked for.
 */
export function judge({ parts, quoted }, page) {
  const { names, who, sections } = prepare(page);
  const { spoken, means, all } = understand(parts);
  const named = Math.max(...names.map((spots, i) => likeness(spoken, means, spots) * (i === 0 ? 1 : WEIGHTS.otherName)));
  const read = sections.map((section) => ({ section, ...readSection(section, spoken, means, parts, all) }));
  const phrase = Math.max(0, ...names.map((spots) => run(parts.length, meant(all, spots))), ...read.map((one) => one.phrase));
  const together = spoken.length > 1 ? Math.max(0, ...read.map((one) => one.together)) : 0;
  const heading = Math.max(0, ...read.map((one) => one.heading));
  const said = quoted.length > 0 && quoted.every((terms) => [...names, ...sections.map((section) => section.spots)].some((spots) => contains(spots, terms)));
  const about = WEIGHTS.name * named ** 2 + WEIGHTS.head * heading + WEIGHTS.who * coverage(spoken, meant(means, who)) ** 2;
  const near = WEIGHTS.phrase * phrase ** 3 * (parts.length - 1) + WEIGHTS.together * together ** 2 + (said ? WEIGHTS.quoted : 0);
  const best = read.reduce((one, other) => (other.worth > one.worth ? other : one), { worth: -1 });
  return { bonus: 1 + about + near, section: best.section, isWhole: named > 0.85 };
}

function readSection(section, spoken, means, parts, all) {
  const marks = meantIn(means, section);
  const head = meant(means, section.head);
  const phrase = run(parts.length, meantIn(all, section));
  const heading = likeness(spoken, means, section.head);
  const worth = coverage(spoken, marks) + 0.8 * phrase + 0.8 * heading + 0.005 * Math.min(10, marks.length);
  return { phrase, heading, together: coverage(spoken, [...head, ...marks]), worth };
}

/** Cut the words around the best place out of a text: [{text, isHit}]. */
export function excerpt({ parts }, section, length = 28) {
  const spots = section?.spots ?? [];
  if (spots.length === 0) return [];
  const hits = meantIn(understand(parts).means, section).filter(({ answers }) => answers.some((answer) => answer >= BARELY));
  const from = Math.max(0, Math.min(densest(hits, parts, length) - 4, spots.length - length));
  const to = Math.min(spots.length, from + length);
  const pieces = from > 0 ? [{ text: "… ", isHit: false }] : [];
  let end = from === 0 ? 0 : spots[from].start;
  for (const { at } of hits) {
    if (at < from || at >= to || spots[at].start < end) continue;
    pieces.push({ text: section.text.slice(end, spots[at].start), isHit: false }, { text: section.text.slice(spots[at].start, spots[at].end), isHit: true });
    end = spots[at].end;
  }
  pieces.push({ text: to === spots.length ? section.text.slice(end) : `${section.text.slice(end, spots[to - 1].end)} …`, isHit: false });
  return pieces.filter((piece) => piece.text !== "");
}

/** List what a page has of a query, as the page writes it: words, and names of several words in double quotes. */
export function matched({ parts }, page) {
  const { first, lists } = prepare(page);
  const found = new Set();
  for (const { terms, weight } of understand(parts).spoken.flatMap((part) => part.readings)) {
    if (weight < BARELY || !terms.every((term) => first.has(term))) continue;
    if (terms.length === 1) found.add(first.get(terms[0]));
    else if (lists.some((spots) => contains(spots, terms))) found.add(`"${terms.map((term) => first.get(term)).join(" ")}"`);
  }
  return [...found].slice(0, MOST_MARKED);
}

/** Return the place from which `length` words say most of the query; the earlier one where two say the same. */
function densest(hits, parts, length) {
  let [best, place] = [-1, 0];
  hits.slice(0, MOST_PLACES).forEach(({ at }, i) => {
    const window = [];
    for (let k = i; k < hits.length && hits[k].at < at + length; k += 1) window.push(hits[k]);
    const worth = new Set(window.map((hit) => hit.term)).size + 2 * run(parts.filter((part) => !part.isStop).length, window);
    if (worth > best) [best, place] = [worth, at];
  });
  return place;
}
