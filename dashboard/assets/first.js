// The first screen comes with the page and goes when the app has drawn what it shows: the script of
// the page has run and the charts that a reader can see are there. Whoever uses the app before that
// gets it at once. Where nothing comes, the first screen stays.

const PATIENCE_MS = 15_000; // with charts, after everything else has come

const first = document.getElementById("first");
let complete = null; // since when everything but charts is there

function isComplete() {
  const app = document.querySelector('[data-testid="stApp"]');
  const page = document.querySelector('[data-testid="stMainBlockContainer"]');
  return app?.dataset.testScriptState === "notRunning" && page?.textContent.trim() && page
    ? page : null;
}

function isDrawn(page) {
  if (page.querySelector('[data-testid="stSkeleton"]')) return false;
  return [...page.querySelectorAll(".stPlotlyChart")].every((chart) =>
    chart.getBoundingClientRect().top > innerHeight || chart.querySelector(".main-svg"));
}

function leave() {
  observer.disconnect();
  clearInterval(clock);
  delete document.documentElement.dataset.firstScreen;
  const main = document.querySelector('[data-testid="stMain"]');
  const at = first.scrollTop;
  first.remove();
  if (main && at) main.scrollTop = at;
}

function look() {
  const page = isComplete();
  if (page && !document.querySelector('[data-testid="stSidebar"] [data-testid="stSkeleton"]'))
    document.documentElement.dataset.firstScreen = "framed";
  complete = page ? complete ?? performance.now() : null;
  if (page && (isDrawn(page) || performance.now() - complete > PATIENCE_MS)) leave();
}

let isAsked = false;
function ask() {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(() => { isAsked = false; if (first.isConnected) look(); });
}

let observer, clock;
if (first) {
  observer = new MutationObserver(ask);
  observer.observe(document.getElementById("root"), {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"],
  });
  clock = setInterval(ask, 1000);
  for (const kind of ["pointerdown", "keydown"]) {
    document.getElementById("root").addEventListener(kind, () => {
      if (first.isConnected) leave();
    }, { capture: true });
  }
}
