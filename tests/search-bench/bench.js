// Measures the search of sites beside that of Pagefind: the same pages, host, browser and queries.
//
// In: STUDIUM_BIN, STUDIUM_CHROMIUM, and folders of notes as `name=folder` or `name=folder:1000` for so many
// of its notes, evenly spread. Out: a table in Markdown for each folder. `README.md` says what is measured.

import { execFileSync } from "node:child_process";
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

import { pagefind, studium } from "./engines.js";
import { pagesOf, writeDocuments, writeForPagefind } from "./pages.js";
import { queriesOf } from "./queries.js";
import { serve, sizeOf } from "./server.js";

const DELAY = 40;
const SHOWN = 5;
const SEARCHED = 10;
const EACH = Number(process.env.BENCH_EACH ?? 50);
const TIMED = Number(process.env.BENCH_TIMED ?? 24);

const workplace = mkdtempSync(path.join(tmpdir(), "studium-search-bench-"));
process.on("exit", () => rmSync(workplace, { recursive: true, force: true }));

const browser = await chromium.launch({
  executablePath: process.env.STUDIUM_CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
for (const wish of process.argv.slice(2)) {
  const [, name, folder, number] = wish.match(/^([^=]+)=(.+?)(?::(\d+))?$/) ?? [];
  if (!folder) throw new Error(`not name=folder or name=folder:number: ${wish}`);
  await measure(name, folder, Number(number ?? 0));
}
await browser.close();

async function measure(name, folder, number) {
  const notes = path.join(workplace, name, "notes");
  const site = path.join(workplace, name, "site");
  const other = path.join(workplace, name, "pagefind");
  spread(folder, notes, number);
  timed(`build ${name}`, () => run(process.env.STUDIUM_BIN, ["build", notes, "-o", site, "--quiet"]));
  const pages = pagesOf(site);
  writeForPagefind(other, pages);
  const program = path.join(import.meta.dirname, "node_modules", ".bin", "pagefind");
  timed(`pagefind ${name}`, () => run(program, ["--site", other, "--quiet"]));
  const host = await serve({ studium: site, pagefind: other }, DELAY);
  const script = readdirSync(path.join(site, "assets")).find((file) => /^search_worker\.[^/]*js$/.test(file));
  const engines = [studium(`/studium/assets/${script}`), pagefind("/pagefind/pagefind/pagefind.js")];
  const queries = queriesOf(pages, EACH);
  const all = Object.values(queries).flat();
  const sample = all.filter((_, place) => place % Math.ceil(all.length / TIMED) === 0).map(({ query }) => query);
  if (process.env.BENCH_DOCUMENTS) {
    mkdirSync(process.env.BENCH_DOCUMENTS, { recursive: true });
    writeDocuments(path.join(process.env.BENCH_DOCUMENTS, `${name}.jsonl`), pages);
    writeFileSync(path.join(process.env.BENCH_DOCUMENTS, `${name}.txt`), sample.join("\n"));
  }
  const rows = [];
  for (const engine of engines) {
    rows.push({ ...(await weigh(host, engine, sample)), found: await judge(host, engine, queries) });
  }
  host.close();
  const disk = [await diskOf(site, "search-index"), await diskOf(other, "pagefind")];
  console.log(table(name, pages.length, sample.length, rows, disk, queries));
}

/** Copies a folder, or so many of its notes, evenly spread, with nothing else. */
function spread(folder, to, number) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".md")).sort();
  const step = number ? Math.max(1, files.length / number) : 1;
  for (let at = 0; Math.floor(at) < files.length; at += step) {
    const file = files[Math.floor(at)];
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    cpSync(path.join(folder, file), path.join(to, file));
  }
  writeFileSync(path.join(to, "studium.toml"), '[site]\ntitle = "Bench"\ncontent = "."\n');
}

