// A static host over HTTP/1.1 that is some way off: every answer waits, and what was sent is written down.

import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".wasm": "application/wasm",
};
const BLANK = "<!doctype html><meta charset=utf-8><title>bench</title>";

/** Serves folders by the first part of the address; `/` is an empty page. */
export async function serve(folders, delay) {
  const packed = new Map();
  let sent = [];
  const body = async (pathname) => {
    if (pathname === "/") return { type: TYPES[".html"], bytes: Buffer.from(BLANK) };
    const [, name, ...rest] = pathname.split("/").map(decodeURIComponent);
    const file = path.join(folders[name] ?? "/nowhere", path.normalize(`/${rest.join("/")}`));
    const type = TYPES[path.extname(file)];
    const bytes = await readFile(file);
    // What hosts know as text, or as an engine, they send compressed.
    if (!type) return { type: "application/octet-stream", bytes };
    if (!packed.has(file)) packed.set(file, brotli(bytes));
    return { type, bytes: packed.get(file), encoding: "br" };
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    const found = await body(pathname).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, delay));
    if (!found) return response.writeHead(404).end();
    const headers = { "content-type": found.type, "content-length": found.bytes.length, "cache-control": "max-age=3600" };
    if (found.encoding) headers["content-encoding"] = found.encoding;
    response.writeHead(200, headers).end(found.bytes);
    if (pathname !== "/") sent.push({ pathname, bytes: found.bytes.length });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    base: `http://127.0.0.1:${server.address().port}/`,
    /** What was sent since the last call. */
    taken: () => {
      const taken = sent;
      sent = [];
      return { bytes: taken.reduce((sum, one) => sum + one.bytes, 0), requests: taken.length };
    },
    close: () => server.close(),
  };
}

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });

/** How many bytes a folder has, and in how many files. */
export async function sizeOf(folder, list) {
  let bytes = 0;
  for (const file of list) bytes += (await stat(path.join(folder, file))).size;
  return { bytes, files: list.length };
}
