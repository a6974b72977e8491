// The search: MiniSearch over just the words of a query, then the best pages by their own text.

import MiniSearch from "./minisearch.js";
import { excerpt, judge, matched } from "./rank.js";
import { WEIGHTS } from "./weights.js";
import { read } from "./query.js";
import { Store, Unavailable } from "./store.js";

export { Unavailable };

const MOST = 16; // pages that are read: their own text decides about their order, and each costs about 3 KB

const store = new Store(new URL("../../search-index/", import.meta.url));

/** Fetch what every query needs, before there is one. */
export const warm = () => store.frame();

/**
 * Search the site. Returns {results, total, mended, suggestion, topics, tags}, the best page first;
 * each result is {url, anchor, title, section, topic, score, pieces, matched}.
 */
export async function search(text, { topic = null, tag = null } = {}) {
  const [frame, query] = await Promise.all([store.frame(), read(store, text)]);
  const postings = await store.values("terms", new Set(query.parts.flatMap((part) => part.readings.flatMap((reading) => reading.terms))));
  weigh(query.parts, postings, frame);
  const found = score(query, postings, frame);
  const chosen = found.filter(({ id }) => (topic === null || frame.topicOf[id] === topic) && (tag === null || frame.tagsOf[id].includes(tag)));
  const pages = await Promise.all(chosen.slice(0, MOST).map(async (one) => ({ ...one, page: await store.page(one.id) })));
  const results = pages.map((one) => judged(query, one)).sort((a, b) => b.score - a.score);
  return { results, ...counts(found, frame), total: chosen.length, mended: query.mended, suggestion: query.suggestion, terms: query.parts };
}

/** Give each part of the query its value: rare words say more than frequent ones, words of the grammar next to nothing. */
function weigh(parts, postings, frame) {
  const pages = frame.topicOf.length;
  const count = (term) => (postings.get(term) ?? []).reduce((most, field) => Math.max(most, (field.length - 1) / 2), 0);
  for (const part of parts) {
    const met = Math.max(...part.readings.filter((reading) => reading.weight >= 0.7).map((reading) => Math.min(...reading.terms.map(count))));
    part.value = part.isStop ? 0.05 : Math.log(1 + (pages + 1) / (met + 0.5));
  }
}

/** Let MiniSearch score the pages that have words of the query; what it counts a word for is the word's best reading. */
function score({ parts }, postings, frame) {
  const weights = new Map();
  for (const part of parts)
    for (const { terms, weight } of part.readings)
      for (const term of terms) weights.set(term, Math.max(weights.get(term) ?? 0, (part.isStop ? WEIGHTS.stop : 1) * weight));
  const terms = [...weights.keys()].filter((term) => postings.has(term));
  if (terms.length === 0) return [];
  const index = MiniSearch.loadJS(serialised(postings, frame), { fields: frame.fields, tokenize: (text) => text.split(" "), processTerm: (term) => term });
  const queries = terms.map((term) => ({ queries: [term], boost: boosts(postings.get(term), frame), boostTerm: () => weights.get(term) }));
  const found = index.search({ combineWith: "OR", queries }, { bm25: WEIGHTS.bm25 });
  const all = parts.reduce((sum, part) => sum + part.value, 0);
  for (const one of found) one.score = (one.score / one.queryTerms.length) ** WEIGHTS.evenness * (WEIGHTS.reach + met(parts, one.match) / all) ** WEIGHTS.power * (frame.boosts[one.id] ?? 1);
  return found.map(({ id, score }) => ({ id, score })).sort((a, b) => b.score - a.score);
}

const rarity = (count, pages) => Math.log(1 + (pages - count + 0.5) / (count + 0.5)); // as in MiniSearch

/** Weigh a term's fields: MiniSearch holds a common word for rare where few titles have it; here it counts half as that and half as in the field that has it most. */
function boosts(fields, frame) {
  const pages = frame.topicOf.length;
  const rarities = new Map(fields.map((field) => [frame.fields[field[0]], rarity((field.length - 1) / 2, pages)]));
  const least = Math.min(...rarities.values());
  return Object.fromEntries([...rarities].map(([name, rare]) => [name, WEIGHTS.boost[name] * Math.sqrt(least / rare)]));
}

/** Add up the values of the parts that a page meets. */
const met = (parts, match) =>
  parts.reduce((sum, part) => {
    let best = 0;
    for (const { terms, weight } of part.readings) if (weight > best && terms.every((term) => match[term])) best = weight;
    return sum + part.value * best;
  }, 0);

/** Write the postings of a query's words in MiniSearch's own form, with only the pages that have one of them. */
function serialised(postings, frame) {
  const [documentIds, fieldLength] = [{}, {}];
  const frequencies = ([field, ...steps]) => {
    const of = {};
    for (let i = 0, id = 0; i < steps.length; i += 2) {
      id += steps[i];
      of[id] = steps[i + 1];
      documentIds[id] = id;
      fieldLength[id] ??= frame.lengths.map((column) => column[id]);
    }
    return [field, of];
  };
  const index = [...postings].map(([term, fields]) => [term, Object.fromEntries(fields.map(frequencies))]);
  const pages = frame.topicOf.length;
  const fieldIds = Object.fromEntries(frame.fields.map((name, i) => [name, i]));
  return { documentCount: pages, nextId: pages, documentIds, fieldIds, fieldLength, averageFieldLength: frame.averages, storedFields: {}, dirtCount: 0, serializationVersion: 2, index };
}

function judged(query, { id, score, page }) {
  const { bonus, section, isWhole } = judge(query, page);
  return { ...result(page, score * bonus, id), ...(isWhole ? TOP : place(section)), pieces: excerpt(query, section), matched: matched(query, page) };
}

const TOP = { section: "", anchor: "" };
const place = (section) => (section?.anchor ? { section: section.title, anchor: section.anchor } : TOP);

const result = (page, score, id) => ({ id, url: (page.href ??= new URL(`../../${page.url}`, import.meta.url).href), title: page.title, topic: page.topic, about: page.about, score });

/** Count the pages found by topic and by tag: [[number, count], …], the most frequent first. */
function counts(found, frame) {
  const [topics, tags] = [new Map(), new Map()];
  for (const { id } of found) {
    if (frame.topicOf[id] >= 0) topics.set(frame.topicOf[id], (topics.get(frame.topicOf[id]) ?? 0) + 1);
    for (const tag of frame.tagsOf[id]) tags.set(tag, (tags.get(tag) ?? 0) + 1);
  }
  const named = (map, names) => [...map].sort((a, b) => b[1] - a[1]).map(([number, count]) => ({ number, name: names[number], count }));
  return { topics: named(topics, frame.topics), tags: named(tags, frame.tags) };
}
