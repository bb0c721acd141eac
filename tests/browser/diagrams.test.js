// Diagrams are drawn in a frame that can do nothing else; where they cannot be drawn, their source stands
// on the page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import { problemsOf, withPage } from "./lib/browser.js";
import { serve } from "./lib/server.js";

const workplace = mkdtempSync(path.join(tmpdir(), "studium-diagrams-"));
after(() => rmSync(workplace, { recursive: true, force: true }));

const fence = (source) => `\`\`\`mermaid\n${source}\n\`\`\`\n`;

async function siteOf(name, notes) {
  const vault = path.join(workplace, name);
  mkdirSync(vault);
  for (const [note, text] of Object.entries(notes)) writeFileSync(path.join(vault, `${note}.md`), text);
  const folder = path.join(workplace, `${name}-site`);
  execFileSync(process.env.STUDIUM_BIN, ["build", vault, "-o", folder, "-q"], { stdio: "ignore" });
  return { folder, base: await serve(folder, "/repo/") };
}

const good = await siteOf("good", {
  flow: `# Flow\n\n${fence("flowchart LR\n  Client --> Cache[Кэш] --> Database")}\nAfter.\n`,
  embeds: "Seen from elsewhere: ![[flow]]\n",
  typo: `${fence("flowchart LR\n  A -->")}\nAfter.\n`,
  attack: [
    'graph TD\n  A["<img src=x onerror=\'window.__pwned=1;parent.__pwned=1\'>"] --> B\n  click A "javascript:parent.__pwned=1"',
    "%%{init: {'securityLevel': 'loose', 'themeCSS': '* { background: url(https://evil.example/x) }'}}%%\ngraph TD\n  A --> B\n  click A call alert()",
    'sequenceDiagram\n  A->>B: <script>parent.__pwned=1</script>\n  link A: Board @ javascript:alert(1)',
  ]
    .map(fence)
    .join("\n"),
});

const drawing = async (page, number = 0) => {
  await page.locator(".diagram[data-drawn]").nth(number).waitFor();
  const frame = await (await page.locator(".diagram iframe").nth(number).elementHandle()).contentFrame();
  return frame;
};

for (const [name, colorScheme] of [["flow", "light"], ["embeds", "dark"]]) {
  test(`${name}: a diagram is drawn, and its source folded (${colorScheme})`, async () => {
    await withPage({ colorScheme }, async (page) => {
      const problems = await problemsOf(page, good.base);
      await page.goto(`${good.base}${name}/`);
      const frame = await drawing(page);
      const svg = frame.locator("svg[id^=diagram]");
      assert.match(await svg.textContent(), /Client.*Кэш.*Database/s);
      const drawn = await svg.boundingBox();
      const box = await page.locator(".diagram iframe").boundingBox();
      assert.ok(drawn.height > 30 && box.height >= drawn.height && box.height < drawn.height + 30, "it is as high as it has to be");
      assert.equal(await page.locator("pre.mermaid").isVisible(), false);
      await page.locator(".diagram-source summary").click();
      assert.equal(await page.locator("pre.mermaid").isVisible(), true);
      assert.deepEqual(problems, []);
    });
  });
}

test("the colours follow those of the page", async () => {
  await withPage({ colorScheme: "light" }, async (page) => {
    await page.goto(`${good.base}flow/`);
    const frame = await drawing(page);
    const ink = () => frame.locator("svg .nodeLabel").first().evaluate((label) => getComputedStyle(label).color);
    const light = await ink();
    await page.emulateMedia({ colorScheme: "dark" });
    for (let tries = 0; (await ink().catch(() => light)) === light; tries += 1) {
      assert.ok(tries < 100, "the diagram keeps the colours of the other scheme");
      await page.waitForTimeout(50);
    }
  });
});

test("a diagram with a mistake says so and shows its source", async () => {
  await withPage({}, async (page) => {
    await page.goto(`${good.base}typo/`);
    await page.locator(".diagram-remark:visible").waitFor();
    assert.match(await page.locator(".diagram-remark").textContent(), /cannot be drawn.*line/s);
    assert.equal(await page.locator("pre.mermaid").isVisible(), true);
    assert.equal(await page.locator(".diagram").isVisible(), false);
  });
});

test("without scripts the source stands there", async () => {
  await withPage({ javaScriptEnabled: false }, async (page) => {
    await page.goto(`${good.base}flow/`);
    assert.match(await page.locator("pre.mermaid").textContent(), /Client --> Cache/);
    assert.equal(await page.locator("pre.mermaid").isVisible(), true);
    assert.equal(await page.locator("iframe").count(), 0);
  });
});

test("what a diagram says is never run, and reaches nothing", async () => {
  await withPage({}, async (page) => {
    const dialogs = [];
    const elsewhere = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      dialog.dismiss();
    });
    const isElsewhere = (url) => !url.startsWith(good.base) && !url.startsWith("data:");
    page.on("response", (response) => {
      if (isElsewhere(response.url())) elsewhere.push(response.url());
    });
    page.on("requestfailed", (request) => {
      // What the policy stops has never left the browser.
      if (isElsewhere(request.url()) && request.failure().errorText !== "csp") elsewhere.push(request.url());
    });
    await page.goto(`${good.base}attack/`);
    for (const pre of await page.locator("pre.mermaid").all()) {
      await pre.scrollIntoViewIfNeeded();
      await page.waitForTimeout(500);
    }
    await page.waitForTimeout(1500);
    for (const frame of page.frames()) {
      assert.equal(await frame.evaluate(() => globalThis.__pwned), undefined);
      if (frame === page.mainFrame()) continue;
      assert.equal(await frame.evaluate(() => globalThis.origin), "null");
      assert.equal(
        await frame.evaluate(() => {
          try {
            return String(parent.document.title);
          } catch {
            return "refused";
          }
        }),
        "refused",
      );
      for (const node of await frame.locator("g.node, a").all()) await node.click({ timeout: 1000 }).catch(() => {});
    }
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => globalThis.__pwned), undefined);
    assert.equal(new URL(page.url()).pathname, "/repo/attack/");
    for (const frame of await page.locator(".diagram iframe").all()) {
      assert.equal(await frame.getAttribute("sandbox"), "allow-scripts");
    }
    assert.deepEqual(dialogs, []);
    assert.deepEqual(elsewhere, []);
  });
});

test("a site without a diagram carries nothing that draws one", async () => {
  const plain = await siteOf("plain", { note: "# Note\n\n```js\nlet a = 1;\n```\n" });
  const held = (folder) => readdirSync(path.join(folder, "assets")).filter((name) => /mermaid|^frame\./.test(name));
  assert.deepEqual(held(plain.folder), []);
  assert.equal(held(good.folder).length, 3);
});

test("the library is the one that is named beside it", () => {
  const folder = path.resolve(import.meta.dirname, "../../themes/default/static/diagrams");
  const sum = createHash("sha256").update(readFileSync(path.join(folder, "mermaid.min.js"))).digest("hex");
  assert.ok(readFileSync(path.join(folder, "README.md"), "utf8").includes(sum), `the file has the sum ${sum}`);
});
