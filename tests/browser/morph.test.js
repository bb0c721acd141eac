// `studium serve` changes an open page in place: what the reader did to it stays, and its scripts go on working.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { problemsOf, withPage } from "./lib/browser.js";
import { PATIENCE_MS, withPreview } from "./lib/preview.js";

const long = (name) => Array.from({ length: 40 }, (_, at) => `${name} ${at} goes on for a while.\n`).join("\n");
const note = (words) => `# Tides\n\n${long("Before")}\n${words}\n\n> [!note]- A fold\n> Inside of it.\n\n${long("After")}\n`;

/** Marks the page, so that one that was loaded anew is known. */
const mark = (page) => page.evaluate(() => (globalThis.isOld = true));
const isOld = (page) => page.evaluate(() => globalThis.isOld === true);
const shows = (page, words) => page.getByText(words).first().waitFor({ state: "attached", timeout: PATIENCE_MS });

test("what the reader did to a page survives a save", async () => {
  await withPreview({ "index.md": "[[Tides]]\n", "Tides.md": note("High water.") }, [], async ({ address, write }) => {
    await withPage({}, async (page) => {
      const problems = await problemsOf(page, address);
      await page.goto(new URL("tides/", address).href);
      await page.waitForLoadState("networkidle");
      await mark(page);
      await page.locator("details.callout summary, .callout summary").first().click();
      await page.getByText("After 30 goes").scrollIntoViewIfNeeded();
      await page.evaluate(() => {
        const text = [...document.querySelectorAll("[data-note-body] p")].find((p) => p.textContent.startsWith("After 30"));
        getSelection().selectAllChildren(text);
      });
      const place = () => page.getByText("After 30 goes").evaluate((text) => Math.round(text.getBoundingClientRect().top));
      const before = await place();

      // The same parts, a part more, and a part less.
      for (const words of ["Low water.", "Low water.\n\nAnd a new paragraph.", "Ebb."]) {
        write("Tides.md", note(words));
        await shows(page, words.split("\n").at(-1));
        assert.ok(await isOld(page), "the page was not loaded anew");
        assert.equal(await page.locator("details.callout[open], .callout details[open]").count(), 1, "the fold is open");
        assert.match(await page.evaluate(() => String(getSelection())), /^After 30 goes/);
        assert.ok(Math.abs((await place()) - before) < 4, `${await place()} is not ${before}`);
      }
      assert.equal(await page.getByText("And a new paragraph.").count(), 0);

      await page.keyboard.press("/");
      await page.locator("dialog[data-find] input").fill("ebb");
      write("Tides.md", note("Slack water at dusk."));
      await shows(page, "Slack water at dusk.");
      assert.equal(await page.locator("dialog[data-find] input").inputValue(), "ebb", "what was typed is still there");
      assert.ok(await isOld(page));
      // And the search that is open knows what was saved.
      await page.locator("dialog[data-find] input").fill("slack");
      await page.locator("dialog[data-find] .found a").first().waitFor({ timeout: PATIENCE_MS });
      assert.deepEqual(problems, []);
    });
  });
});

test("scripts look after what came into a page", async () => {
  const files = { "index.md": "Plain.\n", "Buoy.md": "Keeps north.\n", "Log.md": "# Log\n\n## One\n\nText.\n" };
  await withPreview(files, [], async ({ address, write }) => {
    await withPage({}, async (page) => {
      const problems = await problemsOf(page, address);
      await page.goto(new URL("log/", address).href);
      await page.waitForLoadState("networkidle");
      await mark(page);
      write("Log.md", "# Log\n\n## One\n\nSee the [[Buoy]].\n\n## Two\n\nMore.\n");
      await page.locator("[data-note-body] a.internal-link").waitFor({ timeout: PATIENCE_MS });
      await page.locator("[data-note-body] a.internal-link").hover();
      await page.locator("#studium-card").filter({ hasText: "Keeps north." }).waitFor();
      assert.equal(await page.locator('.about .outline a[href="#two"], .side .outline a[href="#two"]').first().count(), 1);
      // What another note says now is what its card says.
      await page.mouse.move(0, 0);
      await page.locator("#studium-card:popover-open").waitFor({ state: "detached" });
      write("Buoy.md", "Keeps south.\n");
      await page.waitForResponse((answer) => answer.url().includes("/diagnostics.json?"));
      await page.locator("[data-note-body] a.internal-link").hover();
      await page.locator("#studium-card").filter({ hasText: "Keeps south." }).waitFor();
      assert.ok(await isOld(page));
      assert.deepEqual(problems, []);
    });
  });
});

