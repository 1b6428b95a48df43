// The one script of our own in the app's shell. It is loaded once and outlives every rerun: what a
// page shows is found at the moment of a click, so that nothing has to be set up or taken down.

const COPIED_MS = 3000;

// The language of the page follows the address.
function speak() {
  const lang = new URLSearchParams(location.search).get("lang");
  if (lang === "id" || lang === "en") document.documentElement.lang = lang;
}
window.navigation?.addEventListener("currententrychange", speak);
window.addEventListener("popstate", speak);

// Two changes of an address are no steps of their own, so that the back button goes to the page
// before: a page that states its parameters after it was opened without, and a briefing to which
// something was added (the page before then finds it too).
function isSameStep(address) {
  const [from, to] = [new URL(location.href), new URL(address ?? "", location.href)];
  if (from.pathname === to.pathname && !from.search) return true;
  for (const url of [from, to]) url.searchParams.delete("tray");
  return from.href === to.href;
}
const push = history.pushState;
const replace = history.replaceState;
history.pushState = function (state, title, address) {
  (isSameStep(address) ? replace : push).call(history, state, title, address);
  speak();
};
history.replaceState = function (state, title, address) {
  replace.call(history, state, title, address);
  speak();
};

// navigator.clipboard exists only over HTTPS and on this machine. The old way copies what is
// selected, so that a reader who has neither can press Ctrl+C at once.
async function copy(field) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      // Refused by the reader or the browser: the old way may still work.
    }
  }
  field.focus();
  field.select();
  field.setSelectionRange(0, field.value.length);
  return document.execCommand("copy");
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const part = button.closest(".copied-part");
  const copied = await copy(part.querySelector("textarea"));
  if (copied) button.focus();
  const told = part.querySelector("[role=status]");
  told.textContent = copied ? button.dataset.copied : button.dataset.byHand;
  clearTimeout(told.timer);
  told.timer = setTimeout(() => { told.textContent = ""; }, COPIED_MS);
});

// One click or Tab into the text selects all of it: it can be copied by hand too.
document.addEventListener("focusin", (event) => {
  if (event.target.matches?.(".copied-part textarea")) event.target.select();
});

// A part of the briefing that is moved or removed takes its button, and with it the focus, out of
// the page for a moment: a keyboard goes on with the same button, or the nearest that is left.
const FOLLOWED = /st-key-(briefing-(?:move-(\d+)|remove)-\S+)/;
let followed = null;
document.addEventListener("pointerdown", () => { followed = null; });
document.addEventListener("focusin", (event) => {
  const of = event.target.closest?.('[class*="st-key-briefing-move-"], [class*="st-key-briefing-remove-"]');
  followed = of?.className.match(FOLLOWED) ?? null;
});
function follow() {
  // A button that is disabled under the keyboard has lost it, a frame before the browser says so.
  const at = document.activeElement;
  if (!followed || (at !== document.body && !at.disabled)) return;
  const [, key, number] = followed;
  const keys = number
    ? [key, `briefing-move-${number}--1`, `briefing-move-${number}-1`]
    : ["briefing-restore-button"];
  for (const one of keys) {
    const button = document.querySelector(`.st-key-${one} button:enabled`);
    if (button) { button.focus(); return; }
  }
}
new MutationObserver(() => { follow(); enterPopover(); }).observe(document.documentElement, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"],
});

// The heading of a column sorts the rows of its table: up, then down. What is missing comes last.
function sort(button) {
  const heading = button.closest("th"), table = heading.closest("table"), body = table.tBodies[0];
  const down = heading.getAttribute("aria-sort") === "ascending", at = heading.cellIndex;
  const isNumber = heading.classList.contains("n");
  const value = (row) => {
    const cell = row.cells[at];
    if (isNumber) return "order" in cell.dataset ? Number(cell.dataset.order) : null;
    return cell.dataset.order ?? (cell.textContent.trim() || null);
  };
  const compare = (a, b) => (isNumber ? a - b : a.localeCompare(b, document.documentElement.lang));
  const rows = [...body.rows].map((row) => [value(row), row]);
  rows.sort(([a], [b]) => {
    if (a === null || b === null) return (a === null) - (b === null);
    return down ? compare(b, a) : compare(a, b);
  });
  for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  body.append(...rows.map(([, row]) => row));
}
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-sort]");
  if (button) sort(button);
});

// Paper has another width than the screen, and nothing can draw anew for it: each drawing gets a
// view box, so that it shrinks whole, and each sheet says what it is of.
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets.push(sheet);
function quoted(text) {
  return `"${text.replace(/["\\]/g, "\\$&").replace(/[\n\r\f]/g, " ")}"`;
}
window.addEventListener("beforeprint", () => {
  for (const box of document.querySelectorAll(".js-plotly-plot .svg-container")) {
    const first = box.querySelector(".main-svg");
    if (!first) continue;
    const [width, height] = [first.getAttribute("width"), first.getAttribute("height")];
    box.style.setProperty("--drawn-width", `${width}px`);
    box.style.setProperty("--drawn-ratio", `${width} / ${height}`);
    for (const one of box.querySelectorAll(":scope .main-svg")) {
      one.setAttribute("viewBox", `0 0 ${width} ${height}`);
    }
  }
  const address = new URL(location.href);
  address.searchParams.delete("tray");
  const lang = document.documentElement.lang;
  const day = new Date().toLocaleDateString(lang === "en" ? "en-GB" : lang, { dateStyle: "long" });
  // In a margin a text breaks where it says so only. Some 80 letters fit in a line; a long address
  // makes the margin higher.
  const whole = decodeURI(address.href), lines = Math.ceil(whole.length / 80);
  const broken = whole.replace(/[^&]{0,59}&|[^&]{60}/g, "$&\u200b");
  const font = 'font: 7.5pt "Source Sans", sans-serif; color: #5B6675';
  sheet.replaceSync(`@page { margin-bottom: ${Math.max(16, 9 + 3.2 * lines)}mm;
    @top-left { content: ${quoted(document.title)}; ${font}; white-space: nowrap; }
    @top-right { content: ${quoted(day)}; ${font}; white-space: nowrap; }
    @bottom-left { content: ${quoted(broken)}; ${font}; width: 88%; text-align: left; }
    @bottom-right { content: counter(page) " / " counter(pages); ${font}; white-space: nowrap; }
  }`);
});
window.addEventListener("afterprint", () => {
  document.documentElement.classList.remove("for-paper");
  sheet.replaceSync("");
  for (const one of document.querySelectorAll(".js-plotly-plot .main-svg")) {
    one.removeAttribute("viewBox");
  }
});

