// Words that are withheld, or marked, and stand elsewhere unmarked: in red at their place, before any file is made.

import { called_place, element, go, reached, rows_of, view } from "./view.js";

const list = document.getElementById("unmarked");
const pages = document.getElementById("pages");
let rows = [];
let asking = 0;

function trees() {
  return [...pages.querySelectorAll(".row")].flatMap((row) =>
    [...row.querySelectorAll(".cell")].map((cell) => ({
      root: cell.querySelector(".paper")?.shadowRoot,
      page: (view.told.get(cell.dataset.edition)?.pages ?? []).find((one) => one.id === row.id),
    }))).filter(({ root, page }) => root && page);
}

/** Return where words stand in a page, but for those that are marked or withheld. */
function ranges(root, words) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(".withheld, [data-slot], .spoken, style") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const places = [];
  let text = "";
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (let at = 0; at < node.data.length; at += 1) places.push([node, at]);
    text += node.data;
  }
  const wanted = words.split(" ").map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+");
  return [...text.matchAll(new RegExp(wanted, "g"))].map((match) => {
    const range = document.createRange();
    range.setStart(...places[match.index]);
    const [node, at] = places[match.index + match[0].length - 1];
    range.setEnd(node, at + 1);
    return range;
  });
}

function painted() {
  if (!globalThis.Highlight) return;
  const found = [];
  for (const row of rows.filter((one) => one.words)) {
    const homes = new Set(rows_of(row).map((home) => home.id));
    for (const { root, page } of trees()) if (homes.has(page.id)) found.push(...ranges(root, row.words));
  }
  CSS.highlights.set("unmarked", new Highlight(...found));
}

function told() {
  list.hidden = !rows.length;
  const count = rows.length === 1 ? "Withheld words stand unmarked in one place" : `Withheld words stand unmarked in ${rows.length} places`;
  const items = rows.map((row) => {
    const place = row.what ? `${called_place(row)}: ${row.what}` : row.file;
    const link = element("button", { type: "button", className: "link", textContent: place });
    link.title = `${row.file}, line ${row.line}, column ${row.column}: ${row.message}; ${row.hint}`;
    link.addEventListener("click", () => {
      const [home] = rows_of(row);
      if (home) go(home.id);
    });
    return element("li", {}, link, row.words ? element("strong", { textContent: ` ${row.words}` }) : "");
  });
  list.replaceChildren(element("h2", { textContent: `${count}: mark them, or say in redactions.yaml why they may stand there.` }), element("ul", {}, ...items));
}

view.after.add(async () => {
  painted();
  const mine = ++asking;
  const answer = await reached("unmarked");
  if (!answer?.ok || mine !== asking) return;
  const data = await answer.json();
  if (JSON.stringify(data) !== JSON.stringify(rows)) {
    rows = data;
    told();
  }
  painted();
});
