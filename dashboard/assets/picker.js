// Boxes in which a reader picks: Enter takes one value and never another one than was meant.
//
// Streamlit's boxes stay open after a choice, and Enter then takes the first of all values; and of
// a typed name they take the first value that holds its letters. Here Enter in an empty box does
// nothing, and in the boxes for regions what was typed goes to the server with a mark behind it,
// which is in no value of the box: the server knows the names of regions. Arrow keys choose as ever.

const TYPED = "\u2063";
const OF_NAMES = ".st-key-filter-region, .st-key-filter-profile-region";
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
  const isOfNames = box.closest(OF_NAMES) !== null;
  const isIdle = box.matches(".stMultiSelect") && !isMoved && !isTyped;
  if (isMoved) typing.delete(input);
  if (isMoved || (!isIdle && !(isOfNames && isTyped))) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (isOfNames && isTyped && !isSending) send(input);
}, true);
