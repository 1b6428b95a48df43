// Boxes in which a reader picks: Enter takes one value and never another one than was meant.
//
// Streamlit's boxes of several values stay open after a choice, and Enter then takes the first of all
// values; of what is typed, any box takes the first value that holds it. Here Enter in an empty box
// does nothing, and takes what fits best; in the boxes for regions what was typed goes to the server
// with a mark behind it, which is in no value of the box: the server knows the names of regions.
// Arrow keys choose as ever.

const TYPED = "\u2063";
const OF_NAMES = '[class*="st-key-region-box-"]';
const QUESTION = '[class*="st-key-ask-"] button';
const PATIENCE_MS = 10000;
const MOVES = ["ArrowDown", "ArrowUp", "PageDown", "PageUp"];
const typing = new WeakMap(); // of an input: what was typed since it got the focus, if no arrow followed
let isSending = false;

function boxOf(input) {
  return input?.matches?.("input") ? input.closest(".stMultiSelect, .stSelectbox") : null;
}

function write(input, text) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, text);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function fold(text) {
  return text.trim().toLowerCase();
}

function afterDrawing(then) {
  requestAnimationFrame(() => requestAnimationFrame(then));
}

function press(input, key) {
  const options = { key, code: key, bubbles: true, cancelable: true };
  input.dispatchEvent(new KeyboardEvent("keydown", options));
  input.dispatchEvent(new KeyboardEvent("keyup", options));
}

function send(input) {
  isSending = true;
  write(input, input.value.trim() + TYPED);
  afterDrawing(() => {
    isSending = false;
    typing.delete(input);
    press(input, "Enter");
    // The answer may be a question below the box: its list, still open, would cover it.
    afterDrawing(() => press(input, "Tab"));
  });
  followQuestion(input);
}

// The value that was meant: what was typed as a whole, at its beginning, at one of its words. What
// is chosen already is not chosen again, nor another value in its place.
function choose(input, box) {
  const text = fold(input.value);
  const chosen = [...box.querySelectorAll("[data-tag]")].map((tag) => fold(tag.textContent));
  const list = document.getElementById(input.getAttribute("aria-controls"));
  const rank = (label) => [label === text, label.startsWith(text), label.includes(` ${text}`), true].indexOf(true);
  const [best] = [...(list?.querySelectorAll("[role=option]") ?? [])]
    .sort((one, other) => rank(fold(one.textContent)) - rank(fold(other.textContent)));
  typing.delete(input);
  if (chosen.includes(text)) write(input, "");
  else best?.click();
}

function onceTrue(isTrue, then, patience = PATIENCE_MS) {
  const observer = new MutationObserver(() => {
    if (!isTrue()) return;
    observer.disconnect();
    then();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => observer.disconnect(), patience);
}

// The focus goes to a question that was asked and comes back when it is answered. (A box gets
// smaller when the focus leaves it: the answers would move away under the pointer.)
function followQuestion(input) {
  const before = new Set(document.querySelectorAll(QUESTION));
  const asked = () => [...document.querySelectorAll(QUESTION)].find((one) => !before.has(one));
  onceTrue(asked, () => {
    if (document.activeElement !== input) return;
    const answer = asked();
    answer.focus();
    onceTrue(() => !answer.isConnected, () => {
      if (document.activeElement === document.body) input.focus();
    }, 30 * PATIENCE_MS);
  });
}

document.addEventListener("input", (event) => {
  if (event.isTrusted && boxOf(event.target)) typing.set(event.target, true);
}, true);
// The list under a box tells its rows of a focus that they do not have: only a true one counts.
document.addEventListener("focusin", (event) => {
  if (event.isTrusted) typing.delete(event.target);
});
document.addEventListener("keydown", (event) => {
  const box = event.isTrusted && !event.isComposing && boxOf(event.target);
  if (!box) return;
  const input = event.target;
  if (MOVES.includes(event.key)) typing.set(input, false);
  if (event.key !== "Enter") return;
  const isMoved = typing.get(input) === false;
  const isTyped = typing.get(input) === true && input.value.trim() !== "";
  if (isMoved) typing.delete(input);
  if (isMoved || (!isTyped && box.matches(".stSelectbox"))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (!isTyped || isSending) return;
  if (box.closest(OF_NAMES)) send(input);
  else choose(input, box);
}, true);
