// Citations, BibTeX buttons and the bibliography's filters. Everything shown is already in the page: nothing is fetched.
//
// A card belongs to one citation. It opens at once on hover, keyboard focus and tap; it closes on Esc, on leaving, on
// scrolling and on any press outside. It stands right behind its citation in the page, so Tab leads from the citation
// into it, and in the browser's top layer, so no table or box cuts it off.

const GAP = 6; // px between a citation and its card
const GRACE = 200; // ms in which the pointer may cross that gap

// Pure arithmetic ------------------------------------------------------------------------------------------------

// Place a box of `size` beside the `anchor` rectangle, inside the `view`: below if it fits, else above, else where
// there is more room, cut to it. Returns {left, top, maxHeight, side}; all in px.
export function place(anchor, size, view) {
  const below = view.height - anchor.bottom - 2 * GAP;
  const above = anchor.top - view.top - 2 * GAP;
  const side = size.height <= below || below >= above ? "below" : "above";
  const maxHeight = Math.max(Math.min(size.height, side === "below" ? below : above), 0);
  const left = Math.max(GAP, Math.min(anchor.left, view.width - size.width - GAP));
  const top = side === "below" ? anchor.bottom + GAP : anchor.top - GAP - maxHeight;
  return { left, top, maxHeight, side };
}

// Tell whether an entry of the bibliography passes the filters.
export function passes(entry, wanted) {
  const text = entry.text.toLowerCase();
  return (
    (!wanted.topic || entry.topics.includes(wanted.topic)) &&
    (!wanted.note || entry.note) &&
    wanted.words.toLowerCase().split(/\s+/).every((word) => text.includes(word))
  );
}

// The card -------------------------------------------------------------------------------------------------------

let open = null; // {citation, card}
let timer = 0;
let closing = false;
let pointer = "mouse"; // what was pressed last: a click does not say so in every browser

function build(citation) {
  const reference = document.getElementById(citation.hash.slice(1));
  const content = reference?.querySelector("template.pn-card-content")?.content.cloneNode(true);
  if (!content) return null;
  const card = document.createElement("span"); // a span, because it stands inside a paragraph
  card.className = "pn-card";
  card.id = "pn-card";
  card.popover = "manual";
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", `Reference: ${citation.textContent}`);
  const summary = document.createElement("span");
  summary.className = "pn-card__summary";
  summary.id = "pn-card-summary";
  summary.append(...content.querySelectorAll("p:not(.pn-card__links)"));
  card.append(summary, content);
  const down = document.createElement("a");
  down.href = citation.hash;
  down.textContent = "in the references";
  card.querySelector(".pn-card__links")?.append(" ", down);
  return card;
}

function show(citation) {
  clearTimeout(timer);
  if (closing || open?.citation === citation) return;
  hide();
  const card = build(citation);
  if (!card?.showPopover) return;
  citation.after(card);
  citation.setAttribute("aria-describedby", "pn-card-summary");
  citation.setAttribute("aria-expanded", "true");
  card.showPopover();
  const view = { top: top(), width: document.documentElement.clientWidth, height: window.innerHeight };
  const spot = place(citation.getBoundingClientRect(), card.getBoundingClientRect(), view);
  card.style.left = `${spot.left}px`;
  card.style.top = `${spot.top}px`;
  card.style.maxHeight = `${spot.maxHeight}px`;
  open = { citation, card };
}

// The site's header stays in place when the page scrolls: what lies under it cannot be read.
function top() {
  const header = document.querySelector(".md-header");
  return header ? Math.max(header.getBoundingClientRect().bottom, 0) : 0;
}

function hide() {
  clearTimeout(timer);
  if (!open) return;
  const { citation, card } = open;
  open = null;
  const inside = card.contains(document.activeElement);
  citation.removeAttribute("aria-describedby");
  citation.removeAttribute("aria-expanded");
  closing = true; // the focus that goes back must not open the card again
  if (inside) citation.focus({ preventScroll: true });
  closing = false;
  card.remove();
}

