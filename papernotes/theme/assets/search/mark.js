// Marks on the page that a search result led to, drawn by the browser over the text: math, links and boxes stay as they are.

import { isStop, scan, stem } from "./words.js";

const UNMARKED = ".katex, script, style, .pn-references, .headerlink";
const MOST = 500;

function textsOf(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) => (node.parentElement.closest(UNMARKED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/** Mark each word of the article that shares its stem with one of `wanted`; return how many were marked. */
export function mark(wanted) {
  const terms = new Set(scan(wanted.slice(0, 300)).filter(({ word }) => !isStop(word)).map(({ word }) => stem(word)));
  const article = document.querySelector("article");
  if (!article || terms.size === 0) return 0;
  const ranges = textsOf(article).flatMap((node) =>
    scan(node.data)
      .filter(({ word }) => terms.has(stem(word)))
      .map(({ start, end }) => new StaticRange({ startContainer: node, startOffset: start, endContainer: node, endOffset: end })),
  );
  CSS.highlights.set("pn-found", new Highlight(...ranges.slice(0, MOST)));
  return ranges.length;
}
