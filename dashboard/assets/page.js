// The one script of our own in the app's shell. It is loaded once and outlives every rerun: what a
// page shows is found at the moment of a click, so that nothing has to be set up or taken down.

const COPIED_MS = 3000;

// The language of the page follows the address, where the browser tells of changes in it.
function speak() {
  const lang = new URLSearchParams(location.search).get("lang");
  if (lang === "id" || lang === "en") document.documentElement.lang = lang;
}
window.navigation?.addEventListener("currententrychange", speak);

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
history.pushState = function (state, title, address) {
  (isSameStep(address) ? history.replaceState : push).call(history, state, title, address);
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
new MutationObserver(follow).observe(document.documentElement, {
  childList: true, subtree: true, attributes: true, attributeFilter: ["disabled"],
});
