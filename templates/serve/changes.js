// This dossier against what was last handed out: words that went and came, and both pages as they are drawn.

import { element, reached, say } from "./view.js";

const form = document.getElementById("compare");
const choice = form.elements.package;
const compared = document.getElementById("compared");
const list = document.getElementById("differences");
/** Words of a stretch that stayed which are shown beside those that went or came. */
const AROUND = 12;

let given_up = null; // ends a build that nobody waits for any more

async function packages() {
  const answer = await reached("packages");
  if (!answer) return;
  const found = await answer.json();
  if (!answer.ok) return told(found.lines);
  const kept = choice.value;
  choice.replaceChildren(...found.map((row) => element("option", { value: row.name, textContent: row.words })));
  if (found.some((row) => row.name === kept)) choice.value = kept;
  form.hidden = !found.length;
  if (!found.length) told(["Nothing of this dossier was handed out yet. A package is made by the command dossier dist."]);
  else if (!list.children.length) told(["Choose a package, then compare. The PDF of the moment is built for it, which takes a few seconds."]);
}

function told(lines) {
  compared.textContent = lines.join("\n");
}

/** Return what a stretch shows: all that went or came, and of what stayed the words beside them. */
function shortened(stretch, isFirst, isLast) {
  const words = stretch.text.split(" ");
  if (stretch.how !== "same" || words.length <= 2 * AROUND) return stretch.text;
  const start = isFirst ? "" : words.slice(0, AROUND).join(" ");
  const end = isLast ? "" : words.slice(-AROUND).join(" ");
  return `${start} … ${end}`.trim();
}

function text(page) {
  const block = element("p", { className: "text" });
  page.words.forEach((stretch, at) => {
    const words = shortened(stretch, at === 0, at === page.words.length - 1);
    if (stretch.how === "same") block.append(`${words} `);
    else {
      const name = stretch.how === "gone" ? "del" : "ins";
      const spoken = element("span", { className: "hidden", textContent: stretch.how === "gone" ? "deleted: " : "inserted: " });
      const end = element("span", { className: "hidden", textContent: stretch.how === "gone" ? " end of deletion" : " end of insertion" });
      block.append(element(name, {}, spoken, words, end), " ");
    }
  });
  return block;
}

function picture(page, side) {
  const number = page[side];
  const caption = element("figcaption", { textContent: side });
  if (number === null) return element("figure", {}, caption, element("p", { className: "quiet", textContent: side === "before" ? "This page is new." : "This page is gone." }));
  const address = `changes/${encodeURIComponent(choice.value)}/${side}-${number}.png?${Date.now()}`;
  return element("figure", {}, caption, element("img", { src: address, alt: `${page.label} ${side}; its words stand below`, loading: "lazy" }));
}

function difference(page) {
  const what = page.before === null ? "new" : page.after === null ? "gone" : "changed";
  return element("section", { className: "difference" },
    element("h2", {}, `${page.label}: ${page.title} `, element("span", { className: "tag", textContent: what })),
    element("div", { className: "sides" }, picture(page, "before"), picture(page, "after")), text(page));
}

async function compare() {
  told(["Building the PDF of the moment, and comparing …"]);
  say("Comparing …");
  list.replaceChildren();
  given_up?.abort();
  given_up = new AbortController();
  const answer = await reached(`changes/${encodeURIComponent(choice.value)}`, { signal: given_up.signal });
  if (!answer) return;
  const found = await answer.json();
  if (!answer.ok) {
    told(found.lines);
    say("Nothing was compared", "wrong");
    return;
  }
  const changed = found.filter((page) => !page.same);
  list.replaceChildren(...changed.map(difference));
  const same = found.length - changed.length;
  const pages = (count) => (count === 1 ? "1 page" : `${count} pages`);
  told([changed.length ? `${pages(changed.length)} changed, came or went; the words of ${pages(same)} are the same.` : `The words of all ${pages(same)} are the same.`]);
  say("Compared");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  compare();
});
document.addEventListener("changes", packages);
document.addEventListener("preview", () => given_up?.abort());
