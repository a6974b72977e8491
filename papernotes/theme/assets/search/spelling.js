// Mending of misspelt words from the site's own vocabulary.

/** Count the letters to add, drop, change or exchange with a neighbour; more than `most` is returned as `most + 1`. */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [older, old] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    if (Math.min(...row) > most) return most + 1;
    [older, old] = [old, row];
  }
  return Math.min(old[b.length], most + 1);
}

/** Allow no slip in words of one or two letters, one up to seven, two in longer ones; where that finds nothing, one more. */
export const allowed = (word) => (word.length < 3 || /\d{2}/.test(word) ? 0 : word.length < 8 ? 1 : 2);

const isSwap = (a, b) => a.length === b.length && [...a].sort().join("") === [...b].sort().join("");
const backwards = (word) => [...word].reverse().join("");

/** Rank a candidate: few slips first, then a first letter that is right, then words on many pages. */
const cost = (word, { candidate, slips, count }) => slips + (candidate[0] === word[0] ? 0 : 0.3) - (isSwap(word, candidate) ? 0.25 : 0) - Math.min(0.6, Math.log10(count + 1) / 5);

/** List a vocabulary's words that `word` may stand for, the likeliest first: [{candidate, slips, count}]. */
export function nearest(word, vocabulary, most = allowed(word)) {
  const found = [];
  for (const [candidate, count] of vocabulary) {
    if (Math.abs(candidate.length - word.length) > most) continue;
    const slips = distance(word, candidate, most);
    if (slips <= most && (word.length > 3 || isSwap(word, candidate) || candidate.length > 3)) found.push({ candidate, slips, count });
  }
  return found.sort((a, b) => cost(word, a) - cost(word, b));
}

/** Likewise for a word that is still being typed: `word` is held against the beginnings of longer words. */
export function nearestBeginnings(word, vocabulary) {
  if (word.length < 4) return [];
  const found = [];
  for (const [candidate, count] of vocabulary) {
    if (candidate.length <= word.length) continue;
    const slips = Math.min(...[-1, 0, 1].map((more) => distance(word, candidate.slice(0, word.length + more), 1)));
    if (slips <= 1) found.push({ candidate, slips: slips + 0.2, count });
  }
  return found.sort((a, b) => cost(word, a) - cost(word, b));
}

/**
 * List what a misspelt word may stand for. One slip leaves either the beginning or the end of a word whole,
 * so the words with the same two first or the same two last letters are enough to look at.
 */
export const mend = (store, word, isTyped) => store.once(`mend/${word}/${isTyped}`, () => findMends(store, word, isTyped));

async function findMends(store, word, isTyped) {
  const [ahead, behind] = await Promise.all([store.beginning("words", word.slice(0, 2), 8), store.beginning("endings", backwards(word).slice(0, 2), 8)]);
  const long = word.length - allowed(word) - 1;
  const fits = ([other]) => other.length >= long;
  const vocabulary = new Map([...ahead.filter(fits), ...behind.filter(fits).map(([reversed, count]) => [backwards(reversed), count])]);
  const whole = nearest(word, vocabulary);
  if (whole.length > 0) return whole.slice(0, 4);
  const begun = isTyped ? nearestBeginnings(word, vocabulary) : [];
  if (begun.length > 0 || word.length < 5) return begun.slice(0, 4);
  return nearest(word, vocabulary, allowed(word) + 1).slice(0, 2);
}

/** Find two words of the vocabulary that were written as one; null if there are none. */
export async function split(store, word) {
  if (word.length < 6) return null;
  const cuts = Array.from({ length: word.length - 5 }, (_, i) => [word.slice(0, i + 3), word.slice(i + 3)]);
  const known = await store.values("words", new Set(cuts.flat()));
  const whole = cuts.filter((parts) => parts.every((part) => known.has(part)));
  return whole.sort((a, b) => Math.min(...b.map((part) => known.get(part))) - Math.min(...a.map((part) => known.get(part))))[0] ?? null;
}