const leave = () => (timer = setTimeout(hide, GRACE));
const cited = (target) => (target instanceof Element ? target.closest("a.pn-cite") : null);
const inCard = (target) => target instanceof Node && Boolean(open?.card.contains(target));
const ours = (target) => inCard(target) || (open && cited(target) === open.citation);

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const citation = cited(event.target);
  if (citation) show(citation);
  else if (inCard(event.target)) clearTimeout(timer);
});
document.addEventListener("pointerout", (event) => {
  if (event.pointerType === "mouse" && open && ours(event.target) && !ours(event.relatedTarget)) leave();
});
document.addEventListener("focusin", (event) => {
  const citation = cited(event.target);
  if (citation?.matches(":focus-visible")) show(citation);
  else if (open && !ours(event.target)) hide();
});
document.addEventListener("pointerdown", (event) => {
  pointer = event.pointerType;
  if (open && !ours(event.target)) hide();
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !open) return;
  event.stopPropagation();
  hide();
}, true);
document.addEventListener("scroll", (event) => {
  if (open && !inCard(event.target)) hide();
}, { capture: true, passive: true });
window.addEventListener("resize", hide);
// The first tap shows the card, a second one follows the link; before the theme's own handler of links.
document.addEventListener("click", (event) => {
  const citation = cited(event.target);
  if (!citation || pointer === "mouse" || event.detail === 0 || open?.citation === citation) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  show(citation);
}, true);

// BibTeX ---------------------------------------------------------------------------------------------------------

function bibtexFor(button) {
  if (button.dataset.copy === "previous") return button.previousElementSibling.textContent;
  const near = button.parentElement.nextElementSibling;
  if (near?.matches(".pn-bibtex")) return near.textContent;
  return document.querySelector(`#ref-${button.dataset.key} template`)?.content.querySelector(".pn-bibtex")?.textContent ?? "";
}

// Without a secure connection browsers have no clipboard for pages; selecting and copying still works there.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("the browser refused");
}

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest("button.pn-copy") : null;
  if (!button) return;
  const said = button.textContent;
  try {
    await copy(bibtexFor(button));
    announce(button, "Copied");
  } catch {
    announce(button, "Not copied: the browser refused");
  }
  setTimeout(() => (button.textContent = said), 2000);
});

function announce(button, text) {
  button.textContent = text;
  let status = document.querySelector(".pn-status");
  if (!status) {
    status = Object.assign(document.createElement("div"), { className: "pn-status" });
    status.setAttribute("role", "status");
    document.body.append(status);
  }
  status.textContent = text;
}

// The bibliography's filters -------------------------------------------------------------------------------------

function filter(form) {
  const wanted = { words: form.words.value.trim(), topic: form.topic.value, note: form.note.checked };
  const items = [...document.querySelectorAll(".pn-bib > li")];
  for (const item of items) {
    const entry = { text: item.dataset.text ?? textOf(item), topics: item.dataset.topics.split(" "), note: "note" in item.dataset };
    item.hidden = !passes(entry, wanted);
  }
  for (const group of document.querySelectorAll(".pn-group")) group.hidden = !group.querySelector(".pn-bib > li:not([hidden])");
  form.querySelector(".pn-count").textContent = `${items.filter((item) => !item.hidden).length} of ${items.length}`;
}

// What the words are looked up in: the record's own lines and its BibTeX, not the sentences that cite it.
function textOf(item) {
  const parts = [...item.children].filter((child) => !child.matches(".pn-cited, .pn-health"));
  return (item.dataset.text = parts.map((part) => part.textContent).join(" "));
}

document.addEventListener("input", (event) => {
  const form = event.target instanceof Element ? event.target.closest(".pn-filter--works") : null;
  if (form) filter(form);
});
document.addEventListener("submit", (event) => {
  if (event.target.matches(".pn-filter--works")) event.preventDefault();
});

// The theme exchanges the page's content without loading it anew: what was open belongs to the page before.
window.document$?.subscribe(hide);
