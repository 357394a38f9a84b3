// Drive one page of Chromium line by line: a JSON command on standard input, a JSON answer on standard output.
//
// Usage: node drive.mjs CHROMIUM TOOLS
//   Commands are arrays: a name and its arguments; see `commands` below. Answers: {value} or {error}.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [chromium, tools] = process.argv.slice(2);
const require = createRequire(`${tools}/`);
const playwright = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--host-resolver-rules=MAP rebound.example 127.0.0.1", // a name that was made to lead here
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const browser = await playwright.chromium.launch({ executablePath: chromium, headless: true, args: flags });
let context, page, seen;

/** Open an empty window that knows nothing of the one before: no cookie, no file of the cache. */
async function fresh() {
  await context?.close();
  context = await browser.newContext({ acceptDownloads: true });
  page = await context.newPage();
  page.setDefaultTimeout(20000);
  const heard = { requests: [], messages: [] };
  page.on("request", (request) => heard.requests.push(request.url()));
  page.on("response", (answer) => { if (answer.status() >= 400) heard.messages.push(`${answer.status()} ${answer.url()}`); });
  page.on("console", (message) => heard.messages.push(message.text()));
  page.on("pageerror", (error) => heard.messages.push(String(error)));
  seen = heard;
}

/** What axe finds against the window, trees in trees included. */
async function checked() {
  const found = await window.axe.run(document, { rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] });
  return found.violations.flatMap((row) => row.nodes.map((node) => `${row.id}: ${node.target.flat().join(" ")}: ${node.failureSummary}`));
}

const commands = {
  fresh,
  goto: async (address) => (await page.goto(address)).status(),
  url: async () => page.url(),
  eval: async (code) => page.evaluate(code),
  wait: async (code, timeout = 20000) => {
    // not waitForFunction: the policy of the page lets no words become a script
    const end = Date.now() + timeout;
    while (!(await page.evaluate(code).catch(() => false))) {
      if (Date.now() > end) throw new Error(`in vain: ${code}`);
      await new Promise((done) => setTimeout(done, 20));
    }
  },
  click: async (selector) => page.click(selector),
  twice: async (x, y) => page.mouse.dblclick(x, y),
  drag: async (fromX, fromY, toX, toY) => {
    await page.mouse.move(fromX, fromY);
    await page.mouse.down();
    await page.mouse.move(toX, toY, { steps: 8 });
    await page.mouse.up();
  },
  tab: async (address) => { // one more window; its number
    const other = await context.newPage();
    await other.goto(address);
    return context.pages().indexOf(other);
  },
  shut: async (number) => context.pages()[number].close(),
  at: async (number, code) => context.pages()[number].evaluate(code),
  press: async (key) => page.keyboard.press(key),
  fill: async (selector, text) => page.fill(selector, text),
  select: async (selector, value) => { await page.selectOption(selector, value); },
  size: async (width, height) => page.setViewportSize({ width, height }),
  scheme: async (colorScheme) => page.emulateMedia({ colorScheme }),
  shot: async (path, fullPage = false) => { await page.screenshot({ path, fullPage }); },
  seen: async () => seen,
  axe: async () => { await page.evaluate(axe); return page.evaluate(checked); },
  download: async (selector, path) => {
    const [download] = await Promise.all([page.waitForEvent("download", { timeout: 120000 }), page.click(selector)]);
    await download.saveAs(path);
    return download.suggestedFilename();
  },
  cookies: async () => context.cookies(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...rest] = JSON.parse(line);
  let answer;
  try {
    answer = { value: (await commands[name](...rest)) ?? null };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
