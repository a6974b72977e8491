// Words of a text, made the same way for the index (inside Python, while the site is built) and for a query (in the browser).

const WORD = /[\p{L}\p{N}]+(?:[.'’][\p{L}\p{N}]+)*/gu;
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+$/u;
const STOP = new Set(
  ("a an and are as at be been but by can could did do does for from had has have how i if in into is it its may not of on or our " +
    "should so such than that the their them then there these they this those to was we were what when where which who whom why will with would you your").split(" "),
);

export const isStop = (word) => STOP.has(word);

/** Lower the case and take the accents off: "Schölkopf" and "ﬁne" become "scholkopf" and "fine". */
export const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

/** Find the words of a text with their places: [{word, start, end}]; text without spaces between words gives pairs of letters. */
export function scan(text) {
  const found = [];
  for (const match of text.matchAll(WORD)) {
    const start = match.index;
    for (const part of plain(match[0]).matchAll(WORD)) {
      const word = part[0].replace(/['’]s$|['’]/g, "");
      if (!UNSPACED.test(word) || word.length < 2) found.push({ word, start, end: start + match[0].length });
      else for (let i = 0; i + 1 < word.length; i += 1) found.push({ word: word.slice(i, i + 2), start: start + i, end: start + i + 2 });
    }
  }
  return found;
}

/** List the words of a text, and for "key-value" also "keyvalue", which some write as one. */
export function words(text) {
  const spots = scan(text);
  const list = spots.map((spot) => spot.word);
  for (let i = 1; i < spots.length; i += 1) {
    const between = text.slice(spots[i - 1].end, spots[i].start);
    if (/^[-‐‑]$/.test(between)) list.push(spots[i - 1].word + spots[i].word);
  }
  return list;
}

// British and American spelling become one; what comes out need not be a word, only the same for both.
const SPELLING = [
  [/is(e|ed|es|er|ers|ing|ation|ations)$/, "iz$1"],
  [/ys(e|ed|es|er|ers|ing)$/, "yz$1"],
  [/(..)our(s|ed|ing|al|ful|ite|less|hood)?$/, "$1or$2"],
  [/(..)tr(e|es|ed)$/, (word, before, end) => `${before}ter${end.slice(1)}`.replace(/terd$/, "tered")],
  [/(..)ogue(s)?$/, "$1og$2"],
  [/^(def|lic|off|pret)ence/, "$1ense"],
  [/^grey/, "gray"],
  [/^embed$/, "embedd"], // no past tense
  [/^(programme|artefact)/, (word) => ({ programme: "program", artefact: "artifact" })[word]],
];

const VOWEL = /[aeiouy]/;
const measure = (stem) => (stem.replace(/^[^aeiouy]+/, "").match(/[aeiouy]+[^aeiouy]+/g) ?? []).length;
const ENDINGS = [
  ["ational", "ate"], ["tional", "tion"], ["ization", "ize"], ["izer", "ize"], ["ation", "ate"], ["ator", "ate"], ["iveness", "ive"], ["fulness", "ful"], ["ousness", "ous"],
  ["ality", "al"], ["ivity", "ive"], ["bility", "ble"], ["alize", "al"], ["icate", "ic"], ["ative", ""], ["ical", "ic"], ["ness", ""], ["ful", ""], ["ally", "al"],
  ["ently", "ent"], ["ely", "e"], ["ously", "ous"], ["bly", "ble"],
];
const LAST = /(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ism|ate|iti|ous|ive|ize|(?<=[st])ion)$/;
const memory = new Map();

function exchange(stem) {
  for (const [ending, put] of ENDINGS) {
    const from = ending.replace(/y$/, "i");
    if (stem.endsWith(from) && measure(stem.slice(0, -from.length)) > 0) return stem.slice(0, -from.length) + put;
  }
  return stem;
}

function shorten(word) {
  let stem = word.replace(/(ss|i)es$/, "$1").replace(/([^su])s$/, "$1");
  if (/eed$/.test(stem)) stem = measure(stem.slice(0, -3)) > 0 ? stem.slice(0, -1) : stem;
  else {
    const cut = stem.replace(/(?:ed|ing|edly|ingly)$/, "");
    if (cut !== stem && VOWEL.test(cut) && cut.length > 1) {
      if (/(?:at|bl|iz)$/.test(cut)) stem = `${cut}e`;
      else if (/([^aeiouylsz])\1$/.test(cut)) stem = cut.slice(0, -1);
      else stem = measure(cut) === 1 && /[^aeiouy][aeiouy][^aeiouywx]$/.test(cut) ? `${cut}e` : cut;
    }
  }
  stem = stem.replace(/(..)y$/, "$1i");
  stem = exchange(exchange(stem));
  const cut = stem.replace(LAST, "");
  if (cut !== stem && measure(cut) > 1) stem = cut;
  if (stem.endsWith("e") && (measure(stem.slice(0, -1)) > 1 || (measure(stem.slice(0, -1)) === 1 && !/[^aeiouy][aeiouy][^aeiouywx]e$/.test(stem)))) stem = stem.slice(0, -1);
  // "classify" and "classification"; "modelling" has two where "modeling" has one
  return stem.replace(/ifi$/, "if").replace(/([bdfglmnprt])\1$/, "$1");
}

/** Cut a word down to what its forms share, after Porter, "An algorithm for suffix stripping" (1980), in the main. */
export function stem(word) {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word.length === 4 && /^[a-z]{3}s$/.test(word) ? word.slice(0, 3) : word;
  let short = memory.get(word);
  if (short === undefined) {
    short = shorten(SPELLING.reduce((text, [from, to]) => text.replace(from, to), word));
    memory.set(word, short);
  }
  return short;
}
