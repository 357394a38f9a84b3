// Open pages in Chromium and print what was seen as JSON: for each page, width and colour scheme.
//
// Usage: node look.mjs CHROMIUM TOOLS PROFILE JOB...
//   TOOLS: folder with node_modules. PROFILE: an empty folder for the browser's own files.
//   JOB: JSON {file, widths, schemes, forced, print, shots}; shots is a folder for pictures, or empty.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [chromium, tools, profile, ...jobs] = process.argv.slice(2);
const require = createRequire(`${tools}/`);
const playwright = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

/** What is wider than the page, and what can be read of it. */
function wide() {
  const most = document.documentElement.clientWidth;
  const over = [...document.querySelectorAll("body *")].filter((element) => {
    const box = element.getBoundingClientRect();
    return !element.closest(".scroll") && box.width > 0 && box.right > most + 0.5;
  });
  return {
    client: most,
    scroll: document.documentElement.scrollWidth,
    over: over.slice(0, 5).map((element) => `${element.tagName} ${element.className}`),
  };
}

/** What axe finds against the page, and what it could not decide. */
async function checked() {
  const found = await window.axe.run(document, {
    rules: { "target-size": { enabled: true } },
    resultTypes: ["violations", "incomplete"],
  });
  const told = (rows) => rows.flatMap((row) =>
    row.nodes.map((node) => `${row.id}: ${node.target.join(" ")}: ${node.any.map((a) => a.message).join("; ")}`));
  return { violations: told(found.violations), incomplete: told(found.incomplete) };
}

const context = await playwright.chromium.launchPersistentContext(profile, {
  executablePath: chromium, headless: true, args: flags,
});
const seen = [];
for (const job of jobs.map((text) => JSON.parse(text))) {
  const page = await context.newPage();
  const address = pathToFileURL(job.file).href;
  const requests = [];
  const messages = [];
  page.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith("data:")) requests.push(request.url());
  });
  page.on("console", (message) => messages.push(message.text()));
  for (const scheme of job.schemes) {
    await page.emulateMedia({ colorScheme: scheme, forcedColors: job.forced ? "active" : "none" });
    await page.goto(address);
    await page.evaluate(axe);
    for (const width of job.widths) {
      await page.setViewportSize({ width, height: 900 });
      const size = await page.evaluate(wide);
      const rules = await page.evaluate(checked);
      seen.push({ file: job.file, scheme, width, ...size, ...rules });
      if (job.shots) {
        const name = job.file.split("/").pop().replace(".html", "");
        await page.screenshot({ path: `${job.shots}/${name}-${scheme}-${width}.png`, fullPage: true });
      }
    }
  }
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  if (job.print) await page.pdf({ path: job.print, preferCSSPageSize: true });
  seen.push({ file: job.file, requests, messages });
  await page.close();
}
await context.close();
process.stdout.write(JSON.stringify(seen));
