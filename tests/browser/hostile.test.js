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
import { serve } from "./lib/server.js";

const own = path.resolve(import.meta.dirname, "../hostile/vault");
const others = (process.env.STUDIUM_HOSTILE ?? "").split(path.delimiter).filter(Boolean);
const workplace = mkdtempSync(path.join(tmpdir(), "studium-hostile-"));
after(() => rmSync(workplace, { recursive: true, force: true }));

/** What somebody may look for who was told to paste it. */
const QUERIES = ["<img src=x onerror=window.__pwned=1>", '"><svg onload=window.__pwned=1>', "script", "pwned"];

for (const [number, vault] of [own, ...others].entries()) {
  test(`${path.basename(path.dirname(vault))}/${path.basename(vault)}: no page runs what its notes say`, async () => {
    const output = path.join(workplace, String(number));
    execFileSync(process.env.STUDIUM_BIN, ["build", vault, "-o", output, "-q"], { stdio: "ignore" });
    const base = await serve(output, "/");
    const pages = readdirSync(output, { recursive: true }).filter((name) => name.endsWith(".html"));
    assert.ok(pages.length > 0);
    await withPage({}, async (page) => {
      const breaches = [];
      page.on("dialog", async (dialog) => {
        breaches.push(`${page.url()}: a dialog says ${dialog.message()}`);
        await dialog.dismiss();
      });
      page.on("console", (message) => {
        if (/content security policy|trusted/i.test(message.text())) breaches.push(`${page.url()}: ${message.text()}`);
      });
      // What a note embeds from elsewhere is not fetched here.
      await page.route((url) => url.origin !== new URL(base).origin && url.protocol.startsWith("http"), (route) =>
        route.abort(),
      );
      const look = async (what) => {
        const ask = () =>
          page.evaluate(() => (typeof window.__pwned === "undefined" ? null : String(window.__pwned)));
        // A page that forwards may be gone while it is asked.
        const pwned = await ask().catch(() => page.waitForLoadState("load").then(ask));
        if (pwned !== null) breaches.push(`${page.url()}: ${what}: window.__pwned is ${pwned}`);
      };
      for (const name of pages) {
        const address = name.split(path.sep).map(encodeURIComponent).join("/");
        await page.goto(new URL(address, base).href, { waitUntil: "load" });
        await look("opened");
        await touch(page).catch(() => page.waitForLoadState("load"));
        await look("touched");
      }
      await page.goto(new URL("search/", base).href, { waitUntil: "load" });
      const field = page.locator("main input").first();
      for (const query of (await field.count()) ? QUERIES : []) {
        await field.fill(query);
        await page.waitForTimeout(400);
        await look(`asked for ${query}`);
      }
      assert.deepEqual(breaches, []);
    });
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
  await page.waitForTimeout(100);
}
