// Every page is a valid HTML document.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

import { sites } from "./lib/sites.js";

const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    // What the HTML standard demands, and no matter of taste: pages are made by a program, and what
    // they say to people is looked at by accessibility.test.js.
    extends: ["html-validate:standard"],
    rules: {
      // The content policy refuses styles in attributes, so one on any page is lost.
      "no-inline-style": "error",
      // A label, a description or a control that names an element which is not there is silent.
      "no-missing-references": "error",
    },
  }),
);

for (const site of sites) {
  test(`${site.name}: all ${site.pages.length} pages are valid HTML`, async () => {
    const findings = [];
    for (const { file } of site.pages) {
      const text = readFileSync(path.join(site.folder, file), "utf8");
      const report = await validator.validateString(text, file);
      for (const { messages } of report.results) {
        for (const { line, column, ruleId, message } of messages) {
          findings.push(`${file}:${line}:${column}: ${ruleId}: ${message}`);
        }
      }
    }
    // A mistake in a template comes once a page; the first of them say enough.
    assert.deepEqual(findings.slice(0, 40), [], `${findings.length} findings`);
  });
}
