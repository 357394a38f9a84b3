// The pages in the window: what the server tells is put in place, and nothing that stayed the same is touched.
//
// Each page is a tree of its own (a shadow root), so neither its style sheet nor the window's reaches the other.

const pages = document.getElementById("pages");
const thumbs = document.getElementById("thumbs");
const state = document.getElementById("state");
const problems = document.getElementById("problems");
const choice = document.getElementById("page");
const SLIDE_WIDTH = 960 * 96 / 72;
const ZOOMS = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2];

export const view = {
  mode: "preview",
  edition: document.body.hasAttribute("data-needs-key") ? "public" : "full",
  zoom: "fit",
  current: "",
  stay: null, // the place to come back to when other pages have taken the place of these
  told: new Map(), // by edition: what the server said last
  drawn: new Map(), // by key: what a page shows
  sheets: new Map(), // by edition
  after: new Set(), // called when the pages have changed
};

/** Return the editions that stand side by side. */
export function shown() {
  return view.mode === "review" && !document.body.hasAttribute("data-needs-key") ? ["full", "public"] : [view.edition];
}

export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function say(words, kind = "") {
  state.textContent = words;
  state.dataset.kind = kind;
}

// Pages -----------------------------------------------------------------------------------------

function fill(paper, page, edition) {
  const root = paper.shadowRoot ?? paper.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [view.sheets.get(edition)];
  const template = document.createElement("template");
  template.innerHTML = view.drawn.get(page.key).html;
  for (const part of template.content.querySelectorAll("[data-style]")) {
    part.style.cssText = part.dataset.style;
    part.removeAttribute("data-style");
  }
  if (view.mode === "review") {
    for (const marker of template.content.querySelectorAll("[data-slot]:not(:has(a))")) {
      marker.tabIndex = 0;
      marker.setAttribute("role", "link");
      marker.setAttribute("aria-label", marker.dataset.spoken);
    }
  }
  root.replaceChildren(template.content);
  paper.parentElement.classList.toggle("flows", !page.height);
  if (!page.height) words.observe(root.querySelector(".paper"));
}

/** Tells how high a running text is: as its words, once they are laid out in their faces. */
const words = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    const part = target.getRootNode().host?.closest(".cell, .thumbs a");
    if (part && target.offsetHeight) part.style.setProperty("--height", (target.offsetHeight * 72) / 96);
  }
});

/** Give a part the size of a page. */
function sized(part, page) {
  part.style.setProperty("--width", page.width);
  if (page.height) part.style.setProperty("--height", page.height);
}

function outlines(page) {
  const boxes = view.drawn.get(page.key).boxes.filter((box) => box.words);
  const layer = element("div", { className: "boxes" });
  for (const box of boxes) {
    const outline = element("div", { className: box.full ? "full" : "" }, element("span", { textContent: box.words }));
    for (const [name, value] of [["--x", box.x], ["--y", box.y], ["--w", box.width], ["--h", box.height]]) {
      outline.style.setProperty(name, value);
    }
    layer.append(outline);
  }
  return layer;
}

/** Put a page into its cell, unless it is there already; tell whether it was changed. */
function place(cell, page, edition) {
  if (cell.dataset.key === page.key) return false;
  const isNew = !cell.dataset.key;
  let sheet = cell.querySelector(".sheet");
  if (!sheet) {
    sheet = element("div", { className: "sheet" }, element("div", { className: "paper" }));
    cell.querySelector(".absent")?.remove();
    cell.append(sheet);
  }
  sized(cell, page);
  fill(sheet.querySelector(".paper"), page, edition);
  sheet.querySelector(".boxes")?.remove();
  sheet.append(outlines(page));
  cell.dataset.key = page.key;
  if (!isNew) {
    sheet.classList.remove("fresh");
    requestAnimationFrame(() => sheet.classList.add("fresh"));
  }
  return !isNew;
}

function absent(cell, like) {
  if (cell.dataset.key === "") return;
  cell.dataset.key = "";
  cell.querySelector(".sheet")?.remove();
  cell.querySelector(".absent")?.remove();
  sized(cell, like);
  cell.append(element("p", { className: "absent", textContent: "Not in this edition" }));
}

