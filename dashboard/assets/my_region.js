// The reader's own region: remembered in this browser alone, offered wherever a page has a place
// for it. A tap on it asks the open page for this region, as a new address does.

const STORE = "integritas-daerah.my-region";
const CODE = /^\d{2}(\.\d{2})?$/;

// A browser may refuse to remember; what it remembers may have been written by anyone.
function remembered() {
  try {
    const one = JSON.parse(localStorage.getItem(STORE));
    return CODE.test(one?.code) && typeof one.name === "string" ? one : null;
  } catch {
    return null;
  }
}

function remember(one) {
  try {
    if (one) localStorage.setItem(STORE, JSON.stringify(one));
    else localStorage.removeItem(STORE);
    return true;
  } catch {
    return false;
  }
}

function addressOf(code) {
  const url = new URL(location.href);
  url.searchParams.delete("region");
  url.searchParams.set("region", code);
  url.hash = "";
  return url;
}

function show(element, isShown) {
  if (element) element.hidden = !isShown;
}

function fill(part, mine, state) {
  const [go, set, forget] = ["go", "set", "forget"].map((name) => part.querySelector(`.${name}`));
  const isChosen = mine !== null && part.dataset.code === mine.code;
  go.textContent = mine ? part.dataset.label.replace("…", () => mine.name) : "";
  go.href = mine ? addressOf(mine.code).search : "?";
  if (isChosen) go.setAttribute("aria-current", "true");
  else go.removeAttribute("aria-current");
  show(go, mine);
  show(set, part.dataset.code && !isChosen);
  show(forget, isChosen);
  part.hidden = [go, set, forget].every((one) => !one || one.hidden);
  part.closest("[data-testid=stElementContainer]")?.toggleAttribute("hidden", part.hidden);
  part.dataset.filled = state;
}

function fillAll() {
  const parts = document.querySelectorAll(".my-region");
  if (!parts.length) return;
  const mine = remembered();
  const state = mine ? `${mine.code} ${mine.name}` : "none";
  for (const part of parts) if (part.dataset.filled !== state) fill(part, mine, state);
}

document.addEventListener("click", (event) => {
  const part = event.target.closest?.(".my-region");
  if (!part) return;
  if (event.target.closest(".set")) {
    const { code, name } = part.dataset;
    const isKept = remember({ code, name });
    fillAll();
    if (!isKept) return;
    part.querySelector(".note").textContent = part.querySelector(".note").dataset.kept;
    part.querySelector(".forget").focus();
  } else if (event.target.closest(".forget")) {
    remember(null);
    fillAll();
    part.querySelector(".note").textContent = "";
    part.querySelector(".set")?.focus();
  } else if (event.target.closest(".go") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    history.pushState(null, "", addressOf(remembered().code));
    dispatchEvent(new PopStateEvent("popstate"));
  }
});
addEventListener("storage", fillAll); // another tab
new MutationObserver(fillAll).observe(document.documentElement, { childList: true, subtree: true });
