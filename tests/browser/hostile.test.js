// Notes that try to run a script: nothing runs, and nothing even tries.
//
// STUDIUM_HOSTILE names folders with more such vaults, with `:` between them.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import { withPage } from "./lib/browser.js";
import { writeHostileVault } from "./lib/hostile.js";
import { serve } from "./lib/server.js";

const workplace = mkdtempSync(path.join(tmpdir(), "studium-hostile-"));
after(() => rmSync(workplace, { recursive: true, force: true }));

/** What somebody may look for who was told to paste it. */
const QUERIES = ["<img src=x onerror=window.__pwned=1>", '"><svg onload=window.__pwned=1>', "script", "pwned", "body"];

const written = path.join(workplace, "attacks");
const attacks = writeHostileVault(written);
const vaults = [
  { vault: path.resolve(import.meta.dirname, "../hostile/vault"), queries: QUERIES },
  { vault: written, queries: [...QUERIES, ...attacks.map((attack) => attack.slice(0, 80))] },
  ...(process.env.STUDIUM_HOSTILE ?? "").split(path.delimiter).filter(Boolean).map((vault) => ({ vault, queries: QUERIES })),
];

for (const [number, { vault, queries }] of vaults.entries()) {
  test(`${path.basename(path.dirname(vault))}/${path.basename(vault)}: no page runs what its notes say`, async () => {
    const output = path.join(workplace, `site-${number}`);
    execFileSync(process.env.STUDIUM_BIN, ["build", vault, "-o", output, "-q"], { stdio: "ignore" });
    const base = await serve(output, "/");
    const pages = readdirSync(output, { recursive: true }).filter((name) => name.endsWith(".html"));
    assert.ok(pages.length > 0);
    let touched = 0;
    await withWatchedPage(base, async (page, look) => {
      for (const name of pages) {
        const address = name.split(path.sep).map(encodeURIComponent).join("/");
        await page.goto(new URL(address, base).href, { waitUntil: "load" });
        await look("opened");
        touched += await touch(page).catch(() => page.waitForLoadState("load").then(() => 0));
        await look("touched");
      }
    });
    // A page that forwards at once, or that a link left, cannot be touched; most can.
    assert.ok(touched > pages.length / 2, `${touched} of ${pages.length} pages were touched`);
    await withWatchedPage(base, async (page, look) => {
      await page.goto(new URL("search/", base).href, { waitUntil: "load" });
      const field = page.locator("main input").first();
      await field.waitFor();
      for (const query of queries) {
        await field.fill(query);
        await page.waitForTimeout(120);
        await look(`asked for ${query}`);
      }
      await page.goto(new URL(`search/?q=${encodeURIComponent(QUERIES[0])}`, base).href, { waitUntil: "load" });
      await page.waitForTimeout(400);
      await look("asked by the address");
    });
    if (vault === written) {
      await withWatchedPage(base, async (page, look) => {
        await page.goto(new URL("home/", base).href, { waitUntil: "load" });
        const links = page.locator("[data-note-body] a.internal-link[href]");
        const count = await links.count();
        assert.ok(count >= attacks.length, `${count} links`);
        let cards = 0;
        for (let index = 0; index < count; index += 1) {
          cards += await hover(links.nth(index));
          await look(`hovered link ${index}`);
        }
        assert.ok(cards > count / 2, `${cards} cards over ${count} links`);
      });
    }
  });
}

/** Opens a page that notices what it must not do, and in which nothing waits for long. */
async function withWatchedPage(base, act) {
  await withPage({}, async (page) => {
    const breaches = [];
    page.on("dialog", async (dialog) => {
      breaches.push(`${page.url()}: a dialog says ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on("console", (message) => {
      if (/content security policy|trusted/i.test(message.text())) breaches.push(`${page.url()}: ${message.text()}`);
    });
    await page.addInitScript(() => {
      const { setTimeout } = window;
      window.setTimeout = (act, wait, ...rest) => setTimeout(act, Math.min(wait ?? 0, 20), ...rest);
    });
    // What a note embeds from elsewhere is not fetched here.
    await page.route((url) => url.origin !== new URL(base).origin && url.protocol.startsWith("http"), (route) =>
      route.abort(),
    );
    const look = async (what) => {
      const ask = () => page.evaluate(() => (typeof window.__pwned === "undefined" ? null : String(window.__pwned)));
      // A page that forwards may be gone while it is asked.
      const pwned = await ask().catch(() => page.waitForLoadState("load").then(ask));
      if (pwned !== null) breaches.push(`${page.url()}: ${what}: window.__pwned is ${pwned}`);
    };
    await act(page, look);
    assert.deepEqual(breaches, []);
  });
}

/** Points at a link and waits for its card. Returns 1 when it came. */
function hover(link) {
  return link.evaluate(async (element) => {
    element.scrollIntoView({ block: "center" });
    await new Promise((done) => requestAnimationFrame(done));
    element.dispatchEvent(new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" }));
    for (let round = 0; round < 40; round += 1) {
      await new Promise((done) => setTimeout(done, 10));
      if (document.querySelector(".card:popover-open") && element.hasAttribute("aria-describedby")) return 1;
    }
    return 0;
  });
}

/** Does to every element of the note what a reader may do by accident, without leaving the page. */
async function touch(page) {
  await page.evaluate(() => {
    document.addEventListener("click", (event) => {
      const address = event.target.closest("a")?.href ?? "";
      if (/^(https?|mailto):/.test(address)) event.preventDefault();
    });
    for (const element of document.querySelectorAll("main *")) {
      for (const name of ["mouseover", "mouseenter", "pointerover", "focus", "toggle", "animationstart"]) {
        element.dispatchEvent(new Event(name, { bubbles: true }));
      }
      element.focus?.({ preventScroll: true });
    }
    for (const link of document.querySelectorAll("[data-note-body] a")) link.click();
  });
  await page.waitForTimeout(60);
  return 1;
}