/** Return the rows of the window: an id with its page in each edition that is shown. */
function rows() {
  const found = new Map();
  for (const edition of shown()) {
    let last = null;
    for (const page of view.told.get(edition)?.pages ?? []) {
      if (!found.has(page.id)) {
        const entries = [...found];
        const at = last === null ? 0 : entries.findIndex(([id]) => id === last) + 1;
        if (at === entries.length) found.set(page.id, {});
        else {
          found.clear();
          entries.splice(at, 0, [page.id, {}]);
          for (const [id, row] of entries) found.set(id, row);
        }
      }
      found.get(page.id)[edition] = page;
      last = page.id;
    }
  }
  return found;
}

function labelled(page) {
  return page.title ? `${page.label}: ${page.title}` : page.label;
}

/** Return the heading of a row: where editions count differently, both numbers. */
function headed(row, editions) {
  const [first, second] = editions.map((edition) => row[edition]);
  const words = labelled(first ?? second);
  return first && second && first.label !== second.label ? `${words} (${editions[1]}: ${second.label})` : words;
}

/** Make the window show what is known; return the labels of the pages that were changed. */
export function draw() {
  const changed = new Set();
  const wanted = rows();
  const editions = shown();
  const looks = [view.mode, ...editions].join();
  for (const row of [...pages.querySelectorAll(".row")]) {
    if (!wanted.has(row.id) || row.dataset.editions !== looks) row.remove();
  }
  let before = null;
  for (const [id, row] of wanted) {
    const any = row[editions[0]] ?? row[editions[1]];
    let section = document.getElementById(id);
    if (!section) {
      section = element("section", { className: "row", id }, element("h2"), element("div", { className: "cells" }));
      section.dataset.editions = looks;
      for (const edition of editions) {
        const cell = element("div", { className: "cell" });
        cell.dataset.edition = edition;
        if (editions.length > 1) cell.append(element("p", { className: "edition", textContent: edition }));
        section.lastChild.append(cell);
      }
      watching.observe(section);
    }
    const heading = section.querySelector("h2");
    const title = headed(row, editions);
    if (heading.textContent !== title) heading.textContent = title;
    for (const cell of section.querySelectorAll(".cell")) {
      const page = row[cell.dataset.edition];
      if (!page) absent(cell, any);
      else if (place(cell, page, cell.dataset.edition)) changed.add(page.label);
    }
    const at = before ? before.nextElementSibling : pages.querySelector(".row");
    if (at !== section) pages.insertBefore(section, at);
    before = section;
  }
  listed(wanted);
  for (const call of view.after) call();
  return changed;
}

// Thumbnails ------------------------------------------------------------------------------------

const near = new IntersectionObserver((seen) => {
  for (const one of seen) if (one.isIntersecting) small(one.target);
}, { root: null, rootMargin: "400px" });

function small(link) {
  const page = link.page;
  if (!page || link.dataset.key === page.key) return;
  const paper = link.querySelector(".paper");
  sized(link, page);
  fill(paper, page, link.dataset.edition);
  link.dataset.key = page.key;
}

function listed(wanted) {
  const [edition] = shown();
  const kept = new Map([...thumbs.children].map((link) => [link.hash.slice(1), link]));
  let before = null;
  for (const [id, row] of wanted) {
    const page = row[edition] ?? Object.values(row)[0];
    let link = kept.get(id);
    kept.delete(id);
    if (!link) {
      const sheet = element("span", { className: "sheet", inert: true }, element("span", { className: "paper" }));
      sheet.style.display = "block";
      link = element("a", { href: `#${id}` }, sheet, element("span", { className: "label" }));
      near.observe(link);
    }
    link.dataset.edition = edition in row ? edition : Object.keys(row)[0];
    const moved = link.page !== undefined;
    link.page = page;
    sized(link, page);
    const label = link.querySelector(".label");
    if (label.textContent !== page.label) label.textContent = page.label;
    link.title = page.title;
    if (moved && link.dataset.key && link.dataset.key !== page.key) small(link);
    const at = before ? before.nextElementSibling : thumbs.firstElementChild;
    if (at !== link) thumbs.insertBefore(link, at);
    before = link;
  }
  for (const link of kept.values()) link.remove();
  choices(wanted, edition);
}

/** Keep the list of pages: the only one where there is no room for small pages. */
function choices(wanted, edition) {
  const rows = [...wanted].map(([id, row]) => [id, labelled(row[edition] ?? Object.values(row)[0])]);
  const now = rows.map((row) => row.join()).join("\n");
  if (choice.dataset.rows === now) return;
  choice.dataset.rows = now;
  choice.replaceChildren(...rows.map(([value, textContent]) => element("option", { value, textContent })));
  choice.value = view.current;
}

// Where one is ----------------------------------------------------------------------------------