/** Bytes, requests and times: each query in a browser that has nothing, then all in one session, twice. */
async function weigh(host, engine, queries) {
  const first = [];
  for (const query of queries) {
    await withPage(host, async (page) => {
      const begun = performance.now();
      await engine.start(page);
      await engine.ask(page, query, SHOWN);
      first.push({ ms: performance.now() - begun, ...host.taken() });
    });
  }
  const next = [];
  const again = [];
  await withPage(host, async (page) => {
    await engine.start(page);
    await engine.ask(page, "zzqqzz", SHOWN);
    host.taken();
    for (const query of queries) {
      const { ms } = await engine.ask(page, query, SHOWN);
      next.push({ ms, ...host.taken() });
    }
    for (const query of [...queries, ...queries]) again.push(await engine.ask(page, query, SHOWN));
    host.taken();
  });
  return { first, next, again };
}

/** How many of the queries of each kind have what they want among the best. */
async function judge(host, engine, queries) {
  const found = {};
  await withPage(host, async (page) => {
    await engine.start(page);
    for (const [kind, list] of Object.entries(queries)) {
      let good = 0;
      for (const { query, wanted } of list) {
        const { hits } = await engine.ask(page, query, SEARCHED);
        const plain = hits.slice(0, SEARCHED).map((hit) => decodeURI(hit));
        if (wanted.some((address) => plain.includes(address))) good += 1;
        else if (process.env.BENCH_MISSED) console.error(engine.name, kind, query, wanted, plain.slice(0, 3));
      }
      found[kind] = list.length ? good / list.length : null;
    }
  });
  host.taken();
  return found;
}

async function withPage(host, look) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(host.base);
    host.taken();
    await look(page);
  } finally {
    await context.close();
  }
}

async function diskOf(folder, part) {
  const files = readdirSync(path.join(folder, part), { recursive: true, withFileTypes: true });
  const names = files.filter((file) => file.isFile()).map((file) => path.relative(folder, path.join(file.parentPath, file.name)));
  const engine = part === "pagefind" ? [] : ["search_engine.wasm"];
  return sizeOf(folder, [...names, ...readdirSync(folder, { recursive: true }).filter((file) => engine.includes(path.basename(file)))]);
}

function table(name, pages, timed, [ours, theirs], [disk, otherDisk], queries) {
  const mean = (list, of) => list.reduce((sum, one) => sum + of(one), 0) / list.length;
  const part = (list, of, share) => list.map(of).sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
  const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  const row = (what, a, b, show) => `| ${what} | ${show(a)} | ${show(b)} | ${b ? (a / b).toFixed(2) : "–"} |`;
  const of = (label, pick, show) => row(label, pick(ours), pick(theirs), show);
  const ms = (value) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  const share = (value) => (value === null ? "–" : value.toFixed(2));
  return [
    `\n### ${name}: ${pages} pages, ${timed} queries weighed\n`,
    "| | Studium | Pagefind | ratio |\n|---|---|---|---|",
    of("bytes of the first query, engine included", ({ first }) => mean(first, ({ bytes }) => bytes), kilo),
    of("bytes of the next query", ({ next }) => mean(next, ({ bytes }) => bytes), kilo),
    of("requests of the next query", ({ next }) => mean(next, ({ requests }) => requests), (value) => value.toFixed(1)),
    of("start and first query, median", ({ first }) => part(first, (one) => one.ms, 0.5), ms),
    of("next query, median", ({ next }) => part(next, (one) => one.ms, 0.5), ms),
    of("a query that fetches nothing, 95 of 100 below", ({ again }) => part(again, ({ compute }) => compute, 0.95), ms),
    row("on disk", disk.bytes, otherDisk.bytes, (value) => `${(value / 1e6).toFixed(2)} MB`),
    row("files", disk.files, otherDisk.files, String),
    ...Object.keys(queries).map((kind) => of(`found in ten: ${kind} (${queries[kind].length})`, ({ found }) => found[kind], share)),
  ].join("\n");
}

/** Runs a program. What it has to say of the notes is its author's affair, unless it fails. */
function run(program, words) {
  const said = path.join(workplace, "said.txt");
  const file = openSync(said, "w");
  try {
    execFileSync(program, words, { stdio: ["ignore", "ignore", file] });
  } catch (error) {
    console.error(readFileSync(said, "utf8").slice(-4000));
    throw error;
  } finally {
    closeSync(file);
  }
}

function timed(what, act) {
  const begun = performance.now();
  act();
  console.error(`${what}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
}