// The shortcut of printing first lets the drawings draw anew, narrower: their words stay readable
// on paper. A browser's own menu prints at once what the screen shows, shrunk.
const REDRAWN_MS = 1200;
function print() {
  document.documentElement.classList.add("for-paper");
  setTimeout(() => window.print(), REDRAWN_MS);
}
document.addEventListener("keydown", (event) => {
  const isPrint = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "p";
  if (!isPrint) return;
  event.preventDefault();
  print();
});

// A popover takes the focus when it opens and keeps Tab inside; Streamlit closes it on Escape and
// gives the focus back to its button.
const FOCUSABLE = "a[href], button:enabled, summary, input, textarea, [tabindex='0']";
let opener = null;
document.addEventListener("click", (event) => {
  opener = event.target.closest?.('[data-testid="stPopoverButton"]') ?? opener;
}, true);
function enterPopover() {
  const body = document.querySelector('[data-testid="stPopoverBody"]');
  if (!body || body.contains(document.activeElement) || body.dataset.entered) return;
  body.dataset.entered = "";
  body.tabIndex = -1;
  if (opener) body.setAttribute("aria-label", opener.querySelector("p")?.textContent ?? "");
  body.focus({ preventScroll: true });
}
document.addEventListener("keydown", (event) => {
  const body = event.target.closest?.('[data-testid="stPopoverBody"]');
  if (!body || event.key !== "Tab") return;
  const inside = [...body.querySelectorAll(FOCUSABLE)].filter((one) => one.checkVisibility());
  const at = inside.indexOf(document.activeElement);
  if (!inside.length || (event.shiftKey ? at > 0 : at >= 0 && at < inside.length - 1)) return;
  event.preventDefault();
  inside.at(event.shiftKey ? -1 : 0).focus();
});

// The bar at the lower edge of a phone opens Streamlit's own panel at the pages or at the filters.
const OPENED = {
  pages: '[data-testid="stSidebarNavLink"]',
  filters: '[data-testid="stSidebarUserContent"] input',
};
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-open]");
  if (!button) return;
  document.querySelector('[data-testid="stExpandSidebarButton"]')?.click();
  setTimeout(() => {
    const first = document.querySelector(OPENED[button.dataset.open]);
    first?.scrollIntoView({ block: "center" });
    first?.focus({ preventScroll: true });
  }, 350);
});

// A term says what it means while the pointer or the focus is on it, or after a tap.
const meaning = document.createElement("div");
meaning.className = "term-meaning";
meaning.setAttribute("role", "status");
document.body.append(meaning);
let explained = null;
function explain(term) {
  explained = term;
  meaning.textContent = term?.dataset.term ?? "";
  if (!term) return;
  const box = term.getBoundingClientRect(), own = meaning.getBoundingClientRect(), room = 6;
  const below = box.bottom + room + own.height < innerHeight;
  meaning.style.left = `${Math.max(room, Math.min(box.left, innerWidth - own.width - room))}px`;
  meaning.style.top = `${below ? box.bottom + room : box.top - own.height - room}px`;
}
for (const event of ["pointerover", "focusin", "click"]) {
  document.addEventListener(event, ({ target }) => {
    const term = target.closest?.(".term");
    if (term) explain(term);
    else if (explained && event === "click") explain(null);
    else if (explained && explained !== document.activeElement) explain(null);
  });
}
document.addEventListener("focusout", () => explain(null));
document.addEventListener("scroll", () => { if (explained) explain(explained); }, true);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") explain(null); });

// An entry of a map's legend lights its regions while the pointer is on it: all others pale. The
// entries stand in the order of the map's traces; dots of small regions have traces of their own.
function light(entry) {
  const card = entry.closest('[class*="st-key-form-map"]');
  const plot = card?.querySelector(".js-plotly-plot");
  if (!plot?.data) return;
  const name = entry.matches(":hover") ? entry.textContent.trim() : "";
  const at = {};
  for (const trace of plot.data) {
    at[trace.type] = (at[trace.type] ?? -1) + 1;
    const drawn = plot.querySelectorAll(`g.trace.${trace.type}`)[at[trace.type]];
    if (drawn) drawn.style.opacity = name && trace.name !== name ? 0.15 : "";
  }
}
for (const event of ["pointerover", "pointerout"]) {
  document.addEventListener(event, ({ target }) => {
    const entry = target.closest?.('[class*="st-key-form-map"] .legend [role="listitem"]');
    if (entry) light(entry);
  });
}