test("a style changes without a new page", async () => {
  const files = {
    "studium.toml": '[site]\ncontent = "content"\n[theme]\nname = "ours"\n',
    "content/index.md": "Plain words.\n",
    "themes/ours/theme.toml": "contract = 1\n",
    "themes/ours/styles/90-ours.css": "main { color: rgb(1, 2, 3); }\n",
  };
  await withPreview(files, [], async ({ address, write }) => {
    await withPage({}, async (page) => {
      const problems = await problemsOf(page, address);
      await page.goto(address);
      await page.waitForLoadState("networkidle");
      await mark(page);
      const colour = () => page.locator("main").evaluate((main) => getComputedStyle(main).color);
      assert.equal(await colour(), "rgb(1, 2, 3)");
      write("themes/ours/styles/90-ours.css", "main { color: rgb(4, 5, 6); }\n");
      await page.waitForFunction(() => getComputedStyle(document.querySelector("main")).color === "rgb(4, 5, 6)");
      assert.ok(await isOld(page));
      assert.deepEqual(problems, []);
    });
  });
});

test("--follow goes to the note that was saved", async () => {
  await withPreview({ "index.md": "[[Ebb]]\n", "Ebb.md": "Low.\n" }, ["--follow"], async ({ address, write }) => {
    await withPage({}, async (page) => {
      await page.goto(address);
      await page.waitForLoadState("networkidle");
      write("Ebb.md", "Lower.\n");
      await page.waitForURL(new URL("ebb/", address).href, { timeout: PATIENCE_MS });
      await shows(page, "Lower.");
      await page.waitForLoadState("networkidle");
      await mark(page);
      write("Ebb.md", "Lowest.\n");
      await shows(page, "Lowest.");
      assert.ok(await isOld(page), "who is there already stays");
      write("A note.md", "New.\n");
      await page.waitForURL(new URL("a-note/", address).href, { timeout: PATIENCE_MS });
    });
  });
});

test("what is wrong is told with the way to the editor, over the last good page", async () => {
  const config = '[site]\ncontent = "content"\n[serve]\neditor = "vscode"\n';
  const files = {
    "studium.toml": config,
    "content/index.md": "See [[Cahce]] here.\n",
    "content/Cache.md": "Fast.\n",
    "content/Other.md": "[[Nobody]]\n",
  };
  await withPreview(files, [], async ({ address, write, vault }) => {
    await withPage({}, async (page) => {
      await page.goto(address);
      const bar = page.locator(".studium-bar");
      await bar.locator("button").first().click({ timeout: PATIENCE_MS });
      await bar.getByText("1 on this page").waitFor();
      await bar.locator("h2").filter({ hasText: "On this page" }).waitFor();
      const row = bar.locator("h2:has-text('On this page') + ul li");
      assert.equal(await row.count(), 1);
      assert.match(await row.innerText(), /Cahce[\s\S]*index\.md:1:5[\s\S]*did you mean `\[\[Cache\]\]`/);
      assert.equal(await row.locator("a").getAttribute("href"), `vscode://file${vault}/content/index.md:1:5`);
      assert.match(await bar.locator("h2:has-text('Elsewhere') + ul").innerText(), /Other\.md:1:1/);

      await mark(page);
      write("studium.toml", `${config}port = "x"\n`);
      await bar.getByText("This is the last good site").waitFor({ timeout: PATIENCE_MS });
      assert.ok(await isOld(page));
      assert.equal(await page.getByText("here.").count(), 1, "the page is still there");
      assert.equal(await bar.locator("a").first().getAttribute("href"), `vscode://file${vault}/studium.toml:5:8`);
      write("studium.toml", config);
      await bar.getByText("This is the last good site").waitFor({ state: "detached", timeout: PATIENCE_MS });
    });
  });
});

