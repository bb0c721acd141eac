// A browser, and pages that remember what went wrong while they were open.

import { after } from "node:test";
import { chromium } from "playwright-core";

const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** Wide enough for all three columns; a phone held upright. */
export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

const browser = await chromium.launch({
  executablePath: process.env.STUDIUM_CHROMIUM,
  args: [
    // The only pages it sees are ours; and a container run by root has no sandbox to offer.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
after(() => browser.close());

/**
 * Opens a fresh page, hands it over, and closes it. `options` are those of a Playwright context.
 * The page never moves by itself, so that what is looked at has come to rest.
 */
export async function withPage(options, look) {
  const context = await browser.newContext({ viewport: WIDE, reducedMotion: "reduce", ...options });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    return await look(page);
  } finally {
    await context.close();
  }
}

/**
 * Listens to a page from now on. Returns a list that grows by one line for each message of an error
 * (a breach of the content policy is one), failed request, or request to another host.
 */
export async function problemsOf(page, base) {
  const problems = [];
  const { origin } = new URL(base);
  // The last two are the browser's own viewer of documents.
  const ours = (url) => new URL(url).origin === origin || /^(data|blob|about|chrome|chrome-extension):/.test(url);
  page.on("console", (message) => {
    const { url } = message.location();
    if (message.type() === "error" && !/^chrome(-extension)?:/.test(url)) problems.push(`console: ${message.text()} (${url})`);
  });
  page.on("pageerror", (error) => problems.push(`exception: ${error}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // What a page was still waiting for when it was left is no failure.
    if (ours(request.url()) && reason !== "net::ERR_ABORTED") problems.push(`failed: ${request.url()} ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  await page.route(
    (url) => !ours(url.href),
    async (route) => {
      // A picture that a note embeds from elsewhere is the author's affair; all else is ours.
      const url = route.request().url();
      const authors = await page
        .locator("[data-note-body] img")
        .evaluateAll((pictures, address) => pictures.some((picture) => picture.src === address), url);
      if (authors) return route.fulfill({ contentType: "image/gif", body: PIXEL });
      problems.push(`another host: ${url}`);
      return route.abort();
    },
  );
  return problems;
}

/** Goes to an address and waits until the page and what it loads are there. */
export async function visit(page, url) {
  await page.goto(url, { waitUntil: "load" });
  await page.waitForLoadState("networkidle");
}
