// The walk: a real Chromium goes through the pages of a running server as a stranger would.
// BASE_URL names the server, CHROMIUM the browser. Every step prints `ok` or `not ok`; the last
// line is `N passed, N failed`; screenshots are kept in test-results.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const base = (process.env.BASE_URL ?? "http://127.0.0.1:8080").replace(/\/$/, "");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const shots = fileURLToPath(new URL("../test-results/", import.meta.url));
// Pictures of an earlier walk would be mistaken for those of this one.
rmSync(shots, { recursive: true, force: true });
mkdirSync(shots, { recursive: true });

const widths = [
  { name: "wide", width: 1440, height: 900 },
  { name: "narrow", width: 390, height: 844 },
];

let passed = 0;
let failed = 0;

class Walk {
  constructor(page, size) {
    this.page = page;
    this.size = size;
    this.shot = 0;
    this.troubles = [];
    /** Answers of 4xx that a step expects. */
    this.expectRefusal = false;
    page.on("pageerror", (error) => this.troubles.push(`script error: ${error.message}`));
    page.on("console", (message) => {
      if (message.type() === "error" && !/Failed to load resource/.test(message.text())) this.troubles.push(`console: ${message.text()}`);
    });
    page.on("response", (response) => {
      const wrong = response.status() >= 500 || (response.status() >= 400 && !this.expectRefusal);
      if (wrong) this.troubles.push(`HTTP ${response.status()} ${response.url()}`);
    });
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(`${base}/`) && !/^(data|blob|about):/.test(url)) this.troubles.push(`request to elsewhere: ${url}`);
    });
  }

  async step(name, run) {
    const title = `${this.size.name} ${this.size.width}: ${name}`;
    const before = this.troubles.length;
    try {
      await run();
      const over = await this.page.evaluate(() => {
        const wide = document.documentElement.scrollWidth - window.innerWidth;
        if (wide <= 0) return "";
        const all = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1);
        return `${wide} px wider than the window: ${all.slice(0, 3).map((one) => `${one.tagName.toLowerCase()}.${one.className}`).join(", ")}`;
      });
      if (over !== "") throw new Error(`the page is cut, ${over}`);
      if (this.troubles.length > before) throw new Error(this.troubles.slice(before).join("; "));
      passed += 1;
      console.log(`ok ${title}`);
    } catch (error) {
      failed += 1;
      console.log(`not ok ${title}\n    ${String(error?.message ?? error).split("\n").slice(0, 6).join("\n    ")}`);
      await this.picture(`failed-${name}`);
    }
  }

  async picture(name) {
    this.shot += 1;
    const file = `${this.size.name}-${String(this.shot).padStart(2, "0")}-${name.replace(/[^\w-]+/g, "-")}.png`;
    await this.page.screenshot({ path: join(shots, file) }).catch(() => undefined);
  }

  async total() {
    const count = this.page.locator(".count[data-total]:not([data-total=''])");
    await count.waitFor({ timeout: 10_000 });
    return Number(await count.getAttribute("data-total"));
  }
}

function check(condition, message) {
  if (!condition) throw new Error(message);
}

/** Runs in the page: visible words whose contrast is below 4.5, or 3 for large ones. */
function faintWords() {
  const channels = (color) => (color.match(/[\d.]+/g) ?? ["0", "0", "0", "0"]).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const out = [];
  for (const one of document.querySelectorAll("body *")) {
    const own = [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent.trim()).join("");
    if (own === "" || one.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) === false) continue;
    if (one.closest(".editor-under, .skip, [disabled], .hidden, noscript, script, style") !== null) continue;
    const style = getComputedStyle(one);
    let ground = [255, 255, 255];
    for (let up = one; up !== null; up = up.parentElement) {
      const color = channels(getComputedStyle(up).backgroundColor);
      if (color.length < 4 || color[3] > 0.99) {
        if (getComputedStyle(up).backgroundColor !== "rgba(0, 0, 0, 0)") {
          ground = color;
          break;
        }
      }
    }
    const [a, b] = [light(channels(style.color)), light(ground)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = Number.parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5) - 0.005) out.push(`${own.slice(0, 20)} (${one.className || one.tagName}) ${ratio.toFixed(2)}`);
  }
  return out;
}