const inSight = new Set();
const watching = new IntersectionObserver((seen) => {
  for (const one of seen) {
    if (one.isIntersecting) inSight.add(one.target);
    else inSight.delete(one.target);
  }
  const first = [...pages.querySelectorAll(".row")].find((row) => inSight.has(row));
  if (first && !view.stay) current(first.id);
}, { rootMargin: "-25% 0px -50% 0px" });

function current(id) {
  if (view.current === id) return;
  view.current = id;
  choice.value = id;
  for (const link of thumbs.children) {
    if (link.hash === `#${id}`) {
      link.setAttribute("aria-current", "true");
      if (thumbs.offsetParent) link.scrollIntoView({ block: "nearest" });
    } else link.removeAttribute("aria-current");
  }
}

/** Bring a page into sight, by its row. */
export function go(id) {
  const row = document.getElementById(id);
  if (!row) return;
  row.scrollIntoView({ block: "start" });
  current(id);
}

/** Return where one is: a page, and how much of it is above the window. */
function place_in() {
  const row = document.getElementById(view.current);
  if (!row) return null;
  const box = row.getBoundingClientRect();
  const above = (pages.getBoundingClientRect().top - box.top) / (box.height || 1);
  return { id: row.id, above: above > 0 && above < 1 ? above : 0 };
}

/** Go back to where one was. */
function back({ id, above }) {
  go(id);
  const row = document.getElementById(id);
  const mover = pages.scrollHeight > pages.clientHeight ? pages : document.scrollingElement;
  if (row && above) mover.scrollTop += above * row.getBoundingClientRect().height;
  // what was seen of the pages before is told within the next frame
  requestAnimationFrame(() => requestAnimationFrame(() => { view.stay = null; }));
}

function step(by) {
  const every = [...pages.querySelectorAll(".row")];
  const at = every.findIndex((row) => row.id === view.current);
  const next = every[Math.min(Math.max(at + by, 0), every.length - 1)];
  if (next) go(next.id);
}

/** Return the name of a file in a place, without its folders. */
export function base(file) {
  return file.split("/").at(-1);
}

/** Return the rows of pages that show a place: those of its slide, or of its text. */
export function rows_of(place) {
  if (place.slide) return [...pages.querySelectorAll(`.row[id^="slide-${place.slide}."]`)];
  const file = base(place.file ?? "");
  if (!file.endsWith(".md")) return [document.getElementById("cover")].filter(Boolean);
  const ids = new Set(shown().flatMap((edition) => (view.told.get(edition)?.pages ?? []).filter((page) => page.file === file).map((page) => page.id)));
  return [...pages.querySelectorAll(".row")].filter((row) => ids.has(row.id));
}

/** Return what a place is called: its slide, or the file of its text. */
export function called_place(place) {
  const file = base(place.file ?? "");
  return file.endsWith(".md") ? file : called(place.slide);
}

/** Return what a slide is called, by its number in the file: as it is printed, in all editions that are shown. */
export function called(source) {
  if (!source) return "Cover";
  const names = shown().map((edition) => printed(edition, source));
  const [first] = names.filter(Boolean);
  const other = names.findIndex((name) => name && name !== first);
  return other < 0 ? (first ?? `Slide ${source} of the file`) : `${first} (${shown()[other]}: ${names[other].replace(/^Slides? /, "")})`;
}

function printed(edition, source) {
  const labels = (view.told.get(edition)?.pages ?? []).filter((page) => page.source === source).map((page) => page.label);
  if (labels.length < 2) return labels[0] ?? "";
  return `Slides ${labels[0].replace("Slide ", "")}–${labels.at(-1).replace("Slide ", "")}`;
}

// Zoom ------------------------------------------------------------------------------------------

function scale() {
  const room = pages.clientWidth - 2 * parseFloat(getComputedStyle(pages).paddingLeft);
  const side = shown().length > 1 && room > 640 ? (room - 16) / 2 : room;
  const widths = shown().flatMap((edition) => (view.told.get(edition)?.pages ?? []).map((page) => (page.width * 96) / 72));
  return Math.min(Math.max(side / (widths.length ? Math.max(...widths) : SLIDE_WIDTH), 0.1), 1.5);
}

