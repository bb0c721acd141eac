// `studium serve` shows a saved note in the open page.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { problemsOf, withPage } from "./lib/browser.js";
import { policy } from "./lib/policy.js";
import { PATIENCE_MS, freePort, printedAddress } from "./lib/preview.js";

let vault;
let server;
let address;

before(async () => {
  vault = mkdtempSync(path.join(tmpdir(), "studium-serve-"));
  write("index.md", "# Harbour\n\nSee the [[Tide table]].\n");
  write("Tide table.md", "High water at noon.\n");
  const port = await freePort();
  server = spawn(process.env.STUDIUM_BIN, ["serve", vault, "-p", String(port)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  address = await printedAddress(server);
});

after(() => {
  server?.kill();
  rmSync(vault, { recursive: true, force: true });
});

test("a saved note appears in the open page", async () => {
  await withPage({}, async (page) => {
    const problems = await problemsOf(page, address);
    const response = await page.goto(new URL("tide-table/", address).href);
    assert.equal(response.headers()["content-security-policy"], policy());
    await page.getByText("High water at noon.").waitFor();

    write("Tide table.md", "Low water at dusk.\n");
    await page.getByText("Low water at dusk.").waitFor({ timeout: PATIENCE_MS });

    assert.equal(await page.getByText("High water at noon.").count(), 0);
    assert.deepEqual(problems, []);
  });
});

test("a page whose link gains a target is drawn anew", async () => {
  await withPage({}, async (page) => {
    write("index.md", "# Harbour\n\nSee the [[Tide table]] and the [[Pilot book]].\n");
    await page.goto(address);
    await page.locator("[data-note-body] .broken").waitFor({ timeout: PATIENCE_MS });

    write("Pilot book.md", "Keep north of the buoy.\n");
    await page.locator("[data-note-body] .broken").waitFor({ state: "detached", timeout: PATIENCE_MS });
    await page.getByRole("link", { name: "Pilot book" }).first().click();
    await page.getByText("Keep north of the buoy.").waitFor();
  });
});

test("a name that two notes bear is told with both, and with the one that was taken", async () => {
  await withPage({}, async (page) => {
    write("north/Buoy.md", "Red.\n");
    write("south/Buoy.md", "Green.\n");
    write("index.md", "# Harbour\n\nMind the [[Buoy]].\n");
    await page.goto(address);
    await page.locator(".studium-bar button").first().click({ timeout: PATIENCE_MS });
    const row = page.locator(".studium-panel li").filter({ hasText: "ambiguous-link" });
    await row.waitFor({ timeout: PATIENCE_MS });
    const told = await row.textContent();
    assert.match(told, /index\.md:3:\d+/);
    assert.ok(told.includes("north/Buoy") && told.includes("south/Buoy"), told);
    const link = page.locator("[data-note-body] a").filter({ hasText: "Buoy" });
    const taken = await link.getAttribute("href", { timeout: PATIENCE_MS });
    assert.ok(told.includes(`leads to \`${taken.includes("north") ? "north" : "south"}/Buoy.md\``), told);
  });
});

function write(name, text) {
  const file = path.join(vault, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}
