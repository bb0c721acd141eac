// A site whose search a cluster answers: what is exported is found by what the page asks.
//
// The cluster is a few lines that know just enough of the query language of Quickwit and OpenSearch to
// find words in the exported documents, and that refuse whatever else they are asked.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import { withPage } from "./lib/browser.js";
import { serve } from "./lib/server.js";

const workplace = mkdtempSync(path.join(tmpdir(), "studium-cluster-"));
after(() => rmSync(workplace, { recursive: true, force: true }));

const NOTES = {
  "index.md": "Begin with [[Tides]].\n",
  "Tides.md": "---\naliases: [Ebb]\ntags: [sea/moon]\n---\nThe moon pulls at the water.\n\n## Spring tide\n\nTwice a month it rises high.\n",
  "Replica.md": "Каждая реплика хранит копию. Репликации бывают разными, как и ёлки.\n",
  "Moonlight.md": "Seen at night, never with water.\n",
};

// What each of them takes in a query; both refuse all else.
const TAKES = {
  quickwit: {
    bool: ["must", "should", "must_not", "filter", "minimum_should_match"],
    match: ["query", "operator", "zero_terms_query", "lenient"],
    term: ["value", "boost", "case_insensitive"],
    prefix: ["value", "case_insensitive"],
  },
  opensearch: {
    bool: ["must", "should", "must_not", "filter", "minimum_should_match", "boost"],
    match: ["query", "boost", "fuzziness", "prefix_length", "operator"],
    term: ["value", "boost", "case_insensitive"],
    prefix: ["value", "boost", "case_insensitive", "rewrite"],
  },
};

/** Refuses what the cluster refuses. */
function check(engine, query) {
  assert.equal(Object.keys(query).length, 1, JSON.stringify(query));
  const [[kind, value]] = Object.entries(query);
  const asked = kind === "bool" ? value : Object.values(value)[0];
  for (const name of Object.keys(asked)) assert.ok(TAKES[engine][kind]?.includes(name), `${engine}: ${kind} takes no ${name}`);
  if (kind !== "bool") return;
  for (const list of ["must", "should", "must_not", "filter"]) for (const clause of value[list] ?? []) check(engine, clause);
}

