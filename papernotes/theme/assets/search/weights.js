// Every number that the ranking rests on. They were chosen on this site's queries and then tried on a generated site of other words.

export const WEIGHTS = {
  // MiniSearch: what a word counts for in each field, and the curve of BM25.
  boost: { title: 1.4, names: 1.2, heads: 2.2, about: 2, who: 1.2, text: 1 },
  bm25: { k: 1.6, b: 0.6, d: 0.3 },
  stop: 0.03, // a word of the grammar: it only tells titles apart
  evenness: 0.8, // the power of MiniSearch's score: it adds up fields, so a word in all of them outweighs two words
  power: 2, // the power of the share of the query that a page meets
  reach: 0.05, // what is left of the score of a page that meets next to nothing of the query
  // The pages' own text: what is added to a factor of 1.
  name: 2, // a title that is the query
  otherName: 0.5, // the short name or a paper's title, as a share of the title
  who: 2, // authors, year or id of the page's papers, all that the query says
  head: 0.1, // a heading that is the query
  phrase: 0.8, // each further word of the query that stands beside its neighbour
  together: 0.5, // one section has the whole query
  quoted: 2, // words in double quotes that stand so on the page
  // Readings of a word.
  completion: 0.8, // the word is the beginning of another
  longer: 0.4, // likewise, but it is a word itself
  mended: 0.9,
  otherMend: 0.3,
  joined: 0.9,
  synonym: 0.9,
  symbol: 0.7, // "theta" for θ
};
