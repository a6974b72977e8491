// Runs inside Python while the site is built, after minisearch.js and words.js: counts the words and cuts the index into shards.

const FIELDS = ["title", "names", "heads", "about", "who", "text"];
const isOwn = (field) => field === "title" || field === "names";
const index = new MiniSearch({
  fields: FIELDS,
  tokenize: words,
  processTerm: (word, field) => (isStop(word) && !isOwn(field) ? null : stem(word)),
});
const spoken = new Map(); // word as it is written → number of pages

function add(batch) {
  const pages = JSON.parse(batch);
  index.addAll(pages);
  for (const page of pages)
    for (const word of new Set(FIELDS.flatMap((field) => words(page[field]))))
      if (word.length > 1 && word.length < 40) spoken.set(word, (spoken.get(word) ?? 0) + 1);
  return pages.length;
}

function shardsOf(entries, size) {
  const shards = [];
  let length = Infinity;
  for (const [key, value] of entries) {
    const cost = JSON.stringify([key, value]).length + 1;
    if (length + cost > size) {
      shards.push({ first: key, entries: [] });
      length = 0;
    }
    shards.at(-1).entries.push([key, value]);
    length += cost;
  }
  return JSON.stringify(shards);
}

const byKey = ([a], [b]) => (a < b ? -1 : 1);
const backwards = (word) => [...word].reverse().join("");

/** Where each term stands: [term, [field, document, frequency, step to the next document, frequency, …], …]. */
function postings(size) {
  const entries = index.toJSON().index.map(([term, fields]) => [
    term,
    Object.entries(fields).map(([field, frequencies]) => {
      let before = 0;
      return Object.entries(frequencies).reduce((list, [id, frequency]) => {
        list.push(id - before, frequency);
        before = Number(id);
        return list;
      }, [Number(field)]);
    }),
  ]);
  return shardsOf(entries.sort(byKey), size);
}

const vocabulary = (size) => shardsOf([...spoken].sort(byKey), size);
const endings = (size) => shardsOf([...spoken].map(([word, count]) => [backwards(word), count]).sort(byKey), size);

/** What every query needs: how long the fields are, column by column. */
function frame() {
  const all = index.toJSON();
  const ids = Object.keys(all.documentIds);
  return JSON.stringify({
    fields: FIELDS,
    averages: all.averageFieldLength.map((length) => Math.round(length * 100) / 100),
    lengths: FIELDS.map((_, field) => ids.map((id) => rounded(all.fieldLength[id]?.[field] ?? 0))),
  });
}

// Lengths only dampen a score: two digits are enough, and few different numbers make a small file.
const rounded = (length) => Number(length.toPrecision(2));