test("drafts come and go while the page is open", async () => {
  const files = { "index.md": "See [[Plan]].\n", "Plan.md": "---\ndraft: true\n---\nNot yet.\n", "Kept.md": "---\nprivate: true\n---\nNever.\n" };
  await withPreview(files, [], async ({ address }) => {
    await withPage({}, async (page) => {
      await page.goto(address);
      const button = page.locator(".studium-bar .studium-drafts");
      await button.filter({ hasText: "Show 1 draft" }).click({ timeout: PATIENCE_MS });
      await page.locator("[data-note-body] a[href]").filter({ hasText: "Plan" }).waitFor({ timeout: PATIENCE_MS });
      await mark(page);
      await button.filter({ hasText: "View as reader" }).click({ timeout: PATIENCE_MS });
      await page.locator("[data-note-body] .broken").waitFor({ timeout: PATIENCE_MS });
      assert.ok(await isOld(page), "the page was not loaded anew");
      assert.equal((await page.request.get(new URL("plan/", address).href)).status(), 404);
      // Another site cannot ask for them: it cannot send the header, and a form of its own is refused.
      const foreign = await page.request.post(new URL("__studium/drafts/show", address).href);
      assert.equal(foreign.status(), 405);
      const origin = { "x-studium": "1", origin: "https://evil.example" };
      assert.equal((await page.request.post(new URL("__studium/drafts/show", address).href, { headers: origin })).status(), 405);
    });
  });
});

test("the library is the one that is named beside it", () => {
  const folder = path.resolve(import.meta.dirname, "../../src/serve/idiomorph");
  const sum = createHash("sha256").update(readFileSync(path.join(folder, "idiomorph.esm.js"))).digest("hex");
  assert.ok(readFileSync(path.join(folder, "README.md"), "utf8").includes(sum), `the file has the sum ${sum}`);
});

test("the findings of the open page are told in a vault with hundreds", async () => {
  const broken = Array.from({ length: 250 }, (_, at) => `[[Nobody ${at}]]\n\n`).join("");
  const files = { "index.md": "[[Zeal]] [[Log]]\n", "Log.md": broken, "Zeal.md": "See [[Absent]].\n" };
  await withPreview(files, [], async ({ address, write }) => {
    await withPage({}, async (page) => {
      await page.goto(new URL("zeal/", address).href);
      const bar = page.locator(".studium-bar");
      const toggle = bar.locator("button").first();
      await toggle.filter({ hasText: "251 errors · 1 on this page" }).click({ timeout: PATIENCE_MS });
      assert.match(await bar.locator("h2:has-text('On this page') + ul").innerText(), /Absent/);
      assert.equal(await bar.locator("li").count(), 200);
      await bar.getByText("and 51 more").waitFor();
      // What was closed stays closed on another page, until something else is wrong.
      await bar.locator(".studium-close").click();
      const told = page.waitForResponse((answer) => answer.url().includes("/diagnostics.json?page=%2Flog%2F"));
      await page.goto(new URL("log/", address).href);
      await told;
      await page.waitForLoadState("networkidle").catch(() => {});
      assert.equal(await bar.count(), 0);
      write("Log.md", `${broken}[[Nobody else]]\n`);
      await toggle.filter({ hasText: "252 errors · 251 on this page" }).waitFor({ timeout: PATIENCE_MS });
    });
  });
});

test("the bar speaks the language of its author", async () => {
  const files = { "studium.toml": '[site]\ncontent = "."\nlanguage = "ru"\n', "index.md": "[[Никто]]\n" };
  await withPreview(files, [], async ({ address }) => {
    await withPage({}, async (page) => {
      await page.goto(address);
      const bar = page.locator(".studium-bar");
      await bar.locator("button").first().filter({ hasText: "1 ошибка · на этой странице: 1" }).click({ timeout: PATIENCE_MS });
      await bar.locator("h2").filter({ hasText: "На этой странице" }).waitFor();
      assert.equal(await bar.getAttribute("lang"), "ru");
    });
  }, { LC_ALL: "C" });
});