export function zoomed() {
  if (pages.hidden) return;
  const value = view.zoom === "fit" ? scale() : view.zoom;
  if (pages.dataset.scale === String(value)) return;
  const row = document.getElementById(view.current);
  pages.dataset.scale = String(value);
  pages.style.setProperty("--scale", value);
  document.getElementById("zoom").textContent = `${Math.round(value * 100)} %`;
  if (row?.previousElementSibling?.classList.contains("row")) row.scrollIntoView({ block: "start" }); // one stays where one was
}

function zoom(how) {
  const now = view.zoom === "fit" ? scale() : view.zoom;
  if (how === "fit") view.zoom = "fit";
  if (how === "in") view.zoom = ZOOMS.find((one) => one > now + 0.01) ?? ZOOMS.at(-1);
  if (how === "out") view.zoom = ZOOMS.findLast((one) => one < now - 0.01) ?? ZOOMS[0];
  zoomed();
}

// Problems --------------------------------------------------------------------------------------

function place_of(row) {
  return row.line ? `${row.file}, line ${row.line}, column ${row.column}` : row.file;
}

function excerpt(row) {
  const block = element("pre", { tabIndex: 0 });
  for (const { number, text } of row.lines) {
    const here = number === row.line;
    block.append(element("span", { className: here ? "here" : "" }, `${String(number).padStart(5)}  ${text}\n`));
    if (here) {
      const caret = element("span", { className: "caret", textContent: `${" ".repeat(6 + row.column)}▲` });
      caret.setAttribute("aria-hidden", "true");
      block.append(caret);
    }
  }
  return block;
}

function tell_problems() {
  const found = new Map();
  for (const edition of shown()) {
    for (const row of view.told.get(edition)?.problems ?? []) {
      found.set(`${row.file}:${row.line}:${row.column}:${row.code}:${row.message}`, row);
    }
  }
  problems.hidden = found.size === 0;
  if (!found.size) {
    problems.replaceChildren();
    return 0;
  }
  const count = found.size === 1 ? "One problem" : `${found.size} problems`;
  const folded = problems.classList.contains("folded");
  const fold = element("button", { type: "button", textContent: folded ? "Show" : "Hide" });
  fold.setAttribute("aria-expanded", String(!folded));
  fold.addEventListener("click", () => {
    const now = problems.classList.toggle("folded");
    fold.textContent = now ? "Show" : "Hide";
    fold.setAttribute("aria-expanded", String(!now));
  });
  const list = element("ol");
  for (const row of found.values()) {
    const item = element("li", {}, element("p", { className: "place", textContent: place_of(row) }),
      element("p", {}, row.message, " ", element("code", { className: "quiet", textContent: row.code })));
    if (row.lines.length) item.append(excerpt(row));
    if (row.hint) item.append(element("p", {}, element("strong", { textContent: "Hint: " }), row.hint));
    list.append(item);
  }
  problems.replaceChildren(
    element("header", {}, element("h2", { textContent: count }), fold),
    element("p", { className: "why quiet", textContent: "The pages behind are the last good ones." }), list);
  return found.size;
}

// Events ----------------------------------------------------------------------------------------

