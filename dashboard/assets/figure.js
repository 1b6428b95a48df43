"use strict";
/* Makes a figure's page alive: the picture from the server first, then the chart of Plotly.
 *
 * Everything that it needs stands in the page as JSON: the drawing, which colour replaces which on
 * a dark page, and where the library is. In a file that holds everything the library is inside. */
/* A frame cannot see how high the page in it is: the page says so, that number and nothing else, to
 * whoever frames it, and again when it changes. */
(() => {
  if (parent === window) return;
  let told = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height !== told) parent.postMessage({ type: "integritas-daerah:height", height }, "*");
    told = height;
  }).observe(document.body);
})();

(async () => {
  const place = document.getElementById("plot");
  if (!place) return; // nothing to draw
  const read = (id) => {
    const found = document.getElementById(id);
    return found && JSON.parse(found.textContent);
  };
  const { spec, dark, theme, library } = read("figure");
  const night = matchMedia("(prefers-color-scheme: dark)");

  // The maps of the world that Plotly asks for and never shows: empty, so that it asks nobody.
  const layers = ["coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits"];
  const nothing = layers.map((name) => [name, { type: "GeometryCollection", geometries: [] }]);
  const world = { type: "Topology", objects: Object.fromEntries(nothing), arcs: [] };
  window.PlotlyGeoAssets = { ...read("shapes"), topojson: { world_110m: world } };

  /* After the picture: the page has painted before the large script is asked for. */
  const painted = () =>
    new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go))));

  const load = (address) =>
    new Promise((go, fail) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = go;
      script.onerror = () => fail(new Error(`${address} did not come`));
      document.head.append(script);
    });

  async function unpacked(text) {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = new Blob([await new Response(stream).arrayBuffer()], { type: "text/javascript" });
    return URL.createObjectURL(script);
  }

  /* The same drawing with the inks of a dark page. */
  const swapped = (value) => {
    if (typeof value === "string") return dark[value] ?? value;
    if (Array.isArray(value)) return value.map(swapped);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, swapped(one)]));
  };

  function draw(onPaper = false) {
    const isDark = !onPaper && (theme === "dark" || (theme === "auto" && night.matches));
    const { data, layout } = isDark ? swapped(spec) : structuredClone(spec);
    if (layout.geo) delete layout.height; // a map is as high as its width lets the page be
    return Plotly.react(place, data, layout, { displayModeBar: false, responsive: true });
  }

  await painted();
  const packed = document.getElementById("library");
  await Promise.all([
    load(packed ? await unpacked(packed.textContent) : library),
    document.fonts.load('13px "Source Sans"').catch(() => []),
  ]);
  await draw();
  document.documentElement.classList.add("alive");
  night.addEventListener("change", () => draw());
  if (!document.querySelector(".picture")) {
    addEventListener("beforeprint", () => draw(true));
    addEventListener("afterprint", () => draw());
  }
})();
