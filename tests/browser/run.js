// Builds the sites, serves them, and runs the tests on them.
//
// In: STUDIUM_BIN, the program to test; STUDIUM_CHROMIUM, the browser; and words that choose test
// files by a part of their names, all files without any. Out: an exit code, 0 when all tests pass.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

import { serve } from "./lib/server.js";
import { vaults } from "./lib/vaults.js";

const folder = import.meta.dirname;
const words = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".test.js"))
  .filter((name) => words.length === 0 || words.some((word) => name.includes(word)))
  .map((name) => path.join(folder, name));

for (const name of ["STUDIUM_BIN", "STUDIUM_CHROMIUM"]) {
  if (!process.env[name]) fail(`set ${name}, or use \`cargo xtask ci browser\`, which does`);
  // Tests run elsewhere than here.
  process.env[name] = path.resolve(process.env[name]);
}
if (files.length === 0) fail(`no test file is called like ${words.join(" or ")}`);

const workplace = mkdtempSync(path.join(tmpdir(), "studium-browser-"));
process.on("exit", () => rmSync(workplace, { recursive: true, force: true }));
process.env.STUDIUM_CACHE = path.join(workplace, "cache");

const sites = [];
for (const vault of vaults()) {
  sites.push(await build(vault));
}
// The test files run in processes of their own and find the sites here; see lib/sites.js.
process.env.STUDIUM_SITES = JSON.stringify(sites);

run({ files, concurrency: Math.min(2, availableParallelism()), timeout: 20 * 60 * 1000 })
  .on("test:fail", () => {
    process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);

/** Builds one vault into a folder of its own and serves it, once at `/` and once below `/repo/`. */
async function build({ name, vault }) {
  const output = path.join(workplace, name);
  const root = await serve(output, "/");
  const prefixed = await serve(output, "/repo/");
  console.log(`studium build ${vault}`);
  try {
    execFileSync(process.env.STUDIUM_BIN, ["build", vault, "-o", output, "-u", prefixed], {
      stdio: ["ignore", "inherit", "inherit"],
    });
  } catch (error) {
    fail(`${name} cannot be built: ${error.message}`);
  }
  if (!existsSync(path.join(output, "index.html"))) fail(`${name} was built without a home page`);
  return { name, folder: output, root, prefixed };
}

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}
