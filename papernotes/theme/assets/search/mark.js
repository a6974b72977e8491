// Marks on the page that a search result led to, drawn by the browser over the text: math, links and boxes stay as they are.

import { isStop, scan, stem } from "./words.js";

const UNMARKED = ".katex, script, style, .pn-references, .headerlink";
const LONGEST = 600; // characters
const MOST = 500;

const spotsOf = (text) => scan(text).map((spot) => ({ ...spot, term: stem(spot.word) }));

/** Read what is to be marked: words, and in double quotes words that must stand side by side; each as its terms. */
function termsOf(wanted) {
  const pieces = [...wanted.slice(0, LONGEST).matchAll(/"([^"]*)"|[^"]+/g)];
  return pieces.flatMap(([piece, quoted]) => {
    const spots = spotsOf(quoted ?? piece);
    return quoted === undefined ? spots.filter(({ word }) => !isStop(word)).map(({ term }) => [term]) : [spots.map(({ term }) => term)];
  });
}

function textsOf(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) => (node.parentElement.closest(UNMARKED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/** Find the wanted terms in a text: [{start, end}]. */
function placesIn(text, wanted) {
  const spots = spotsOf(text);
  const lengths = spots.map((_, i) => Math.max(0, ...wanted.filter((terms) => terms.every((term, k) => spots[i + k]?.term === term)).map((terms) => terms.length)));
  return spots.flatMap(({ start }, i) => (lengths[i] > 0 ? [{ start, end: spots[i + lengths[i] - 1].end }] : []));
}

/** Mark in the article the words that share their stems with `wanted`; return how many places were marked. */
export function mark(wanted) {
  const terms = termsOf(wanted);
  const article = document.querySelector("article");
  if (!article || terms.length === 0) return 0;
  const ranges = textsOf(article).flatMap((node) =>
    placesIn(node.data, terms).map(({ start, end }) => new StaticRange({ startContainer: node, startOffset: start, endContainer: node, endOffset: end })),
  );
  CSS.highlights.set("pn-found", new Highlight(...ranges.slice(0, MOST)));
  return ranges.length;
}
