// The reviewer's panel: what is withheld and why, and what can be done about it. All that it does, a command does.

import { element, go, listen, say, shown, view } from "./view.js";

const panel = document.getElementById("panel");
const pages = document.getElementById("pages");
const form = document.getElementById("withhold");
const said = document.getElementById("said");
const readOnly = document.body.hasAttribute("data-read-only");
const BLOCK = "p, li, h1, h2, h3, h4, h5, td, th, figcaption, blockquote, .main, .kicker";

let told = null;
let picked = null; // what was selected: words, slide, before, after

// Words -----------------------------------------------------------------------------------------

/** Return the selection inside a page, whose tree is its own. */
function range_in(root) {
  const selection = root.getSelection?.() ?? document.getSelection();
  if (selection.getComposedRanges) {
    const [found] = document.getSelection().getComposedRanges({ shadowRoots: [root] });
    if (!found || found.collapsed || found.startContainer.getRootNode() !== root) return null;
    const range = document.createRange();
    range.setStart(found.startContainer, found.startOffset);
    range.setEnd(found.endContainer, found.endOffset);
    return range;
  }
  return selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
}

function text_between(startNode, startOffset, endNode, endOffset) {
  const range = document.createRange();
  range.setStart(startNode, startOffset);
  range.setEnd(endNode, endOffset);
  return range.toString();
}

/** Take up what is selected in a page: the words, and what stands around them in their paragraph. */
function pick(root, cell) {
  const page = page_of(cell);
  const range = page && range_in(root);
  if (!range || page.id.startsWith("contents") || page.id.startsWith("added")) return;
  const words = range.toString().trim();
  if (!words) return;
  const lead = range.toString().indexOf(words[0]);
  const inner = range.commonAncestorContainer;
  const block = (inner.nodeType === Node.TEXT_NODE ? inner.parentElement : inner).closest?.(BLOCK);
  picked = { words, slide: page.source, before: "", after: "" };
  if (block) {
    picked.before = text_between(block, 0, range.startContainer, range.startOffset) + range.toString().slice(0, lead);
    picked.after = text_between(range.endContainer, range.endOffset, block, block.childNodes.length);
  }
  form.elements.words.value = words;
  form.elements.words.disabled = form.elements.whole.checked = false;
  form.elements.slide.value = String(page.source);
  document.getElementById("picked").textContent = "Words selected. Choose a ground in the panel.";
}

function page_of(cell) {
  const row = cell?.closest(".row");
  return (view.told.get(cell?.dataset.edition)?.pages ?? []).find((page) => page.id === row?.id);
}

function slides() {
  const kept = form.elements.slide.value;
  const found = new Map([["0", "Cover"]]);
  for (const page of view.told.get(shown()[0])?.pages ?? []) {
    if (page.source && !found.has(String(page.source))) found.set(String(page.source), page.title ? `${page.label}: ${page.title}` : page.label);
  }
  form.elements.slide.replaceChildren(...[...found].map(([value, words]) => element("option", { value, textContent: words })));
  if (found.has(kept)) form.elements.slide.value = kept;
}

// What can be done -------------------------------------------------------------------------------

