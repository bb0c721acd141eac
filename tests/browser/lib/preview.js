// A preview of a small vault, which tests edit while its pages are open.

import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

export const PATIENCE_MS = 15_000;

/**
 * Writes the files, shows them, and hands over the address, a way to write more, and the folder. `environment`
 * is added to that of the tests.
 */
export async function withPreview(files, flags, look, environment = {}) {
  const vault = mkdtempSync(path.join(tmpdir(), "studium-preview-"));
  const write = (name, text) => {
    const file = path.join(vault, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const port = await freePort();
  const server = spawn(process.env.STUDIUM_BIN, ["serve", vault, "-p", String(port), ...flags], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  try {
    await look({ address: await printedAddress(server), write, vault });
  } finally {
    server.kill();
    rmSync(vault, { recursive: true, force: true });
  }
}

/** A port that was free a moment ago. */
export async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** The address that the program prints once it listens. */
export function printedAddress(child) {
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
