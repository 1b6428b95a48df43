// Boxes in which a reader picks: Enter takes one value and never another one than was meant.
//
// Streamlit's boxes stay open after a choice, and Enter then takes the first of all values; and of
// a typed name they take the first value that holds its letters. Here Enter in an empty box does
// nothing, and in the boxes for regions what was typed goes to the server with a mark behind it,
// which is in no value of the box: the server knows the names of regions. Arrow keys choose as ever.

const TYPED = "\u2063";
const OF_NAMES = ".st-key-filter-region, .st-key-filter-profile-region";
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

function send(input) {
  isSending = true;
  write(input, input.value.trim() + TYPED);
  afterDrawing(() => {
    isSending = false;
    typing.delete(input);
    const enter = { key: "Enter", code: "Enter", bubbles: true, cancelable: true };
    input.dispatchEvent(new KeyboardEvent("keydown", enter));
    input.dispatchEvent(new KeyboardEvent("keyup", enter));
  });
}

document.addEventListener("input", (event) => {
  if (event.isTrusted && boxOf(event.target)) typing.set(event.target, true);
}, true);
document.addEventListener("focusin", (event) => typing.delete(event.target));
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
