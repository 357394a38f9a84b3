// The reviewer's panel: what is withheld and why, and what can be done about it. All that it does, a command does.

import { base, called, called_place, element, go, listen, reached, rows_of, say, shown, view } from "./view.js";

const panel = document.getElementById("panel");
const pages = document.getElementById("pages");
const form = document.getElementById("withhold");
const said = document.getElementById("said");
const readOnly = document.body.hasAttribute("data-read-only");
const BLOCK = "p, li, h1, h2, h3, h4, h5, td, th, figcaption, blockquote, .main, .kicker";

let told = null;
let picked = null; // what is to be marked: words, slide or text, and what is known of their place
let found = null; // where the server finds it: the sentence, the file, the line

// Words -----------------------------------------------------------------------------------------

function roots() {
  return [...pages.querySelectorAll(".cell .paper")].map((paper) => paper.shadowRoot).filter(Boolean);
}

/** Return what is selected as a range in one page; a selection that leaves its page ends with the page. */
function selected() {
  const selection = document.getSelection();
  const every = roots();
  let ends = null;
  if (selection.getComposedRanges) [ends] = selection.getComposedRanges({ shadowRoots: every });
  else if (origin?.getSelection) ends = origin.getSelection().rangeCount ? origin.getSelection().getRangeAt(0) : null;
  else ends = selection.rangeCount ? selection.getRangeAt(0) : null;
  if (!ends || ends.collapsed) return null;
  const [first, last] = [ends.startContainer.getRootNode(), ends.endContainer.getRootNode()];
  const root = every.includes(first) ? first : every.includes(last) ? last : null;
  if (!root) return null;
  const range = document.createRange();
  range.selectNodeContents(root);
  if (first === root) range.setStart(ends.startContainer, ends.startOffset);
  if (last === root) range.setEnd(ends.endContainer, ends.endOffset);
  return { root, range };
}

function text_between(startNode, startOffset, endNode, endOffset) {
  const range = document.createRange();
  range.setStart(startNode, startOffset);
  range.setEnd(endNode, endOffset);
  return range.toString();
}

/** Take up what is selected: the words, and what stands around them in their paragraph. It replaces what was there. */
function pick() {
  const here = selected();
  if (!here) return;
  const { root, range } = here;
  const page = page_of(root.host.closest(".cell"));
  const words = range.toString().trim();
  if (!page || !words) return;
  if (page.id.startsWith("contents") || page.id.startsWith("added")) {
    choose(null);
    shows("The words of this page are made by the program: select them where they stand.", "wrong");
    return;
  }
  const lead = range.toString().indexOf(words[0]);
  const inner = range.commonAncestorContainer;
  const block = (inner.nodeType === Node.TEXT_NODE ? inner.parentElement : inner).closest?.(BLOCK);
  // a text may begin on the cover's page
  const from = range.startContainer.nodeType === Node.TEXT_NODE ? range.startContainer.parentElement : range.startContainer;
  const place = page.file && from.closest?.(".text") ? page.file : "";
  const given = { words, slide: page.source, place, before: "", after: "" };
  if (block) {
    given.before = text_between(block, 0, range.startContainer, range.startOffset) + range.toString().slice(0, lead);
    given.after = text_between(range.endContainer, range.endOffset, block, block.childNodes.length);
  }
  given.all = Boolean(block) && !given.before.trim() && !given.after.trim();
  choose(given);
}

/** Put words into the form, or clear it. */
function choose(given) {
  picked = given;
  form.elements.words.value = given?.words ?? "";
  form.elements.whole.checked = false;
  form.elements.words.disabled = readOnly;
  if (given) form.elements.slide.value = given.place || String(given.slide);
  parts([]);
  find();
}

/** Return what the form asks for now: words that were typed stand anywhere on their slide. */
function asked() {
  const words = form.elements.words.value.trim();
  const where = home();
  if (picked && picked.slide === where.slide && (picked.place ?? "") === where.place && (picked.words === words || picked.path)) return { ...picked, words };
  return { words, ...where };
}

/** Return the slide or the text that the form names. */
function home() {
  const value = form.elements.slide.value;
  return value.endsWith(".md") ? { slide: 0, place: value } : { slide: Number(value), place: "" };
}

/** Offer the parts around the words of a text: paragraph, entry, row, section; keep the one that was chosen. */
function parts(wholes) {
  const choice = form.elements.part;
  const kept = choice.value;
  choice.replaceChildren(element("option", { value: "", textContent: "The words alone" }),
    ...wholes.map((row) => element("option", { value: row.place, textContent: `The whole ${row.what}` })));
  choice.value = wholes.some((row) => row.place === kept) ? kept : "";
  document.getElementById("of-text").hidden = !wholes.length;
  document.getElementById("of-slide").hidden = Boolean(home().place);
  if (home().place) form.elements.whole.checked = false;
}

function page_of(cell) {
  const row = cell?.closest(".row");
  return (view.told.get(cell?.dataset.edition)?.pages ?? []).find((page) => page.id === row?.id);
}

