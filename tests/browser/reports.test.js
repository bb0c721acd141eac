// What the program writes for tools that gather findings, checked by the schema of those tools.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import addFormats from "ajv-formats";

const require = createRequire(import.meta.url);
// The schema of SARIF 2.1.0 is written in draft 04 of JSON Schema, with patterns that are not strict.
const Ajv = require("ajv-draft-04");
const schema = JSON.parse(readFileSync(require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")));

const vault = mkdtempSync(path.join(tmpdir(), "studium-reports-"));
after(() => rmSync(vault, { recursive: true, force: true }));
writeFileSync(path.join(vault, "a, b:c%25 <&>.md"), "[[100%]] [[<&\"'>]] 🎉\r\n[t](b%20c.md) ![[no.png]]\n%%\nhidden\n");
writeFileSync(path.join(vault, "Ёж.md"), "---\ntags: [open\n---\n[[Ёж#Нет]] [[Ёж#^нет]] [[Кешш]]\n");
writeFileSync(path.join(vault, "studium.toml"), '[site]\ncontent = "."\n[serch]\n');

const check = (...more) =>
  spawnSync(process.env.STUDIUM_BIN, ["check", "-v", ...more, "--root", vault], { encoding: "utf8" }).stdout;

for (const locale of ["en_US.UTF-8", "ru_RU.UTF-8"]) {
  test(`the SARIF log is valid (${locale})`, () => {
    process.env.LC_ALL = locale;
    const log = JSON.parse(check("--format", "sarif"));
    const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
    addFormats(ajv);
    const isValid = ajv.compile(schema);
    assert.ok(isValid(log), JSON.stringify(isValid.errors, null, 2));
    assert.ok(log.runs[0].results.length >= 8);
    // The schema sees a fault where there is one.
    log.runs[0].results[0].level = "fatal";
    assert.ok(!isValid(log));
  });
}
