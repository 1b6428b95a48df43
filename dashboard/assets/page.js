// The one script of our own in the app's shell. It is loaded once and outlives every rerun: what a
// page shows is found at the moment of a click, so that nothing has to be set up or taken down.

const COPIED_MS = 3000;

// The language of the page follows the address, where the browser tells of changes in it.
function speak() {
  const lang = new URLSearchParams(location.search).get("lang");
  if (lang === "id" || lang === "en") document.documentElement.lang = lang;
}
window.navigation?.addEventListener("currententrychange", speak);

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