function slides() {
  const kept = form.elements.slide.value;
  const every = new Map([["0", "Cover"]]);
  for (const page of view.told.get(shown()[0])?.pages ?? []) {
    if (page.source && !every.has(String(page.source))) every.set(String(page.source), page.title ? `${called(page.source)}: ${page.title}` : called(page.source));
    if (page.file && !every.has(page.file)) every.set(page.file, page.title ? `${page.file}: ${page.title}` : page.file);
  }
  form.elements.slide.replaceChildren(...[...every].map(([value, words]) => element("option", { value, textContent: words })));
  if (every.has(kept)) form.elements.slide.value = kept;
}

function shows(content, kind = "") {
  const place = document.getElementById("picked");
  place.dataset.kind = kind;
  place.replaceChildren(...[content].flat());
  // in a narrow window the form is far below the pages
  const bar = document.getElementById("to-form");
  bar.hidden = !picked;
  bar.dataset.kind = kind;
  bar.firstChild.textContent = place.textContent;
}

let finding = 0;

/** Ask where the words stand, and show their sentence: what is shown is what will be marked. */
async function find() {
  const mine = ++finding;
  found = null;
  ready();
  if (form.elements.whole.checked) {
    const { slide } = home();
    const can = slide > 0;
    if (can) found = { slide };
    shows(can ? ["Will be marked: ", element("strong", { textContent: `the whole of ${called(slide)}` })] : "A cover is not withheld as a whole.", can ? "" : "wrong");
    return ready();
  }
  const wanted = asked();
  if (!wanted.words) {
    parts([]);
    shows("Select words on a page, or type them.");
    return ready();
  }
  shows("Looking for the words …");
  const done = await sent("find", wanted);
  if (mine !== finding || !done) return;
  if (done.problems.length) {
    const [row] = done.problems;
    parts([]);
    shows([element("strong", { textContent: `Cannot be marked: ${row.message}. ` }), row.hint], "wrong");
  } else {
    found = done.found;
    parts(found.wholes);
    tells_found();
  }
  ready();
}

/** Say what will be marked: the words in their sentence, or the part around them. */
function tells_found() {
  const chosen = form.elements.part.selectedOptions[0];
  const place = `${called_place(found)}: ${found.what}, ${base(found.file)}, line ${found.line}`;
  if (chosen?.value) {
    shows([element("span", { className: "quiet", textContent: "Will be marked: " }), element("strong", { textContent: chosen.textContent.toLowerCase() }),
      " with ", sentence(found.sentence), element("br"), element("span", { className: "quiet", textContent: chosen.value })]);
    return;
  }
  shows([element("span", { className: "quiet", textContent: "Will be marked: " }), sentence(found.sentence), element("br"),
    element("span", { className: "quiet", textContent: place })]);
}

function ready() {
  form.querySelector("button.main").disabled = readOnly || !found;
}

/** Return words in their sentence. */
function sentence(row) {
  const words = row.words || "withheld";
  return element("span", { className: "sentence" }, row.before, element("strong", { className: row.words ? "words" : "words absent-words", textContent: words }), row.after);
}

// What can be done -------------------------------------------------------------------------------

