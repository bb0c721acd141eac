// A web server as static hosts are: files, folders with an index.html, a page for what is missing.

import { createServer } from "node:http";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";

import { FRAME_POLICY, policy } from "./policy.js";

const TYPES = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".mp3": "audio/mpeg",
  ".mp4": "video/mp4",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webm": "video/webm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/**
 * Serves a folder below a prefix that starts and ends with `/`, and nothing outside it, so that an
 * address which forgets the prefix is noticed. Returns the address of the site's root.
 */
export async function serve(folder, prefix) {
  const server = createServer((request, response) => {
    answer(folder, prefix, request.url).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  // It lives as long as there are tests to run, and keeps nobody waiting.
  server.unref();
  return `http://127.0.0.1:${server.address().port}${prefix}`;
}

async function answer(folder, prefix, url) {
  const { pathname } = new URL(url, "http://127.0.0.1");
  if (!pathname.startsWith(prefix)) return { status: 404, headers: {}, body: "outside the site" };
  // A URL has no `..` left in its path, but an encoded slash may bring some back.
  const file = path.join(folder, path.normalize(`/${decodeURIComponent(pathname.slice(prefix.length))}`));
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory() && !pathname.endsWith("/")) {
    return { status: 301, headers: { location: `${pathname}/` }, body: "" };
  }
  const page = found?.isDirectory() ? path.join(file, "index.html") : file;
  const body = await readFile(page).catch(() => null);
  if (body) return { status: 200, headers: headersOf(page, body), body };
  const missing = path.join(folder, "404.html");
  const text = await readFile(missing).catch(() => "not found");
  return { status: 404, headers: headersOf(missing, text), body: text };
}

function headersOf(file, body) {
  const type = TYPES[path.extname(file).toLowerCase()] ?? "application/octet-stream";
  const headers = { "content-type": type, "cache-control": "no-store", "x-content-type-options": "nosniff" };
  if (type.startsWith("text/html")) {
    const remotePictures = /<img[^>]+src="https:/.test(body);
    const isFrame = path.basename(path.dirname(file)) === "assets" && path.basename(file).startsWith("frame.");
    const endpoint = /data-endpoint="([^"]+)"/.exec(body)?.[1];
    const cluster = endpoint && new URL(endpoint).origin;
    headers["content-security-policy"] = isFrame ? FRAME_POLICY : policy({ remotePictures, cluster });
  }
  return headers;
}
