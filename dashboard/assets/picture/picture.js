"use strict";
/* From a figure's frame (HTML) and its chart (Plotly) to one SVG whose text stays text.
 *
 * The frame is laid out by the browser and measured; every line of text becomes a <text> where it
 * stood. PNG and PDF show the same SVG. Called by dashboard/export/pictures.py. */
const picture = (() => {
  const SVG = "http://www.w3.org/2000/svg";
  const XML = "http://www.w3.org/XML/1998/namespace";
  const FONTS = "'Source Sans 3','Source Sans Pro','Source Sans',Arial,sans-serif";
  const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g; // what XML cannot say
  const WIDEST = 1200; // above, everything grows alike: small letters on a poster help nobody
  const LEAST_WIDE = 420; // below, everything shrinks alike: no form has been made for less
  const NARROW = 480;
  const SLACK = 0.08; // of a line's room, for programs that have to write with Arial
  const DOTTED = "#1B2430"; // the edge of areas that Plotly cannot dot (charts/map.py)
  const STEP = 1.3;
  const HALVINGS = 4;
  const MOST_GROWN = 2.4;
  const BESIDE = 1.12; // how much larger a canvas may get before words move beside the chart
  const STYLES = [
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-opacity", "stroke-width",
    "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "opacity",
    "font-size", "font-weight", "font-style", "text-anchor", "clip-path", "vector-effect",
    "shape-rendering", "baseline-shift", "dominant-baseline", "letter-spacing", "text-decoration",
  ];
  const NUMBERS = [
    "d", "transform", "x", "y", "width", "height", "cx", "cy", "r", "x1", "x2", "y1", "y2",
    "points", "dx", "stroke-width", "font-size",
  ];

  const clean = (text) => text.toWellFormed().replace(ILLEGAL, "");
  const short = (number) => String(Math.round(number * 100) / 100);
  const rounded = (text) => text.replace(/-?\d*\.\d+(?:e-?\d+)?/g, (number) => short(+number));
  const element = (name, attributes = {}, ...children) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  /* ---- the frame: how large the canvas must be, and how much of it is the chart's ---- */

  function arrange(frame, job) {
    const area = frame.querySelector(".chart");
    const natural = (width) => naturalHeight(job.chart, width);
    const first = Math.max(Math.min(1, WIDEST / job.width), LEAST_WIDE / job.width);
    const lay = (width, isBeside) => {
      const grown = width / job.width / first - 1;
      frame.classList.toggle("beside", isBeside);
      frame.classList.toggle("narrow", width < NARROW);
      frame.style.width = `${width}px`;
      frame.style.setProperty("--slack", `${SLACK * 100}%`);
      frame.style.setProperty("--grow", 1 + Math.min(grown, MOST_GROWN) * (isBeside ? 1 : 0.6));
      for (const label of frame.querySelectorAll(".entry span")) {
        label.style.minWidth = "0";
        label.style.minWidth = `${Math.min(label.offsetWidth * (1 + SLACK), width * 0.8)}px`;
      }
      if (area) area.style.height = "0";
      return { rest: frame.offsetHeight, across: area ? area.clientWidth : 0 };
    };
    const needed = (width, isBeside) => {
      const { rest, across } = lay(width, isBeside);
      const least = area ? natural(across) * job.chart.least : 0;
      return isBeside ? Math.max(rest, least + padding(frame)) : rest + least;
    };
    const fitting = (isBeside) => {
      const fits = (size) => needed(job.width * size, isBeside) <= job.height * size;
      if (fits(first)) return first;
      let [small, large] = [first, first * STEP];
      while (!fits(large)) [small, large] = [large, large * STEP];
      for (let n = 0; n < HALVINGS; n += 1) {
        const middle = (small + large) / 2;
        if (fits(middle)) large = middle;
        else small = middle;
      }
      return large;
    };
    let [size, isBeside] = [first, false];
    if (job.height) {
      size = fitting(false);
      if (area && size > first * BESIDE && job.width > job.height) {
        const other = fitting(true);
        isBeside = other < size;
        if (isBeside) size = other;
      }
    }
    const width = job.width * size;
    const { rest, across } = lay(width, isBeside);
    const height = job.height ? job.height * size : Math.ceil(rest + (area ? natural(across) : 0));
    frame.style.height = `${height}px`;
    if (area) area.style.height = `${height - (isBeside ? padding(frame) : rest)}px`;
    return { width, height, size };
  }

  const naturalHeight = (chart, width) => Math.round(chart.aspect ? width * chart.aspect : chart.height);

  const padding = (frame) => {
    const style = getComputedStyle(frame);
    return parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
  };

  /* ---- text: every line of every block, where it stands ---- */

  const pen = document.createElement("canvas").getContext("2d");

  function fragments(node) {
    // The pieces of a text node that stand on one line each.
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = range.getClientRects();
    if (rects.length === 1) return [{ text: node.data, rect: rects[0] }];
    // One by one: a long word may break anywhere.
    const pieces = [];
    let end = 0;
    for (const letter of node.data) {
      range.setStart(node, end);
      end += letter.length;
      range.setEnd(node, end);
      const rect = range.getClientRects()[0];
      if (!rect || !rect.width) continue; // a space that a line ends with
      const last = pieces.at(-1);
      if (last && Math.abs(last.rect.top - rect.top) < 2) last.text += letter;
      else pieces.push({ text: letter, rect });
    }
    return pieces;
  }

  function lines(block) {
    const found = [];
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!node.data.trim()) continue;
      const style = getComputedStyle(node.parentElement);
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const ascent = Math.round(pen.measureText("x").fontBoundingBoxAscent);
      for (const { text, rect } of fragments(node)) {
        const run = element("text", {
          x: short(rect.left),
          y: short(rect.top + ascent),
          "font-size": short(parseFloat(style.fontSize)),
          fill: hex(style.color),
        });
        if (style.fontWeight !== "400") run.setAttribute("font-weight", style.fontWeight);
        run.textContent = text.replace(/\s+/g, " ").trimEnd();
        found.push(run);
      }
    }
    return found;
  }

  function mark(drawn) {
    const { left: x, top: y, width, height } = drawn.getBoundingClientRect();
    const copy = drawn.cloneNode(true);
    copy.removeAttribute("class");
    copy.removeAttribute("aria-hidden");
    for (const [key, value] of Object.entries({ x, y, width, height })) {
      copy.setAttribute(key, short(value));
    }
    return copy;
  }

  /* ---- the chart: what Plotly drew, without what only Plotly needs ---- */

  async function drawn(job, width, height) {
    const at = document.createElement("div");
    document.getElementById("stage").append(at);
    const layout = { ...job.chart.spec.layout, width, height, autosize: false };
    try {
      await Plotly.newPlot(at, job.chart.spec.data, layout, { staticPlot: true });
      for (const image of at.querySelectorAll(".hm image")) image.replaceWith(await cells(image, at));
      const text = Plotly.Snapshot.toSVG(at, "svg", 1);
      const parsed = new DOMParser().parseFromString(clean(text), "image/svg+xml");
      return tidy(document.importNode(parsed.documentElement, true), job);
    } finally {
      Plotly.purge(at);
      at.remove();
    }
  }

  /* Plotly paints the cells of a heatmap as one image: each becomes a rectangle of its colour. */
  async function cells(image, at) {
    const layout = at._fullLayout;
    const { xaxis, yaxis, z, xgap, ygap } = image.parentNode.__data__[0].trace;
    const axis = (id) => layout[`${id[0]}axis${id.slice(1)}`];
    const [left, top] = ["x", "y"].map((name) => +image.getAttribute(name));
    const painted = new Image();
    painted.src = image.getAttribute("href") || image.getAttributeNS("http://www.w3.org/1999/xlink", "href");
    await painted.decode();
    const canvas = document.createElement("canvas");
    canvas.width = painted.width;
    canvas.height = painted.height;
    const brush = canvas.getContext("2d", { willReadFrequently: true });
    brush.drawImage(painted, 0, 0);
    const across = painted.width / image.getAttribute("width");
    const down = painted.height / image.getAttribute("height");
    const group = element("g");
    z.forEach((row, j) => row.forEach((_value, i) => {
      const [x0, x1] = [axis(xaxis).c2p(i - 0.5), axis(xaxis).c2p(i + 0.5)].sort((a, b) => a - b);
      const [y0, y1] = [axis(yaxis).c2p(j - 0.5), axis(yaxis).c2p(j + 0.5)].sort((a, b) => a - b);
      const place = [((x0 + x1) / 2 - left) * across, ((y0 + y1) / 2 - top) * down].map(Math.floor);
      const [r, g, b, a] = brush.getImageData(...place, 1, 1).data;
      if (!a) return;
      group.append(element("rect", {
        x: x0 + xgap / 2, y: y0 + ygap / 2, width: x1 - x0 - xgap, height: y1 - y0 - ygap,
        fill: `rgb(${r}, ${g}, ${b})`,
      }));
    }));
    return group;
  }

  const hex = (colour) => {
    const parts = /^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/.exec(colour);
    if (!parts || (parts[4] !== undefined && +parts[4] !== 1)) return colour;
    return "#" + parts.slice(1, 4).map((n) => (+n).toString(16).padStart(2, "0")).join("").toUpperCase();
  };

  function tidy(svg, job) {
    for (const { name } of [...svg.attributes]) svg.removeAttribute(name);
    for (const area of svg.querySelectorAll(".choroplethlayer path")) {
      if (hex(area.style.stroke).toUpperCase() === DOTTED) area.style.strokeDasharray = "2px 2px";
    }
    for (const one of svg.querySelectorAll("script, style, foreignObject, image, title")) one.remove();
    for (const link of svg.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    for (const one of svg.querySelectorAll("*")) {
      const style = one.style;
      const isHidden = style.display === "none" || style.visibility === "hidden" ||
        style.opacity === "0" || one.getAttribute("opacity") === "0";
      if (isHidden) { one.remove(); continue; }
      for (const name of STYLES) {
        const value = style.getPropertyValue(name);
        if (value) one.setAttribute(name, hex(value).replace(/px/g, "").replace(/"/g, ""));
      }
      if (one.hasAttribute("fill")) one.setAttribute("fill", hex(one.getAttribute("fill")));
      for (const { name } of [...one.attributes]) {
        const isOurs = STYLES.includes(name) || NUMBERS.includes(name) ||
          ["id", "dy", "rx", "ry", "offset", "viewBox", "xml:space", "href"].includes(name) ||
          name === "clipPathUnits";
        if (!isOurs) one.removeAttribute(name);
      }
      if (one.getAttribute("fill-opacity") === "0") {
        one.setAttribute("fill", "none");
        one.removeAttribute("fill-opacity");
      }
      for (const name of ["fill-opacity", "stroke-opacity", "opacity"]) {
        if (one.getAttribute(name) === "1") one.removeAttribute(name);
      }
      if (["stroke-opacity", "stroke-width"].some((name) => one.getAttribute(name) === "0")) {
        one.setAttribute("stroke", "none");
      }
      for (const name of NUMBERS) {
        const value = one.getAttribute(name);
        if (value) one.setAttribute(name, rounded(value));
      }
      if (one.localName === "text") one.setAttributeNS(XML, "xml:space", "preserve");
    }
    for (const path of svg.querySelectorAll("path[d]")) {
      path.setAttribute("d", thinned(path.getAttribute("d"), job.tolerance));
    }
    const isUsed = (id) => svg.querySelector(`[clip-path*="#${id}"], [fill*="#${id}"], [href="#${id}"]`);
    let count = 0;
    for (const one of [...svg.querySelectorAll("[id]")]) {
      if (!isUsed(one.id)) {
        one.removeAttribute("id");
        if (one.parentElement.closest("defs")) one.remove();
        continue;
      }
      const name = `${job.name}-${++count}`;
      for (const user of svg.querySelectorAll(`[clip-path*="#${one.id}"]`)) user.setAttribute("clip-path", `url(#${name})`);
      for (const user of svg.querySelectorAll(`[fill*="#${one.id}"]`)) user.setAttribute("fill", `url(#${name})`);
      for (const user of svg.querySelectorAll(`[href="#${one.id}"]`)) user.setAttribute("href", `#${name}`);
      one.id = name;
    }
    const isEmpty = (one) => {
      const has = (name) => one.getAttribute(name) && one.getAttribute(name) !== "none";
      switch (one.localName) {
        case "g": case "defs": case "text": return !one.hasChildNodes();
        case "path": return !one.getAttribute("d") || (one.getAttribute("fill") === "none" && !has("stroke"));
        case "rect": return one.getAttribute("fill") === "none" && !has("stroke");
        default: return false;
      }
    };
    for (const one of [...svg.querySelectorAll("*")].reverse()) {
      if (isEmpty(one) && !one.closest("clipPath")) one.remove();
    }
    for (const group of [...svg.querySelectorAll("g")]) {
      if (!group.attributes.length) group.replaceWith(...group.childNodes);
    }
    return svg;
  }

  /* A shoreline has more points than a picture has pixels: those nearer than that go, and each
     of the others is told by its way from the one before. */
  function thinned(d, tolerance) {
    if (d.length < 200 || /[^MLZ\d.,\s-]/.test(d)) return d;
    const unit = tolerance < 0.3 ? 20 : 10; // steps in a pixel
    return d.replace(/M[^M]*/g, (ring) => {
      const points = (ring.match(/-?[\d.]+,-?[\d.]+/g) || [])
        .map((point) => point.split(",").map((number) => Math.round(number * unit)));
      const kept = [];
      points.forEach(([x, y], place) => {
        const [a, b] = kept.at(-1) || [Infinity, Infinity];
        const isNear = Math.hypot(x - a, y - b) < tolerance * unit;
        if (!isNear || (place === points.length - 1 && (x !== a || y !== b))) kept.push([x, y]);
      });
      if (kept.length < 3) return "";
      const ways = kept.slice(1).map(([x, y], place) => [x - kept[place][0], y - kept[place][1]]);
      const told = ([x, y]) => [x, y].map((n) => short(n / unit).replace(/^(-?)0\./, "$1."));
      const joined = ways.map(told).flat().join(" ").replace(/ -/g, "-");
      return `M${told(kept[0]).join(" ")}l${joined}${ring.includes("Z") ? "Z" : ""}`;
    });
  }

  /* ---- text for programs that know less than a browser ----
   *
   * Office programs put a <tspan> that is moved by ems on the line before, and take a wider font
   * where ours is missing: every line becomes a <text> of its own that says how long it is. */

  function settled(svg) {
    for (const text of [...svg.querySelectorAll("text")]) {
      const lines = [...text.children].filter((one) => one.hasAttribute("x") && one.hasAttribute("dy"));
      if (!lines.length) continue;
      for (const line of lines) {
        const own = text.cloneNode(false);
        const size = parseFloat(text.getAttribute("font-size"));
        own.setAttribute("x", line.getAttribute("x"));
        own.setAttribute("y", short(+line.getAttribute("y") + parseFloat(line.getAttribute("dy")) * size));
        own.append(...line.childNodes);
        text.before(own);
      }
      text.remove();
    }
    for (const text of svg.querySelectorAll("text")) {
      const length = lengthOf(text);
      if (!length) continue;
      text.setAttribute("textLength", short(length));
      text.setAttribute("lengthAdjust", "spacingAndGlyphs");
    }
    return svg;
  }

  function lengthOf(text) {
    let length = 0;
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const told = (name, otherwise) =>
        walker.currentNode.parentElement.closest(`[${name}]`)?.getAttribute(name) ?? otherwise;
      pen.font = `${told("font-weight", "400")} ${told("font-size", "16")}px ${FONTS}`;
      length += pen.measureText(walker.currentNode.data).width;
    }
    return length;
  }

  /* ---- one SVG of it all ---- */

  async function compose(job) {
    const stage = document.getElementById("stage");
    stage.innerHTML = clean(job.html);
    const frame = stage.firstElementChild;
    const { width, height, size } = arrange(frame, job);
    const [w, h] = [width, height].map(short);
    const own = { width: job.width, height: job.height || Math.ceil(height / size) };
    const svg = element("svg", {
      ...own, viewBox: `0 0 ${w} ${h}`, role: "img", lang: job.lang,
      "font-family": FONTS,
    });
    svg.append(
      element("title", {}, clean(job.title)),
      element("desc", {}, clean(job.reading)),
      ...(job.is_transparent ? [] : [element("rect", { width: w, height: h, fill: "#FFFFFF" })]),
    );
    for (const part of frame.children) {
      const name = part.classList[0];
      if (name === "chart") {
        const { left: x, top: y, width, height } = part.getBoundingClientRect();
        const chart = await drawn(job, width, height);
        for (const [key, value] of Object.entries({ x, y, width, height })) {
          chart.setAttribute(key, short(value));
        }
        chart.setAttribute("overflow", "visible");
        chart.setAttribute("data-part", name);
        svg.append(chart);
        continue;
      }
      const group = element("g", { "data-part": name });
      group.append(...[...part.querySelectorAll(".mark")].map(mark), ...lines(part));
      svg.append(group);
    }
    stage.replaceChildren();
    return { svg: settled(svg), ...own };
  }

  /* Who takes a PNG often takes the PDF or the SVG as well: the same picture is laid out once. */
  let last = { key: null };

  async function composed(job) {
    const key = JSON.stringify(job);
    if (last.key !== key) last = { key, ...(await compose(job)) };
    return { ...last, svg: last.svg.cloneNode(true) };
  }

  const written = (svg) => clean(new XMLSerializer().serializeToString(svg));

  return {
    /* The shapes of a map, under the name that its spec says instead of an address. */
    keep(name, shapes) {
      window.PlotlyGeoAssets = { topojson: PlotlyGeoAssets.topojson, [name]: shapes };
    },

    async svg(job) {
      return written((await composed(job)).svg);
    },

    /* Show the picture, alone on the page, for a screenshot or for paper. */
    async show(job) {
      const { svg, width, height } = await composed(job);
      document.title = clean(job.title);
      document.documentElement.lang = job.lang;
      document.documentElement.classList.toggle("transparent", job.is_transparent);
      document.getElementById("picture").replaceChildren(svg);
      return { width, height };
    },

    /* The chart alone, of natural height unless told. */
    async chart(job) {
      const height = job.height || naturalHeight(job.chart, job.width);
      const svg = await drawn(job, job.width, height);
      const own = { viewBox: `0 0 ${job.width} ${height}`, width: job.width, height, role: "img" };
      for (const [key, value] of Object.entries(own)) svg.setAttribute(key, value);
      svg.setAttribute("aria-label", clean(job.reading));
      svg.setAttribute("font-family", FONTS);
      return written(svg);
    },
  };
})();