async function act(name, asked) {
  const answer = await fetch(`do/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ state: told?.state ?? "", ...asked }),
  });
  if (answer.status === 403) return tell([{ message: "this window is read-only" }]);
  const done = await answer.json();
  if (done.problems.length) return tell(done.problems.map((row) => ({ message: row.message, hint: row.hint })));
  said.replaceChildren(element("p", { textContent: done.words }));
  said.dataset.kind = "done";
  say(done.words);
  await fetched();
  return true;
}

function tell(problems) {
  said.dataset.kind = "wrong";
  said.replaceChildren(...problems.map((row) => element("p", {}, element("strong", { textContent: `Nothing was done: ${row.message}. ` }), row.hint ?? "")));
  return false;
}

/** Ask before words become public. */
function sure(slot) {
  const dialog = document.getElementById("sure");
  dialog.querySelector("h2").textContent = `Make ${slot} public text?`;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true }));
}

// The panel --------------------------------------------------------------------------------------

function section(id, words, count, ...children) {
  const part = document.getElementById(id);
  const heading = element("h3", {}, words, " ", element("span", { className: "count", textContent: String(count) }));
  part.replaceChildren(heading, ...children);
}

function to_place(place, slot = "") {
  const link = element("button", { type: "button", className: "link", textContent: place.words });
  link.title = `${place.file}, line ${place.line}, column ${place.column}`;
  link.addEventListener("click", () => show(place.slide, slot));
  return link;
}

/** Bring a place into sight in both editions, and point at its marker. */
function show(slide, slot) {
  const row = slide ? pages.querySelector(`.row[id^="slide-${slide}."]`) : document.getElementById("cover");
  const rows = slide ? [...pages.querySelectorAll(`.row[id^="slide-${slide}."]`)] : [row];
  const home = rows.find((one) => slot && markers(one, slot).length) ?? row;
  if (!home) return;
  go(home.id);
  for (const marker of markers(home, slot)) {
    marker.classList.remove("found");
    requestAnimationFrame(() => marker.classList.add("found"));
    setTimeout(() => marker.classList.remove("found"), 4000);
  }
}

function trees(row) {
  return [...row.querySelectorAll(".cell")].map((cell) => cell.querySelector(".paper")?.shadowRoot).filter(Boolean);
}

/** Return a slot's markers in a row; words of the full edition are counted against the public markers. */
function markers(row, slot) {
  const found = [];
  let at = -1;
  let count = 0;
  for (const root of trees(row).reverse()) {
    const every = [...root.querySelectorAll("[data-slot]")];
    const named = every.filter((one) => one.dataset.slot.split(" ").includes(slot));
    const shaded = [...root.querySelectorAll(".withheld")];
    if (named.length) {
      at = every.indexOf(named[0]);
      count = every.length;
      found.push(...named);
    } else if (at >= 0 && shaded.length === count) found.push(shaded[at]);
  }
  return found;
}

function grounds(row) {
  const list = element("ul", { className: "grounds" });
  for (const use of row.grounds) {
    list.append(element("li", {}, form.dataset[key(use.id)] ?? use.id, element("span", { className: "quiet", textContent: ` ${use.reference}` })));
  }
  return list;
}

/** Return the name under which the form keeps a ground's label. */
function key(id) {
  return `g${id.replaceAll("-", "")}`;
}

function button(words, name, run) {
  const made = element("button", { type: "button", textContent: words });
  made.setAttribute("aria-label", name);
  made.disabled = readOnly;
  made.addEventListener("click", run);
  return made;
}

function of_slot(row) {
  const held = { true: "value held", false: "no value held", null: "value not looked at" }[String(row.held)];
  const item = element("li", { id: `slot-${row.slot}`, tabIndex: -1 },
    element("div", { className: "line" }, element("code", { textContent: row.slot }), element("span", { className: "tag", textContent: held })), grounds(row));
  if (row.reason) item.append(element("p", { className: "quiet", textContent: row.reason }));
  const line = element("div", { className: "line" });
  for (const place of row.places) line.append(to_place(place, row.slot));
  if (!row.places.length) line.append(element("span", { className: "quiet", textContent: "not used in the text" }));
  if (row.held) {
    line.append(button("Release", `Release ${row.slot}`, async () => {
      if (await sure(row.slot)) act("release", { slot: row.slot });
    }));
  }
  item.append(line);
  return item;
}

function of_mark(row, number) {
  const item = element("li", {}, grounds({ grounds: [{ id: row.ground, reference: "" }] }));
  const line = element("div", { className: "line" }, to_place(row.place));
  if (row.whole) line.append(element("span", { className: "quiet", textContent: "a whole part" }));
  line.append(button("Remove mark", `Remove mark ${number}, ${row.place.words}`, () => act("unmark", { file: row.place.file, line: row.place.line, column: row.place.column })));
  item.append(line);
  return item;
}

function statement(rows) {
  const head = element("tr", {}, ...["No", "Place", "Ground", "Reference", "Reason"].map((words) => element("th", { scope: "col", textContent: words })));
  const body = rows.map((row) => element("tr", {}, ...[row.number, row.place, row.ground, row.reference, row.reason || "–"].map((words) => element("td", { textContent: String(words) }))));
  const table = element("div", { className: "wide", tabIndex: 0 }, element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
  table.setAttribute("role", "region");
  table.setAttribute("aria-label", "Statement of reasons");
  return table;
}

function listed(rows, empty) {
  return rows.length ? element("ul", { className: "rows" }, ...rows) : element("p", { className: "quiet", textContent: empty });
}

function sealing() {
  if (!told.marks.length) return [];
  if (!told.sealable) return [element("p", { className: "quiet" }, "To seal, first say who can read the words: ", element("code", { textContent: "dossier vault init" }))];
  return [button("Seal all", "Seal all marked words", () => act("seal", {}))];
}

function render() {
  if (told.problems.length) {
    section("slots", "Slots", 0, element("p", { className: "quiet", textContent: "The files have problems; they are told below the pages." }));
    return;
  }
  section("marks", "Marked, not yet sealed", told.marks.length, listed(told.marks.map((row, at) => of_mark(row, at + 1)), "Nothing is marked."), ...sealing());
  section("slots", "Slots", told.slots.length, listed(told.slots.map(of_slot), "Nothing is withheld."));
  section("warnings", "Readers could infer", told.warnings.length, listed(told.warnings.map((row) => element("li", {}, element("p", { textContent: `${row.message}.` }),
    element("p", { className: "quiet", textContent: `${row.hint} (${row.where})` }))), "No pattern was found; paraphrases are yours to see."));
  section("statement", "Statement of reasons", told.statement.length, told.statement.length ? statement(told.statement) : element("p", { className: "quiet", textContent: "No markers." }));
}

let asking = 0;

async function fetched() {
  const number = ++asking;
  const answer = await fetch("review");
  if (!answer.ok || number !== asking) return;
  const data = await answer.json();
  if (JSON.stringify(data) === JSON.stringify(told)) return;
  const focus = document.activeElement?.closest?.("#panel [id]")?.id;
  told = data;
  render();
  if (focus && document.activeElement === document.body) document.getElementById(focus)?.focus();
}

view.after.add(() => {
  if (view.mode !== "review") return;
  slides();
  fetched();
});

// Controls --------------------------------------------------------------------------------------

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = form.elements.words.value.trim();
  const slide = Number(form.elements.slide.value);
  const same = picked && picked.words === words && picked.slide === slide;
  const asked = same ? picked : { words, slide, before: "", after: "" };
  const whole = form.elements.whole.checked;
  const sent = whole ? { words: "", slide, whole } : asked;
  if (await act("withhold", { ...sent, ground: form.elements.ground.value })) {
    form.elements.words.value = "";
    form.elements.whole.checked = false;
    form.elements.words.disabled = false;
    picked = null;
    document.getElementById("picked").textContent = "";
  }
});

form.elements.whole.addEventListener("change", () => {
  form.elements.words.disabled = form.elements.whole.checked;
});

for (const kind of ["pointerup", "keyup"]) {
  pages.addEventListener(kind, (event) => {
    const root = event.composedPath().find((part) => part instanceof ShadowRoot);
    if (view.mode === "review" && root) pick(root, root.host.closest(".cell"));
  });
}

/** A marker, or withheld words, lead to their slot in the panel. */
function to_slot(event) {
  if (view.mode !== "review") return;
  const path = event.composedPath();
  const marker = path.find((part) => part instanceof HTMLElement && part.dataset.slot);
  let slot = marker?.dataset.slot.split(" ")[0];
  const words = path.find((part) => part instanceof HTMLElement && part.classList?.contains("withheld"));
  if (!slot && words) {
    const row = event.target.closest(".row");
    const [full, open] = trees(row);
    const shaded = [...full.querySelectorAll(".withheld")];
    const every = [...(open?.querySelectorAll("[data-slot]") ?? [])];
    if (shaded.length === every.length) slot = every[shaded.indexOf(words)]?.dataset.slot.split(" ")[0];
  }
  const item = slot && document.getElementById(`slot-${slot}`);
  if (!item) return;
  event.preventDefault();
  item.scrollIntoView({ block: "nearest" });
  item.focus();
}

pages.addEventListener("click", to_slot);
pages.addEventListener("keydown", (event) => {
  if (event.key === "Enter") to_slot(event);
});

for (const choice of document.querySelectorAll("[data-mode]")) {
  choice.addEventListener("click", () => {
    if (view.mode === choice.dataset.mode) return;
    view.mode = choice.dataset.mode;
    document.body.dataset.mode = view.mode;
    for (const one of document.querySelectorAll("[data-mode]")) if (one.tagName === "BUTTON") one.setAttribute("aria-pressed", String(one === choice));
    panel.hidden = view.mode !== "review";
    pages.hidden = view.mode === "changes";
    document.getElementById("thumbs").hidden = view.mode === "changes";
    document.getElementById("changes").hidden = view.mode !== "changes";
    document.getElementById("editions").hidden = view.mode !== "preview";
    if (view.mode === "changes") document.dispatchEvent(new Event("changes"));
    else listen();
  });
}
