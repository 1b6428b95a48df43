// What is new since the reader's last visit: the revision of the facts that was seen then is
// remembered in this browser alone. A visit is what one tab shows until it is closed.

const SEEN = "integritas-daerah.seen"; // by any visit of this browser
const SINCE = "integritas-daerah.since"; // of this visit: what its news is newer than
const MINE = "integritas-daerah.my-region";
const REVISION = /^[0-9a-f]{40}$/;

// A browser may refuse to remember; what it remembers may have been written by anyone.
function read(store, name) {
  try {
    const one = JSON.parse(window[store].getItem(name));
    return REVISION.test(one?.revision) ? one : null;
  } catch {
    return null;
  }
}

function write(store, name, revision, day) {
  try {
    window[store].setItem(name, JSON.stringify({ revision, day }));
  } catch {
    // Nothing is remembered, and nothing will be new.
  }
}

function mine() {
  try {
    const code = JSON.parse(localStorage.getItem(MINE))?.code;
    return typeof code === "string" ? [code] : [];
  } catch {
    return [];
  }
}

const visits = new Map(); // by the revision that is shown: what its news is newer than

function since(revision) {
  if (!visits.has(revision)) {
    const today = new Date().toISOString();
    const last = read("sessionStorage", SINCE) ?? read("localStorage", SEEN)
      ?? { revision, day: today };
    write("sessionStorage", SINCE, last.revision, last.day);
    write("localStorage", SEEN, revision, today);
    visits.set(revision, last);
  }
  return visits.get(revision);
}

const answers = new Map(); // by address: null while it is on its way

function ask(address) {
  if (answers.has(address)) return answers.get(address);
  answers.set(address, null);
  fetch(address)
    .then((response) => (response.ok ? response.json() : { changes: [] }))
    .catch(() => ({ changes: [] }))
    .then((found) => { answers.set(address, found); fillAll(); });
  return null;
}

function addressOf(part, last) {
  const url = new URL(part.dataset.rows, document.baseURI);
  url.searchParams.set("since", last.revision);
  url.searchParams.set("limit", part.dataset.atMost);
  const own = [...mine(), ...part.dataset.regions.split(" ").filter(Boolean)];
  for (const code of new Set(own)) url.searchParams.append("first", code);
  return url.href;
}

function entry(change) {
  const item = document.createElement("li");
  const link = item.appendChild(document.createElement("a"));
  link.textContent = change.title;
  if (/^https?:/.test(new URL(change.address, document.baseURI).protocol)) link.href = change.address;
  link.target = "_blank";
  item.appendChild(document.createElement("p")).textContent = change.sentence;
  return item;
}

function fill(part, last, found) {
  const all = new URL(part.querySelector("[data-all]").dataset.all, document.baseURI);
  all.searchParams.set("since", last.revision);
  part.querySelector("[data-all]").href = all.href;
  const day = new Date(last.day);
  const told = part.querySelector(".what");
  const date = Number.isNaN(day.getTime()) ? ""
    : day.toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  told.textContent = date ? told.dataset.since.replace("…", () => date) : "";
  part.querySelector(".n").textContent = `(${found.n})`;
  part.querySelector(".lead").textContent = found.changes[0].title;
  part.querySelector("ul").replaceChildren(...found.changes.map(entry));
}

function fillAll() {
  for (const part of document.querySelectorAll(".news:not([data-filled])")) {
    const last = since(part.dataset.revision);
    const isNews = last.revision !== part.dataset.revision;
    const found = isNews ? ask(addressOf(part, last)) : { changes: [] };
    if (!found) continue;
    part.dataset.filled = "";
    if (found.changes.length) fill(part, last, found);
    part.hidden = !found.changes.length;
  }
}

document.addEventListener("click", (event) => {
  const part = event.target.closest?.(".news");
  for (const open of document.querySelectorAll(".news[open]")) if (open !== part) open.open = false;
  if (!part || !event.target.closest(".read")) return;
  const { revision } = part.dataset;
  const day = new Date().toISOString();
  write("sessionStorage", SINCE, revision, day);
  visits.set(revision, { revision, day });
  part.open = false;
  part.hidden = true;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll(".news[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
new MutationObserver(fillAll).observe(document.documentElement, { childList: true, subtree: true });
fillAll();