function clock() {
  return new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** Take up what the server says of an edition, and draw. */
function received(told) {
  const isFirst = !view.told.has(told.edition);
  for (const [key, page] of Object.entries(told.drawn)) view.drawn.set(key, page);
  if (told.sheet !== undefined) {
    const sheet = view.sheets.get(told.edition) ?? new CSSStyleSheet();
    sheet.replaceSync(told.sheet);
    view.sheets.set(told.edition, sheet);
  }
  view.told.set(told.edition, told);
  window.took = told.took; // for who measures
  const needed = new Set([...view.told.values()].flatMap((one) => one.pages.map((page) => page.key)));
  for (const key of view.drawn.keys()) if (!needed.has(key)) view.drawn.delete(key);
  if (!shown().every((edition) => view.told.has(edition))) return;
  const changed = draw();
  zoomed();
  const wrong = tell_problems();
  document.getElementById("reference").textContent = told.reference || document.title;
  document.getElementById("title").textContent = told.title;
  if (told.title) document.title = `${told.reference} – ${told.title}`;
  if (wrong) say(wrong === 1 ? "One problem; the last good pages are shown" : `${wrong} problems; the last good pages are shown`, "wrong");
  else if (changed.size === 1) say(`${[...changed][0]} changed, ${clock()}`);
  else if (changed.size) say(`${changed.size} pages changed, ${clock()}`);
  else say(`Up to date, ${clock()}`);
  if (view.stay) back(view.stay);
  else if (isFirst && location.hash) go(location.hash.slice(1));
}

let turn = 0;

/** Ask for what is to be seen now; of pages that the window has, nothing is sent again. */
async function refresh() {
  const mine = ++turn;
  for (const edition of shown()) {
    const since = view.told.get(edition)?.state ?? "";
    const answer = await reached(`sight?edition=${edition}&since=${since}`);
    if (mine !== turn || !answer) return;
    if (answer.status === 200) {
      const told = await answer.json();
      if (mine !== turn) return;
      received(told);
    }
  }
}

export function listen() {
  view.stay = place_in();
  view.told.clear();
  refresh();
}

// The server ------------------------------------------------------------------------------------

const lost = document.getElementById("lost");
const WORDS = {
  gone: "The server does not answer. It was ended, or this machine slept. What you see is what it showed last. Start dossier serve again, and open the link that it prints.",
  anew: "Another dossier serve runs here now, and does not know this window. Open the link that it printed.",
};

/** Ask the server; say so, and return nothing, if it is gone or is another one. */
export async function reached(address, options = {}) {
  let answer = null;
  try {
    answer = await fetch(address, options);
  } catch (error) {
    if (error.name !== "AbortError") missing("gone");
    return null;
  }
  if (answer.status === 403 && !options.method) {
    missing("anew");
    return null;
  }
  missing("");
  return answer;
}

function missing(how) {
  if (lost.dataset.how === how) return;
  lost.dataset.how = how;
  lost.hidden = !how;
  lost.textContent = how ? WORDS[how] : "";
  if (how) say("Not connected", "wrong");
}

/** What is changed is told to all windows by one stream: a browser opens few to the same place. */
function hear(message) {
  if (message.kind === "changed" && message.dossiers.includes(document.body.dataset.dossier)) refresh();
  if (message.kind === "open") refresh();
  if (message.kind === "lost" || message.kind === "closed") reached("alive");
}

function connect() {
  if ("SharedWorker" in window) {
    const worker = new SharedWorker(new URL("stream.js", import.meta.url), { type: "module", name: "dossier" });
    worker.port.onmessage = (event) => hear(event.data);
    window.addEventListener("pagehide", () => worker.port.postMessage("bye"));
    return;
  }
  import("./stream.js").then((stream) => stream.follow(hear));
}

export function chosen() {
  for (const button of document.querySelectorAll("[data-edition]")) {
    if (button.tagName === "BUTTON") button.setAttribute("aria-pressed", String(button.dataset.edition === view.edition));
  }
  for (const link of document.querySelectorAll("[data-file]")) link.href = `file/${view.edition}.${link.dataset.file}`;
}

// Controls --------------------------------------------------------------------------------------

document.querySelector(".tools").addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.edition) {
    view.edition = button.dataset.edition;
    chosen();
    listen();
  }
  if (button.dataset.zoom) zoom(button.dataset.zoom);
  if (button.id === "fit") {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    document.body.classList.toggle("fitting", on);
    const count = pages.querySelectorAll(".boxes > div").length;
    if (on) say(count === 1 ? "One box is full, set smaller or continued" : `${count} boxes are full, set smaller or continued`);
  }
});

for (const link of document.querySelectorAll("[data-file]")) {
  link.addEventListener("click", () => say(`Making and auditing the ${link.textContent} …`));
}

choice.addEventListener("change", () => go(choice.value));

thumbs.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  event.preventDefault();
  history.replaceState(null, "", link.hash);
  go(link.hash.slice(1));
});

/** A link of the table of contents leads to its slide. */
pages.addEventListener("click", (event) => {
  const link = event.composedPath().find((part) => part instanceof HTMLAnchorElement);
  const hash = link?.getAttribute("href") ?? "";
  if (!hash.startsWith("#slide-")) return;
  event.preventDefault();
  const label = `Slide ${hash.slice("#slide-".length)}`;
  const page = (view.told.get(shown()[0])?.pages ?? []).find((one) => one.label === label);
  if (page) go(page.id);
});

document.addEventListener("keydown", (event) => {
  const at = event.composedPath()[0];
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (at !== document.body && !pages.contains(event.target) && !thumbs.contains(event.target)) return;
  const steps = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity };
  const zooms = { "+": "in", "=": "in", "-": "out", 0: "fit" };
  if (event.key in steps) step(Math.max(Math.min(steps[event.key], 1e6), -1e6));
  else if (event.key in zooms) zoom(zooms[event.key]);
  else return;
  event.preventDefault();
});

new ResizeObserver(zoomed).observe(pages);
chosen();
listen();
connect();