/** The marks of a page: how many, and whether every one has a ground and an underline. */
function marksOf(page, scope) {
  return page.locator(`${scope} mark`).evaluateAll((all) => ({
    count: all.length,
    texts: [...new Set(all.map((one) => one.textContent ?? ""))],
    plain: all.filter((one) => {
      const style = getComputedStyle(one);
      return style.backgroundColor === "rgba(0, 0, 0, 0)" || style.textDecorationLine === "none";
    }).length,
    looks: new Set(all.map((one) => getComputedStyle(one).textDecoration + getComputedStyle(one).backgroundColor)).size,
  }));
}

async function walk(browser, size) {
  const { page } = browser;
  await page.setViewportSize({ width: size.width, height: size.height });
  const it = new Walk(page, size);
  const editor = page.locator("#query");
  const first = { key: "", display: "", total: 0 };

  await it.step("the first page opens in Chinese and offers queries", async () => {
    await page.goto(`${base}/`);
    await page.locator(".examples a").first().waitFor();
    check((await page.locator(".examples a").count()) >= 4, "fewer than four examples");
    check((await page.locator("html").getAttribute("lang")) === "zh-CN", "the page does not say that it is Chinese");
    await page.locator(".welcome .figure b").waitFor();
    await it.picture("first");
  });

  await it.step("the slash key leads into the query", async () => {
    await page.locator("body").press("/");
    check(await editor.evaluate((area) => area === document.activeElement), "the query has no focus");
    check((await editor.inputValue()) === "", "the slash was typed");
  });

  await it.step("Shift+Enter makes a line, Enter runs", async () => {
    await editor.fill("石墨烯 AND");
    const low = (await editor.boundingBox()).height;
    await editor.press("Shift+Enter");
    await page.keyboard.insertText("电池");
    check((await editor.inputValue()) === "石墨烯 AND\n电池", "no second line");
    check((await editor.boundingBox()).height > low + 8, "the editor did not grow");
    await editor.fill("石墨烯 AND 电池");
    await editor.press("Enter");
    first.total = await it.total();
    check(first.total > 0, "no hits for 石墨烯 AND 电池");
  });

  await it.step("the count, the reading and marked hits are shown", async () => {
    const hits = page.locator(".hits .hit");
    await hits.first().waitFor();
    check((await hits.count()) === Math.min(20, first.total), `${await hits.count()} rows for ${first.total} hits`);
    const marks = await marksOf(page, ".hits");
    check(marks.count > 0 && marks.plain === 0, `${marks.count} marks, ${marks.plain} of them without look`);
    check(marks.texts.some((text) => /石墨烯/.test(text)), "石墨烯 is not marked");
    check(marks.texts.some((text) => /电池|電池/.test(text)), "电池 is not marked");
    check(marks.looks >= 2, "the two concepts look the same");
    check(/石墨烯/.test(await page.locator(".normal code").innerText()), "the normal form is not shown");
    check(/\?q=/.test(page.url()), "the query is not in the address");
    await it.picture("results");
  });

  await it.step("the explanation shows a number at every node", async () => {
    await page.locator(".normal button").click();
    const nodes = page.locator(".query-tree .node");
    await nodes.nth(2).waitFor();
    const numbers = await page.locator(".query-tree .node .hits").allInnerTexts();
    check(Number(numbers[0].replace(/,/g, "")) === first.total, `the root says ${numbers[0]}, the count says ${first.total}`);
    check(numbers.filter((text) => /^\d/.test(text)).length >= 3, `numbers: ${numbers.join(" ")}`);
    await it.picture("explained");
    await page.locator(".normal button").click();
  });

  await it.step("a facet narrows the query and the count", async () => {
    await page.goto(`${base}/?q=${encodeURIComponent("石墨烯 OR 电池")}`);
    const before = await it.total();
    if (size.width < 900) await page.locator(".narrow-toggle").click();
    const rows = await page.locator(".facet").evaluateAll((facets) =>
      facets.flatMap((facet) =>
        [...facet.querySelectorAll("li .value")].map((value, index) => ({
          facet: facet.getAttribute("data-facet"),
          index,
          count: Number((value.querySelector(".count")?.textContent ?? "").replace(/,/g, "")),
        })),
      ),
    );
    check(rows.length > 2, "there are no facets");
    for (const row of rows) check(row.count > 0 && row.count <= before, `${row.facet} counts ${row.count} of ${before}`);
    await it.picture("facets");
    const smaller = rows.find((row) => row.count < before);
    check(smaller !== undefined, "no facet value is smaller than the result");
    const value = page.locator(`.facet[data-facet="${smaller.facet}"] li .value`).nth(smaller.index);
    await value.click();
    await page.waitForFunction((was) => document.querySelector(".count")?.getAttribute("data-total") !== "" && document.querySelector(".count")?.getAttribute("data-total") !== String(was), before);
    const after = await it.total();
    check(after === smaller.count, `the facet promised ${smaller.count}, the result has ${after}`);
    const q = await editor.inputValue();
    check(q.startsWith("(石墨烯 OR 电池) AND "), `the query reads ${q}`);
    await it.picture("narrowed");
    await page.goBack();
    await page.locator(`.count[data-total="${before}"]`).waitFor();
    check((await editor.inputValue()) === "石墨烯 OR 电池", "going back did not bring the query back");
  });

  await it.step("a facet narrows a query that was written in CQL", async () => {
    await page.goto(`${base}/?q=${encodeURIComponent("ti=电池")}&dialect=cql`);
    const before = await it.total();
    check(before > 0, "no hits for ti=电池 in CQL");
    if (size.width < 900) await page.locator(".narrow-toggle").click();
    const value = page.locator(".facet[data-facet=type] li .value, .facet[data-facet=office] li .value").last();
    const promised = Number((await value.locator(".count").innerText()).replace(/,/g, ""));
    await value.click();
    await page.waitForFunction(() => !location.search.includes("dialect=cql"));
    await page.locator(`.count[data-total="${promised}"]`).waitFor();
    await page.goto(`${base}/?q=${encodeURIComponent("石墨烯 OR 电池")}`);
    await page.locator(".hits .hit").first().waitFor();
  });

  await it.step("more hits are loaded, to the last", async () => {
    const total = await it.total();
    const hits = page.locator(".hits .hit");
    const had = await hits.count();
    if (total > had) {
      await page.locator(".more button").first().click();
      await page.waitForFunction((n) => document.querySelectorAll(".hits .hit").length > n, had);
      const more = await hits.count();
      check(more === Math.min(total, had + 20), `${more} rows after loading more`);
      if (total > more && total <= 2000) {
        await page.locator(".more button").nth(1).click();
        await page.waitForFunction((n) => document.querySelectorAll(".hits .hit").length === n, total, { timeout: 60_000 });
      }
      const keys = await hits.evaluateAll((all) => all.map((one) => one.getAttribute("data-key")));
      check(new Set(keys).size === keys.length, "a hit came twice");
    }
  });

  await it.step("order, unit and chosen documents", async () => {
    await page.goto(`${base}/?q=${encodeURIComponent("石墨烯 AND 电池")}`);
    await it.total();
    await page.locator(".sort select").selectOption("pd");
    await page.waitForFunction(() => location.search.includes("sort=pd"));
    await page.locator(".hits .hit").first().waitFor();
    const dates = await page.locator(".hits .hit").evaluateAll((all) => all.map((one) => [...one.querySelectorAll("time")].map((time) => time.dateTime)));
    check(dates.length > 0 && dates.every((list) => list.length > 0), "dates are missing");
    await page.locator(".tools .ant-segmented").first().locator(".ant-segmented-item").nth(1).click();
    await page.waitForFunction(() => location.search.includes("unit=family"));
    const families = await it.total();
    check(families > 0 && families <= first.total, `${families} families for ${first.total} documents`);
    await page.locator(".hits .hit input[type=checkbox]").first().check();
    await page.locator(".chosen-bar").waitFor();
    await it.picture("chosen");
    await page.locator(".chosen-bar > button").last().click();
    check((await page.locator(".chosen-bar").count()) === 0, "the choice stayed");
    await page.locator(".tools .menu button").click();
    const links = await page.locator(".menu-list a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
    check(["jsonl", "csv", "xlsx", "ris", "bibtex", "docdb"].every((format) => links.some((link) => link.includes(`format=${format}`))), "an export format is missing");
    const list = await page.locator(".menu-list").boundingBox();
    check(list.x >= 0 && list.x + list.width <= size.width, `the menu is cut: ${list.x} to ${list.x + list.width}`);
    await it.picture("export");
    await page.keyboard.press("Escape");
  });

  await it.step("keys walk the list; the preview opens and closes", async () => {
    await page.goto(`${base}/?q=${encodeURIComponent("石墨烯 AND 电池")}`);
    await page.locator(".hits .hit").first().waitFor();
    await page.locator("main").press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    check((await page.locator(".hit.active").getAttribute("data-index")) === "0", "j, j, k does not lead to the first hit");
    await page.keyboard.press("o");
    await page.locator(".preview h2").waitFor();
    await page.locator(".preview .skeleton").waitFor({ state: "detached" });
    await it.picture("preview");
    await page.keyboard.press("Escape");
    await page.locator(".preview").waitFor({ state: "detached" });
    await page.keyboard.press("?");
    await page.locator("dialog.keys[open]").waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog.keys").waitFor({ state: "detached" });
  });

  await it.step("a document opens with its bibliography and keeps the marks", async () => {
    const link = page.locator(".hits .hit h3 a").first();
    first.key = await page.locator(".hits .hit").first().getAttribute("data-key");
    first.display = await page.locator(".hits .hit .num").first().innerText();
    await link.click();
    await page.locator(".doc h1").waitFor();
    check((await page.locator(".doc-number").innerText()) === first.display, "another number than in the list");
    check((await page.locator(".bib > div").count()) >= 2, "no bibliography");
    const marks = await marksOf(page, ".doc");
    check(marks.count > 0 && marks.plain === 0, `${marks.count} marks in the document, ${marks.plain} without look`);
    check((await page.locator("#sources tbody tr").count()) >= 1, "no source is named");
    await page.locator(".doc-line .menu button").first().click();
    const list = await page.locator(".doc-line .menu-list").boundingBox();
    check(list.x >= 0 && list.x + list.width <= size.width, `the menu is cut: ${list.x} to ${list.x + list.width}`);
    await page.keyboard.press("Escape");
    await it.picture("document");
  });

  await it.step("going back finds the list as it was", async () => {
    await page.goBack();
    await page.locator(`.hits .hit[data-key="${first.key}"]`).waitFor({ timeout: 2000 });
    check((await it.total()) === first.total, "another count than before");
  });

  await it.step("a document shows its claims as a tree, folds and unfolds them", async () => {
    await page.goto(`${base}/?q=${encodeURIComponent("NCLM>=2")}`);
    check((await it.total()) > 0, "no document with two claims");
    await page.locator(".hits .hit h3 a").first().click();
    await page.locator(".claims .claim").nth(1).waitFor();
    const claims = await page.locator(".claims .claim").count();
    check((await page.locator(".claims .independent").count()) >= 1, "no independent claim");
    const tall = await page.locator(".claims .claim").evaluateAll((all) => all.every((one) => (one.textContent ?? "").length > 5));
    check(tall, "an empty claim");
    const fold = page.locator(".claim-fold").first();
    if ((await fold.count()) > 0) {
      await fold.click();
      check((await page.locator(".claims .claim").count()) < claims, "nothing was folded");
      await page.locator(".claim-fold").first().click();
      check((await page.locator(".claims .claim").count()) === claims, "not everything came back");
    }
    await page.locator("#claims").scrollIntoViewIfNeeded();
    await it.picture("claims");
    await page.goBack();
    await page.locator(".hits .hit").first().waitFor();
  });

  await it.step("a wrong query is underlined at its place and mended by its proposal", async () => {
    it.expectRefusal = true;
    await editor.fill("权力要求=石墨烯 AND 电池");
    await editor.press("Enter");
    await page.locator(".message.wrong").waitFor();
    check((await page.locator(".at-wrong").innerText()) === "权力要求", `underlined: ${await page.locator(".at-wrong").allInnerTexts()}`);
    // The underline stands under the words of the text area, not beside them.
    const [under, area] = [await page.locator(".at-wrong").boundingBox(), await editor.boundingBox()];
    check(under.x >= area.x && under.x < area.x + 40 && under.y >= area.y && under.y + under.height <= area.y + area.height + 2, "the underline is at another place than the words");
    await it.picture("wrong");
    await page.locator(".message.wrong .fix").click();
    await it.total();
    it.expectRefusal = false;
    const q = await editor.inputValue();
    check(!q.includes("权力要求") && q.endsWith("=石墨烯 AND 电池"), `after mending: ${q}`);
    check((await page.locator(".message.wrong").count()) === 0, "the message stayed");
  });

  await it.step("a distance in English finds and marks", async () => {
    await editor.fill("ta=(lithium 3W battery)");
    await editor.press("Enter");
    await page.waitForFunction(() => decodeURIComponent(location.search).includes("lithium"));
    check((await it.total()) > 0, "no hits for ta=(lithium 3W battery)");
    const marks = await marksOf(page, ".hits");
    check(marks.texts.some((text) => /lithium/i.test(text)), `marked: ${marks.texts.join(", ")}`);
    check(marks.texts.some((text) => /batter/i.test(text)), `marked: ${marks.texts.join(", ")}`);
  });

  await it.step("nothing found says what to do", async () => {
    await editor.fill("TI=齉龘灪麤纞");
    await editor.press("Enter");
    await page.locator(".nothing").waitFor();
    check((await it.total()) === 0, "hits for nonsense");
  });

  await it.step("the language switches and stays", async () => {
    await page.locator(".lang").click();
    check((await page.locator("html").getAttribute("lang")) === "en", "the page does not say that it is English");
    await page.goto(`${base}/?q=${encodeURIComponent("石墨烯 AND 电池")}`);
    await it.total();
    const words = await page.locator(".rooms li span").allInnerTexts();
    check(words.includes("Search") && words.includes("Numbers"), `the rooms read ${words.join(", ")}`);
    const chinese = await page.evaluate(() => {
      const parts = ["nav.rooms li", ".editor-foot", ".tools", ".facet h3", ".choose", ".more"];
      return parts.flatMap((part) => [...document.querySelectorAll(part)].map((one) => one.textContent ?? "")).filter((text) => /[\u4e00-\u9fff]/.test(text.replace("全链", "")));
    });
    check(chinese.length === 0, `Chinese words left: ${chinese.join(" | ")}`);
    await it.picture("english");
  });

  await it.step("numbers are read, check digits verified, documents found", async () => {
    await page.goto(`${base}/numbers`);
    const wide = Array.from(first.display, (char) => (/[0-9A-Z]/.test(char) ? String.fromCodePoint(char.codePointAt(0) + 0xfee0) : char)).join("");
    await page.locator("#numbers").fill(`${wide}\nZL 201710601862.9`);
    await page.locator(".numbers-form button[type=submit]").click();
    await page.locator(".readings tbody tr").nth(1).waitFor();
    check((await page.locator(".check.wrong").innerText()).includes("3"), "the right check digit is not said");
    check((await page.locator(`.matches [data-key="${first.key}"]`).count()) === 1, "the document was not found by its number in full width");
    await it.picture("numbers");
    await page.locator(`.matches [data-key="${first.key}"] a`).click();
    await page.locator(".doc h1").waitFor();
  });

  await it.step("a number that is not held says so", async () => {
    it.expectRefusal = true;
    await page.goto(`${base}/d/CN999999999A`);
    await page.locator(".doc.state h1").waitFor();
    await it.picture("not-found");
    await page.locator(".lang").waitFor();
    it.expectRefusal = false;
  });

  await it.step("classes open as a tree and lead to a search", async () => {
    await page.goto(`${base}/classes?symbol=H01`);
    await page.locator(".class-tree .symbol", { hasText: "H01M" }).first().waitFor();
    await it.picture("classes");
    await page.goto(`${base}/classes`);
    await page.locator(".class-tree .toggle").first().click();
    await page.locator(".class-tree ul .symbol").first().waitFor();
  });

  await it.step("loads balance; the query language is listed", async () => {
    await page.goto(`${base}/loads`);
    await page.locator(".loads-page tbody tr").first().waitFor();
    check((await page.locator(".loads-page .table-frame").first().locator(".wrong-text").count()) === 0, "a load does not balance");
    await it.picture("loads");
    await page.goto(`${base}/help`);
    await page.locator(".help-table tbody tr").nth(3).waitFor();
    await it.picture("help");
  });

  await it.step("labels, names and landmarks for those who hear the page", async () => {
    await page.goto(`${base}/?q=${encodeURIComponent("石墨烯 AND 电池")}`);
    await it.total();
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll("button, a, input, select, textarea")]
        .filter((one) => one.checkVisibility?.() !== false)
        .filter((one) => {
          const label = one.getAttribute("aria-label") ?? one.getAttribute("title") ?? "";
          const text = (one.textContent ?? "").trim();
          const labels = one.labels?.length ?? 0;
          const alt = one.querySelector("img[alt]")?.getAttribute("alt") ?? "";
          return label === "" && text === "" && labels === 0 && alt === "" && one.closest("label") === null;
        })
        .map((one) => one.outerHTML.slice(0, 90)),
    );
    check(nameless.length === 0, `without a name: ${nameless.join(" ")}`);
    for (const landmark of ["main", "nav", "header", "h1"]) check((await page.locator(landmark).count()) >= 1, `no ${landmark}`);
  });

  await it.step("words stand out from their ground by 4.5 to 1", async () => {
    for (const path of ["/", `/?q=${encodeURIComponent("石墨烯 AND 电池")}`, `/d/${first.key}?q=${encodeURIComponent("石墨烯 AND 电池")}`, "/loads", "/help"]) {
      await page.goto(base + path);
      await page.locator("h1").first().waitFor({ state: "attached" });
      await page.locator(".skeleton").first().waitFor({ state: "detached" });
      const faint = await page.evaluate(faintWords);
      check(faint.length === 0, `${path}: ${faint.slice(0, 5).join("; ")}`);
    }
  });

  await it.step("back to Chinese", async () => {
    await page.locator(".lang").click();
    check((await page.locator("html").getAttribute("lang")) === "zh-CN", "still English");
  });
}

for (const size of widths) {
  const folder = mkdtempSync(join(tmpdir(), "quanlian-walk-"));
  let context;
  try {
    context = await chromium.launchPersistentContext(folder, {
      executablePath,
      headless: true,
      locale: "zh-CN",
      viewport: { width: size.width, height: size.height },
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    context.setDefaultTimeout(10_000);
    await walk({ page: context.pages()[0] ?? (await context.newPage()) }, size);
  } catch (error) {
    failed += 1;
    console.log(`not ok ${size.name} ${size.width}: the browser\n    ${String(error?.message ?? error).split("\n").slice(0, 4).join("\n    ")}`);
  } finally {
    await context?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
