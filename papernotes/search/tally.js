// Runs inside Python while the site is built, after minisearch.js and words.js: counts the words of each page by itself.

function tally(batch, fields) {
  fields = JSON.parse(fields);
  return JSON.stringify(JSON.parse(batch).map((page) => JSON.stringify(count({ id: 0, ...page }, fields))));
}

function count(page, fields) {
  const written = new Map(fields.map((field) => [page[field], words(page[field])]));
  const own = (field) => field === "title" || field === "names";
  const index = new MiniSearch({
    fields,
    tokenize: (text) => written.get(text),
    processTerm: (word, field) => (isStop(word) && !own(field) ? null : stem(word)),
  });
  index.add(page);
  const { index: terms, fieldLength } = index.toJSON();
  return {
    terms: terms.map(([term, places]) => [term, ...Object.entries(places).flatMap(([field, frequencies]) => [Number(field), frequencies[0]])]),
    lengths: fields.map((_, field) => fieldLength[0]?.[field] ?? 0),
    words: [...new Set([...written.values()].flat())].filter((word) => word.length > 1 && word.length < 40),
  };
}
