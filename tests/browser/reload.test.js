// `studium serve` shows a saved note in the open page.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { problemsOf, withPage } from "./lib/browser.js";
import { policy } from "./lib/policy.js";

const PATIENCE_MS = 15_000;

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

/** A port that was free a moment ago. */
async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** The address that the program prints once it listens. */
function printedAddress(child) {
  return new Promise((resolve, reject) => {
    let printed = "";
    const timer = setTimeout(() => reject(new Error(`no address within the time:\n${printed}`)), PATIENCE_MS);
    const listen = (chunk) => {
      printed += chunk;
      // With what follows it, since the number may come in two pieces.
      const [, found] = printed.match(/(http:\/\/127\.0\.0\.1:\d+)[/\s]/) ?? [];
      if (!found) return;
      clearTimeout(timer);
      resolve(`${found}/`);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`the program ended with ${code}:\n${printed}`)));
  });
}
