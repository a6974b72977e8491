// The search's small beginning, on every page: keys, the button, ?q=, and marks on the page that a result led to.
// The dialog, the engine and the index are loaded when a reader turns to the search.

const OPENING_KEYS = new Set(["/", "s", "S"]);

const element = document.getElementById("pn-search-dialog");
const part = (name) => element.querySelector(`[data-pn="${name}"]`);
const engine = () => import("./search/engine.js");
let dialog = null;

/** Load the dialog's code once; a load that failed is tried again. */
function load() {
  dialog ??= import("./search/dialog.js").catch((fault) => {
    dialog = null;
    throw fault;
  });
  return dialog;
}

/** Open the search at once, with a query if there is one: what is typed while the code loads is not lost. */
function open(query) {
  if (!element.open) element.showModal();
  if (query !== undefined) part("input").value = query;
  part("input").focus();
  part("input").select();
  const begin = ({ update, warm }) => {
    warm().catch(() => {}); // what is wrong is said when there is a query
    update();
  };
  load().then(begin, () => (part("empty").textContent = "The search could not be loaded. Try again in a moment, or go on by topic: the site works without it."));
}

/** Search the site: at most 20 {url, title, section, score}, one a page, best first. */
window.paperSearch = async (query) => {
  const { results } = await (await engine()).search(String(query ?? ""));
  return results.map(({ url, title, section, score }) => ({ url, title, section, score }));
};

const isTyping = (element) => element instanceof HTMLElement && (element.isContentEditable || element.matches("input, textarea, select"));

function onKey(event) {
  const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
  const isPlain = OPENING_KEYS.has(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
  if (!isCommand && !isPlain) return;
  if (element.open) return;
  event.preventDefault();
  event.stopPropagation(); // Material listens to the same keys for a search that is not here
  open();
}

/** Mark the words of ?h= in the page's text, without touching its elements. */
async function mark() {
  const wanted = new URLSearchParams(location.search).get("h");
  if (wanted && CSS.highlights) (await import("./search/mark.js")).mark(wanted);
  else CSS.highlights?.delete("pn-found");
}

const buttons = document.querySelectorAll("[data-pn-search]");
for (const button of buttons) {
  button.addEventListener("click", () => open());
  for (const sign of ["pointerenter", "focus"]) button.addEventListener(sign, () => load().then((module) => module.warm()).catch(() => {}), { once: true });
}
window.addEventListener("keydown", onKey, { capture: true });
const asked = new URLSearchParams(location.search).get("q");
if (asked !== null) open(asked);
if (window.document$) window.document$.subscribe(mark);
else mark();
