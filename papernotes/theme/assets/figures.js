// A picture opens large, over the page: the same element, moved into a dialog and back, so nothing is fetched again.
// The picture itself answers a click; for the keyboard there is a button at its corner. Without JavaScript neither exists.
const PICTURES = ".pn-figure > .pn-figure__picture";
const LARGE = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M9 4H4v5M15 4h5v5M9 20H4v-5M15 20h5v-5"/></svg>';
const CLOSE = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 5l14 14M19 5L5 19"/></svg>';

function button(kind, name, icon) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `pn-figure__${kind}`;
  made.setAttribute("aria-label", name);
  made.innerHTML = icon;
  return made;
}

function name(figure) {
  const label = figure.querySelector(".caption-prefix")?.textContent.trim().replace(/\.$/, "");
  return label || "the picture";
}

function open(figure, box) {
  const picture = box.firstElementChild;
  const dialog = document.createElement("dialog");
  dialog.className = "pn-figure pn-figure--large";
  dialog.setAttribute("aria-label", name(figure));
  box.style.minHeight = `${box.getBoundingClientRect().height}px`; // its place stays to the fraction, so the page behind does not move
  const close = button("close", "Close", CLOSE);
  dialog.append(close, picture);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    box.prepend(picture);
    box.style.minHeight = "";
    dialog.remove(); // the browser gives the focus back
  });
  document.body.append(dialog);
  dialog.showModal();
}

function prepare(box) {
  const figure = box.parentElement;
  if (box.querySelector(".pn-figure__open")) return;
  const opener = button("open", `Show ${name(figure)} large`, LARGE);
  box.append(opener);
  box.addEventListener("click", (event) => {
    // A picture that is a link goes where the link goes, and who selects text does not want a dialog.
    if (!event.target.closest("a") && getSelection().isCollapsed) open(figure, box);
  });
}

// Instant navigation exchanges the page under an open dialog.
window.document$.subscribe(() => {
  document.querySelectorAll("dialog.pn-figure").forEach((dialog) => dialog.remove());
  document.querySelectorAll(PICTURES).forEach(prepare);
});
