// Let open engines that are not Office draw files, and print as JSON what can be read of each.
//
// Usage: node engines.mjs CHROMIUM TOOLS FILE...
//   TOOLS: folder with node_modules. In Chromium, a document is drawn by docx-preview, a deck by pptx-preview,
//   and a PDF is read by pdf.js. Each FILE gives {text, tags}: tags are a PDF's structure, page by page.
//   With a folder in the environment's SHOTS, pictures of what was drawn go there.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const [chromium, tools, ...files] = process.argv.slice(2);
const require = createRequire(`${tools}/`);
const playwright = require("playwright-core");
const scripts = {
  docx: ["jszip/dist/jszip.min.js", "docx-preview/dist/docx-preview.min.js"],
  pptx: ["pptx-preview/dist/pptx-preview.umd.js"],
};

const code = (name) => readFileSync(`${tools}/node_modules/${name}`, "utf8");

/** Draw a file in this window. */
async function draw([kind, data]) {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const place = document.body.appendChild(document.createElement("div"));
  if (kind === "docx") {
    await window.docx.renderAsync(bytes, place, null, { useBase64URL: true });
  } else {
    await window.pptxPreview.init(place, { width: 960, height: 540 }).preview(bytes.buffer);
  }
  await new Promise((done) => setTimeout(done, 500));
  return document.body.innerText;
}

/** Read a PDF in this window: its text as it is extracted, and its structure. */
async function read([library, worker, data]) {
  const [main, other] = [library, worker].map((code) => URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const pdfjs = await import(main);
  pdfjs.GlobalWorkerOptions.workerSrc = other;
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const pdf = await pdfjs.getDocument({ data: bytes, verbosity: 0 }).promise;
  const pages = await Promise.all(Array.from({ length: pdf.numPages }, (_, at) => pdf.getPage(at + 1)));
  const texts = await Promise.all(pages.map((page) => page.getTextContent()));
  return {
    text: texts.map((page) => page.items.map((item) => item.str + (item.hasEOL ? "\n" : "")).join("")).join("\n"),
    tags: await Promise.all(pages.map((page) => page.getStructTree())),
  };
}

const browser = await playwright.chromium.launch({
  executablePath: chromium, headless: true, args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});
const seen = [];
for (const file of files) {
  const kind = file.split(".").at(-1);
  const page = await browser.newPage();
  await page.goto("about:blank");
  const data = readFileSync(file).toString("base64");
  if (kind === "pdf") {
    const library = ["pdf.min.mjs", "pdf.worker.min.mjs"].map((name) => code(`pdfjs-dist/legacy/build/${name}`));
    seen.push(await page.evaluate(read, [...library, data]));
  } else {
    for (const name of scripts[kind]) await page.addScriptTag({ content: code(name) });
    seen.push({ text: await page.evaluate(draw, [kind, data]), tags: [] });
  }
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${basename(file)}.png`, fullPage: true });
  await page.close();
}
await browser.close();
console.log(JSON.stringify(seen));
