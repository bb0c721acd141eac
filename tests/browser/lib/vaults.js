// The vaults that the tests look at: the study site of this repository with its configuration, and all
// golden sites.

import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

const repository = path.resolve(import.meta.dirname, "../../..");

/** Names and folders of the vaults, the study site first, the others in the order of their names. */
export function vaults() {
  const golden = path.join(repository, "tests/golden");
  const names = existsSync(golden) ? readdirSync(golden).sort() : [];
  const rest = names.map((name) => ({ name: `golden-${name}`, vault: path.join(golden, name, "vault") }));
  return [
    { name: "content", vault: repository },
    ...rest.filter(({ vault }) => existsSync(vault)),
  ];
}