/** Tells how well a document answers a query; 0 is not at all. */
function score(query, document) {
  const [[kind, value]] = Object.entries(query);
  if (kind === "bool") {
    const { must = [], should = [], must_not: not = [], filter = [], minimum_should_match: least = 0, ...rest } = value;
    assert.deepEqual(rest, {}, "nothing else is asked");
    const all = [...must, ...filter].map((clause) => score(clause, document));
    const any = should.map((clause) => score(clause, document));
    if (all.includes(0) || not.some((clause) => score(clause, document) > 0)) return 0;
    if (any.filter((one) => one > 0).length < least) return 0;
    return 0.001 + [...all, ...any].reduce((sum, one) => sum + one, 0);
  }
  const [[field, asked]] = Object.entries(value);
  const held = [document[field] ?? []].flat();
  const words = held.flatMap((text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const boost = asked.boost ?? 1;
  if (kind === "term") return (field.endsWith("_words") ? words : held).includes(asked.value) ? boost : 0;
  if (kind === "prefix") return words.some((word) => word.startsWith(asked.value)) ? boost : 0;
  if (kind === "match") return words.some((word) => word.replace(/s$/, "") === asked.query.replace(/s$/, "")) ? boost : 0;
  throw new Error(`no cluster of this test knows ${kind}`);
}

/** A section that was found: Quickwit tells its score as what the list is sorted by, and nowhere else. */
function hitOf(engine, { document, found }) {
  if (engine === "quickwit") return { _index: "notes", _id: "", _score: null, _source: document, sort: [found] };
  return { _index: "notes", _id: document.id, _score: found, _source: document };
}

/** Starts a cluster that answers from documents, and lets pages of another host ask. */
async function clusterOf(engine, documents) {
  const asked = [];
  const server = createServer((request, response) => {
    const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "content-type" };
    if (request.method === "OPTIONS") {
      response.writeHead(204, cors).end();
      return;
    }
    let text = "";
    request.on("data", (chunk) => (text += chunk));
    request.on("end", () => {
      const body = JSON.parse(text);
      asked.push({ method: request.method, url: request.url, body });
      try {
        assert.deepEqual(Object.keys(body).sort(), ["query", "size", "sort"]);
        check(engine, body.query);
      } catch (error) {
        response.writeHead(400, { ...cors, "content-type": "application/json" }).end(JSON.stringify({ error: String(error) }));
        return;
      }
      const scored = documents.map((document) => ({ document, found: score(body.query, document) }));
      const hits = scored.filter(({ found }) => found > 0).sort((a, b) => b.found - a.found);
      const shown = hits.slice(0, body.size).map((hit) => hitOf(engine, hit));
      const total = { value: hits.length, relation: "eq" };
      const answer = { took: 1, timed_out: false, hits: { total, max_score: shown[0]?._score ?? null, hits: shown } };
      response.writeHead(200, { ...cors, "content-type": "application/json" }).end(JSON.stringify(answer));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return { address: `http://127.0.0.1:${server.address().port}/notes/_search`, asked };
}

for (const engine of ["quickwit", "opensearch"]) {
  const vault = path.join(workplace, engine);
  mkdirSync(vault);
  for (const [name, text] of Object.entries(NOTES)) writeFileSync(path.join(vault, name), text);
  const studium = (...words) =>
    execFileSync(process.env.STUDIUM_BIN, words, { cwd: vault, stdio: ["ignore", "ignore", "inherit"] });
  studium("export", engine, "-o", path.join(workplace, `${engine}-export`));
  const lines = readFileSync(path.join(workplace, `${engine}-export`, "documents.ndjson"), "utf8").trim().split("\n");
  const documents = lines.map((line) => JSON.parse(line)).filter((document) => document.permalink);
  const cluster = await clusterOf(engine, documents);
  writeFileSync(
    path.join(vault, "studium.toml"),
    `[site]\ncontent = "."\n[search]\nendpoint = "${cluster.address}"\nengine = "${engine}"\n`,
  );
  const folder = path.join(workplace, `${engine}-site`);
  studium("build", "-o", folder, "-q");
  const base = await serve(folder, "/repo/");

  test(`${engine}: words, filters and what is not wanted reach the cluster under the policy of the site`, async () => {
    await withPage({}, async (page) => {
      const problems = [];
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      const found = async (query, count) => {
        await page.goto(`${base}search/?q=${encodeURIComponent(query)}`);
        await page.waitForFunction(
          (count) => document.querySelectorAll(".found [role=option]").length === count,
          count,
        );
        return page.locator(".found [role=option]").evaluateAll((all) => all.map((hit) => new URL(hit.href).pathname + new URL(hit.href).hash));
      };
      assert.deepEqual(await found("moon", 2), ["/repo/tides/", "/repo/moonlight/"]);
      assert.deepEqual(await found("twice rises", 1), ["/repo/tides/#spring-tide"]);
      assert.deepEqual(await found("water -night", 1), ["/repo/tides/"]);
      assert.deepEqual(await found("tag:sea moon", 1), ["/repo/tides/"]);
      if (engine === "quickwit") {
        // A form that stands nowhere, in capitals; OpenSearch itself would stem it.
        assert.deepEqual(await found("РЕПЛИКАЦИЯМИ", 1), ["/repo/replica/"]);
        assert.deepEqual(await found("елкой", 1), ["/repo/replica/"]);
        assert.match(await page.locator(".found p mark").first().textContent(), /ёлки/);
      }
      assert.deepEqual(problems, []);
      const last = cluster.asked.at(-1);
      assert.deepEqual([last.method, last.url], ["POST", "/notes/_search"]);
    });
  });

  test(`${engine}: a cluster that does not answer is told`, async () => {
    await withPage({}, async (page) => {
      await page.route(cluster.address, (route) => route.abort());
      await page.goto(`${base}search/?q=moon`);
      await page.waitForFunction(() => document.querySelector(".status").textContent === document.querySelector("[data-find]").dataset.failed);
    });
  });
}
