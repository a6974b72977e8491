// What a query asks for: each of its words with the terms of the index that may stand for it.

import { mend, split } from "./spelling.js";
import { WEIGHTS } from "./weights.js";
import { isStop, scan, stem } from "./words.js";

const LETTERS = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi omega".split(" ");
const SYMBOL = new Map(LETTERS.flatMap((name, i) => [[name, "αβγδεζηθικλμνξοπρστυφχψω"[i]], ["αβγδεζηθικλμνξοπρστυφχψω"[i], name]]));
const LONGEST = 300; // characters
const MOST_WORDS = 24;
const COMPLETIONS = 8;

/**
 * @typedef {{terms: string[], weight: number}} Reading one way to read a word: all its terms are meant together
 * @typedef {{word: string, term: string, isStop: boolean, readings: Reading[], shown: string}} Part
 */

/** Read a query: its parts, the words in the order in which they were typed, and what had to be mended. */
export async function read(store, query) {
  const text = query.slice(0, LONGEST);
  const typed = scan(text).slice(0, MOST_WORDS).map((spot) => spot.word);
  const isTyping = typed.length > 0 && !/[\s"]$/.test(text) && text === query;
  const frame = await store.frame();
  const known = await store.values("words", new Set(typed));
  const parts = await Promise.all(typed.map((word, i) => part(store, word, known, isTyping && i === typed.length - 1)));
  await join(store, parts);
  rename(frame.names, parts);
  const mended = parts.filter((one) => one.shown !== one.word).map((one) => [one.word, one.shown]);
  return { parts, mended, quoted: quoted(text), suggestion: mended.length > 0 ? parts.map((one) => one.shown).join(" ") : "" };
}

/** List the word sequences that the query has in double quotes; an odd quote is no quote. */
const quoted = (text) => [...text.matchAll(/["“”]([^"“”]+)["“”]/g)].map((match) => scan(match[1]).map((spot) => stem(spot.word))).filter((list) => list.length > 1);

async function part(store, word, known, isTyped) {
  const term = stem(word);
  const made = { word, term, isStop: isStop(word) && !isTyped, readings: [{ terms: [term], weight: 1 }], shown: word };
  if (SYMBOL.has(word)) addReading(made, [SYMBOL.get(word)], WEIGHTS.symbol);
  const isKnown = SYMBOL.has(word) || known.has(word) || (await store.values("terms", [term])).has(term);
  const longer = isTyped ? await completions(store, word) : [];
  for (const one of longer) addReading(made, [stem(one)], isKnown ? WEIGHTS.longer : WEIGHTS.completion);
  if (isKnown || longer.length > 0) return made;
  const parts = await split(store, word);
  const mends = await mend(store, word, isTyped);
  if (parts && !(mends[0]?.slips <= 1)) {
    addReading(made, parts.map(stem), WEIGHTS.mended);
    made.shown = parts.join(" ");
  } else if (mends.length > 0) {
    made.shown = mends[0].candidate;
    mends.forEach(({ candidate, slips }, i) => addReading(made, [stem(candidate)], (i === 0 ? WEIGHTS.mended : WEIGHTS.otherMend) / Math.max(1, slips)));
  }
  return made;
}

async function completions(store, word) {
  if (/^\d+$/.test(word) && word.length < 3) return [];
  const found = await store.beginning("words", word, word.length < 3 ? 1 : 3);
  const longer = found.filter(([other]) => other !== word);
  return longer.sort((a, b) => b[1] - a[1]).slice(0, COMPLETIONS).map(([other]) => other);
}

function addReading(part, terms, weight) {
  const same = part.readings.find((reading) => reading.terms.join(" ") === terms.join(" "));
  if (same) same.weight = Math.max(same.weight, weight);
  else part.readings.push({ terms, weight });
}

/** "feed forward" may stand on a page as "feedforward". */
async function join(store, parts) {
  const pairs = parts.slice(1).map((right, i) => [parts[i], right, parts[i].word + right.word]);
  const known = await store.values("words", new Set(pairs.map((pair) => pair[2])));
  for (const [left, right, both] of pairs.filter((pair) => known.has(pair[2]))) for (const one of [left, right]) addReading(one, [stem(both)], WEIGHTS.joined);
}

/** A name in the query also means the other names of the same thing. */
function rename(names, parts) {
  const terms = parts.map((one) => one.readings.find((reading) => reading.weight >= 0.9 && reading.terms.length === 1)?.terms[0] ?? one.term);
  const mended = parts.map((one, i) => (one.shown === one.word ? terms[i] : stem(scan(one.shown)[0].word)));
  for (const group of names) {
    const forms = group.map((name) => scan(name).map((spot) => stem(spot.word)));
    for (const form of forms) {
      const at = find(mended, form);
      if (at < 0) continue;
      const others = forms.filter((other) => other.join(" ") !== form.join(" "));
      for (const other of others) for (let i = at; i < at + form.length; i += 1) addReading(parts[i], other, WEIGHTS.synonym);
    }
  }
}

function find(terms, form) {
  for (let at = 0; at + form.length <= terms.length; at += 1) if (form.every((term, i) => terms[at + i] === term)) return at;
  return -1;
}
