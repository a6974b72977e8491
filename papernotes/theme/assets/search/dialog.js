// The search dialog: a combobox over a list of results, inside a modal <dialog>, which keeps the focus and gives it back.

import * as engine from "./engine.js";

const element = document.getElementById("pn-search-dialog");
const find = (name) => element.querySelector(`[data-pn="${name}"]`);
const [input, list, status, note, filters, empty] = ["input", "list", "status", "note", "filters", "empty"].map(find);
const chosen = { topic: null, tag: null };
let turn = 0;
let active = -1;

export const warm = () => engine.warm();

const options = () => [...list.children];
const plural = (count) => (count === 1 ? "1 page" : `${count} pages`);

function make(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Show what the words in the field find. */
export async function update() {
  const query = input.value.trim();
  const mine = ++turn;
  if (query === "") return show({ results: [], total: 0, mended: [], topics: [], tags: [] }, "");
  try {
    const found = await engine.search(input.value, chosen);
    if (mine === turn) show(found, query);
  } catch (fault) {
    if (mine === turn) fail(fault);
  }
}

function show(found, query) {
  element.dataset.query = query; // what the list below answers
  list.scrollTop = 0; // before the list changes: afterwards the browser would have to lay it out at once
  list.replaceChildren(...found.results.map(option));
  input.setAttribute("aria-expanded", String(found.results.length > 0));
  list.hidden = found.results.length === 0;
  activate(found.results.length > 0 ? 0 : -1);
  tell(found, query);
  showFilters(found);
}

function tell(found, query) {
  const nothing = query !== "" && found.results.length === 0;
  status.textContent = query === "" ? "" : nothing ? "No page found" : found.total > found.results.length ? `${plural(found.total)}, the best ${found.results.length} shown` : plural(found.total);
  note.hidden = found.mended.length === 0;
  note.replaceChildren(...(found.mended.length > 0 ? suggestion(found) : []));
  empty.hidden = found.results.length > 0;
  empty.textContent = nothing
    ? chosen.topic !== null || chosen.tag !== null
      ? "Nothing here with this filter. Take the filter off, or try other words."
      : "No page has these words. Try fewer words, another word for the same thing, or an author's name."
    : "Type a title, an author, an arXiv id, a symbol such as theta, or a question.";
}

function suggestion({ mended, suggestion }) {
  const button = make("button", { type: "button", className: "pn-search__mended", textContent: suggestion });
  button.addEventListener("click", () => {
    input.value = suggestion;
    input.focus();
    update();
  });
  const unknown = mended.map(([typed]) => `“${typed}”`).join(", ");
  return [`No page has ${unknown}. Did you mean `, button, "?"];
}

function option(one, i) {
  const link = make("a", { className: "pn-search__result", id: `pn-search-result-${i}`, tabIndex: -1, href: address(one) });
  link.setAttribute("role", "option");
  const where = [one.topic, one.section].filter(Boolean).join(" › ");
  link.append(make("span", { className: "pn-search__title", textContent: one.title }));
  if (where) link.append(make("span", { className: "pn-search__where", textContent: where }));
  const pieces = one.pieces.some((piece) => piece.isHit) ? one.pieces : [{ text: one.about || one.pieces.map((piece) => piece.text).join(""), isHit: false }];
  link.append(make("span", { className: "pn-search__text" }, ...pieces.map(({ text, isHit }) => (isHit ? make("mark", { textContent: text }) : text))));
  link.addEventListener("click", close);
  link.addEventListener("pointermove", () => activate(i));
  return link;
}

/** Lead to the section, and tell the page which of its words were matched. */
function address({ url, anchor, matched }) {
  const marks = matched.length > 0 ? `?${new URLSearchParams({ h: matched.join(" ") })}` : "";
  return url + marks + (anchor ? `#${encodeURIComponent(anchor)}` : "");
}

function activate(i) {
  if (i === active && options()[i]?.getAttribute("aria-selected") === "true") return;
  active = i;
  options().forEach((one, k) => one.setAttribute("aria-selected", String(k === i)));
  if (i < 0) input.removeAttribute("aria-activedescendant");
  else {
    input.setAttribute("aria-activedescendant", options()[i].id);
  }
}

function showFilters({ topics, tags }) {
  const groups = [["topic", topics], ["tag", tags.slice(0, 8)]].map(([kind, counted]) => [kind, counted.filter(({ number, count }) => count > 0 || chosen[kind] === number)]);
  const chips = groups.flatMap(([kind, counted]) => (counted.length > 1 || chosen[kind] !== null ? counted.map((one) => chip(kind, one)) : []));
  const focused = filters.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  filters.replaceChildren(...chips);
  filters.hidden = chips.length === 0;
  if (focused) (filters.querySelector(`[data-key="${focused}"]`) ?? input).focus();
}

function chip(kind, { number, name, count }) {
  const isOn = chosen[kind] === number;
  const button = make("button", { type: "button", className: `pn-search__chip pn-search__chip--${kind}` }, name, make("span", { className: "pn-search__count", textContent: ` ${count}` }));
  button.setAttribute("aria-pressed", String(isOn));
  button.dataset.key = `${kind}-${number}`;
  button.addEventListener("click", () => {
    chosen[kind] = isOn ? null : number;
    update();
  });
  return button;
}

function fail(fault) {
  if (!(fault instanceof engine.Unavailable)) throw fault;
  list.replaceChildren();
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  activate(-1);
  status.textContent = "";
  note.hidden = filters.hidden = true;
  empty.hidden = false;
  empty.textContent = "The search index could not be loaded. Try again in a moment, or go on by topic: the site works without it.";
}

const close = () => element.close();

function onKey(event) {
  if (event.isComposing) return;
  const last = options().length - 1;
  const step = { ArrowDown: active < last ? active + 1 : 0, ArrowUp: active > 0 ? active - 1 : last }[event.key];
  if (step !== undefined && last >= 0) {
    activate(step);
    options()[step].scrollIntoView({ block: "nearest" });
  }
  else if (event.key === "Enter" && active >= 0) options()[active].click();
  else if (event.key !== "Enter") return;
  event.preventDefault();
}

input.addEventListener("input", update);
input.addEventListener("keydown", onKey);
find("close").addEventListener("click", close);
find("form").addEventListener("submit", (event) => event.preventDefault());
element.addEventListener("click", (event) => event.target === element && close()); // a click beside the dialog
element.addEventListener("keydown", (event) => event.stopPropagation()); // the theme's keys sleep meanwhile
