// Wide math and tables scroll sideways in their own box. A box that scrolls must be reachable by keyboard,
// and one that does not must not cost a key press: so only those that overflow take the focus.
const BOXES = ".pn-math--display, .md-typeset__scrollwrap, .md-typeset pre > code";

function update(box) {
  if (box.scrollWidth > box.clientWidth + 1) {
    box.tabIndex = 0;
    if (!box.matches("code")) {
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", box.matches(".pn-math") ? "Formula, scrolls sideways" : "Table, scrolls sideways");
    }
  } else {
    box.removeAttribute("tabindex");
    box.removeAttribute("role");
    box.removeAttribute("aria-label");
  }
}

const sizes = new ResizeObserver((entries) => entries.forEach((entry) => update(entry.target)));

// Material wraps tables after this event, hence the wait for the next frame.
window.document$.subscribe(() => {
  sizes.disconnect();
  requestAnimationFrame(() => document.querySelectorAll(BOXES).forEach((box) => sizes.observe(box)));
});
