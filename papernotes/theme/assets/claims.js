// The claims page: a form that shows the claims of one kind, one topic, or with certain words.
// Without scripts style sheets hide the form and the page lists every claim.

// What is asked for, and one claim's kind, topic and text; every word asked for must stand in the text.
const fits = (asked, row) =>
  (!asked.kind || asked.kind === row.kind) &&
  (!asked.topic || asked.topic === row.topic) &&
  asked.words.toLowerCase().split(/\s+/).every((word) => row.text.toLowerCase().includes(word));

function filter(form, rows, headings) {
  const asked = Object.fromEntries(new FormData(form));
  for (const row of rows) row.hidden = !fits(asked, { ...row.dataset, text: row.textContent });
  const shown = rows.filter((row) => !row.hidden);
  for (const heading of headings) heading.hidden = !shown.some((row) => `topic-${row.dataset.topic}` === heading.id);
  form.querySelector("output").textContent = shown.length === rows.length ? "" : `${shown.length} of ${rows.length}`;
}

window.document$.subscribe(() => {
  const form = document.querySelector(".pn-filter--claims");
  if (!form) return;
  const rows = [...document.querySelectorAll(".pn-claim-row")];
  const headings = [...document.querySelectorAll("h2[id^=topic-]")];
  // A new page brings a new form: the listeners go with the old one.
  form.addEventListener("input", () => filter(form, rows, headings));
  form.addEventListener("submit", (event) => event.preventDefault());
  filter(form, rows, headings); // a browser that goes back keeps what was typed
});