/** Send what is asked for; return what came of it, or nothing if the server is gone. */
async function sent(name, wanted) {
  const answer = await reached(`do/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ state: told?.state ?? "", ...wanted }),
  });
  if (!answer) return null;
  if (answer.status === 403) return { problems: [{ message: "this window is read-only" }] };
  if (answer.status !== 200 && answer.status !== 422) return { problems: [{ message: await answer.text() }] };
  return answer.json();
}

async function act(name, wanted) {
  const done = await sent(name, wanted);
  if (!done) return false;
  if (done.problems.length) return tell(done.problems);
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
function sure(slot, row) {
  const dialog = document.getElementById("sure");
  dialog.querySelector("h2").textContent = `Make ${slot} public text?`;
  document.getElementById("sure-words").replaceChildren(sentence(row));
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
  const link = element("button", { type: "button", className: "link", textContent: `${called_place(place)}: ${place.what}` });
  link.title = `${place.file}, line ${place.line}, column ${place.column}`;
  link.addEventListener("click", () => show(place, slot));
  return link;
}

/** Bring a place into sight in both editions, and point at its marker. */
function show(place, slot) {
  const rows = rows_of(place);
  const home = rows.find((one) => slot && markers(one, slot).length) ?? rows[0];
  if (!home) return;
  go(home.id);
  for (const [at, marker] of markers(home, slot).entries()) {
    // a text is one long sheet: its top may be far from the marker
    if (!at && place.file?.endsWith(".md")) marker.scrollIntoView({ block: "center" });
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
  const item = element("li", { id: `slot-${row.slot}`, tabIndex: -1 });
  const [first] = row.places;
  if (first) item.append(element("p", {}, sentence(first.sentence)));
  else if (row.inside && row.sentence.words) item.append(element("p", {}, sentence(row.sentence)));
  item.append(grounds(row));
  if (row.reason) item.append(element("p", { className: "quiet", textContent: row.reason }));
  const line = element("div", { className: "line" });
  for (const place of row.places) line.append(to_place(place, row.slot));
  if (row.inside) line.append(element("span", { className: "quiet", textContent: `inside ${row.inside}` }));
  else if (!first) line.append(element("span", { className: "quiet", textContent: "not used in the text" }));
  line.append(element("code", { textContent: row.slot }), element("span", { className: "tag", textContent: held }));
  if (row.held && first) {
    line.append(button("Release", `Release ${row.slot}: ${first.sentence.words || first.what}`, async () => {
      if (await sure(row.slot, first.sentence)) act("release", { slot: row.slot });
    }));
  }
  item.append(line);
  return item;
}

function of_mark(row, number) {
  const item = element("li", {}, element("p", {}, sentence(row.sentence)), grounds({ grounds: [{ id: row.ground, reference: "" }] }));
  const line = element("div", { className: "line" }, to_place(row.place));
  if (row.whole) line.append(element("span", { className: "tag", textContent: "as a whole" }));
  line.append(button("Remove mark", `Remove mark ${number}: ${row.sentence.words}`, () => act("unmark", { file: row.place.file, line: row.place.line, column: row.place.column })));
  item.append(line);
  return item;
}

/** A text that no page shows, with a button that puts it into the form. */
function of_published(row) {
  const item = element("li", {}, element("p", { className: "published", textContent: row.text }));
  const line = element("div", { className: "line" }, to_place(row.place));
  if (row.words) {
    line.append(button("Withhold …", `Withhold: ${row.place.what}, ${called_place(row.place)}`, () => {
      const place = base(row.place.file).endsWith(".md") ? base(row.place.file) : "";
      choose({ words: row.words, slide: row.place.slide, place, path: row.path, target: row.target });
      form.scrollIntoView({ block: "nearest" });
      form.elements.ground.focus();
    }));
  } else line.append(element("span", { className: "quiet", textContent: "cannot be withheld" }));
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
  section("published", "Published, and on no page", told.published.length, listed(told.published.map(of_published), "Nothing."));
  section("statement", "Statement of reasons", told.statement.length, told.statement.length ? statement(told.statement) : element("p", { className: "quiet", textContent: "No markers." }));
}

let asking = 0;

async function fetched() {
  const number = ++asking;
  const answer = await reached("review");
  if (!answer?.ok || number !== asking) return;
  const data = await answer.json();
  if (JSON.stringify(data) === JSON.stringify(told)) return;
  const focus = document.activeElement?.closest?.("#panel [id]")?.id;
  told = data;
  render();
  find();
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
  if (!found) return;
  const { slide } = home();
  const part = form.elements.part.value;
  let wanted = asked();
  if (form.elements.whole.checked) wanted = { words: "", slide, whole: true };
  else if (part) wanted = { words: "", slide: 0, place: part, whole: true };
  if (await act("withhold", { ...wanted, ground: form.elements.ground.value })) choose(null);
});

form.elements.whole.addEventListener("change", () => {
  form.elements.words.disabled = readOnly || form.elements.whole.checked;
  find();
});

form.elements.slide.addEventListener("change", () => {
  parts([]);
  find();
});

form.elements.part.addEventListener("change", () => {
  if (found) tells_found();
});

new IntersectionObserver(([one]) => {
  document.getElementById("to-form").classList.toggle("near", one.isIntersecting);
}).observe(form);

document.getElementById("to-form").addEventListener("click", () => {
  form.scrollIntoView({ block: "start" });
  form.elements.ground.focus({ preventScroll: true });
});

let typing = 0;
form.elements.words.addEventListener("input", () => {
  found = null;
  ready();
  clearTimeout(typing);
  typing = setTimeout(find, 200);
});

// a selection may end anywhere: also outside of the pages, and outside of the window
let origin = null;
pages.addEventListener("pointerdown", (event) => {
  origin = event.composedPath().find((part) => part instanceof ShadowRoot) ?? null;
});
for (const kind of ["pointerup", "pointercancel", "keyup"]) {
  window.addEventListener(kind, (event) => {
    const here = event.composedPath();
    const isInPage = here.some((part) => part instanceof ShadowRoot) || here.includes(pages);
    if (view.mode === "review" && (kind === "keyup" ? isInPage : origin || isInPage)) setTimeout(pick, 0);
    if (kind !== "keyup") origin = null;
  }, true);
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
    if (panel.hidden) choose(null);
    pages.hidden = view.mode === "changes";
    document.getElementById("thumbs").hidden = view.mode === "changes";
    document.getElementById("changes").hidden = view.mode !== "changes";
    document.getElementById("editions").hidden = view.mode !== "preview";
    document.dispatchEvent(new Event(view.mode === "changes" ? "changes" : "preview"));
    if (view.mode !== "changes") listen();
  });
}
