// The picture of the whole graph can be moved, zoomed, searched and walked through, and rests when nobody
// does any of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { NARROW, WIDE, problemsOf, visit, withPage } from "./lib/browser.js";
import { sites, urlOf } from "./lib/sites.js";

const site = sites[0];
const graph = site.pages.find(({ address }) => address === "graph/");

async function withGraph(look, options = {}, layout = null) {
  await withPage(options, async (page) => {
    const problems = await problemsOf(page, site.prefixed);
    if (layout) await page.route(/graph-layout/, (route) => route.fulfill({ json: layout }));
    await page.addInitScript(() => {
      globalThis.frames = 0;
      const ask = globalThis.requestAnimationFrame.bind(globalThis);
      globalThis.requestAnimationFrame = (draw) => {
        globalThis.frames += 1;
        return ask(draw);
      };
    });
    await visit(page, urlOf(site.prefixed, graph));
    await page.locator("[data-graph][data-ready]").waitFor();
    await page.waitForTimeout(400);
    await look(page);
    assert.deepEqual(problems, []);
  });
}

const canvas = (page) => page.locator("[data-graph] canvas");
/** A sum over what is drawn, which differs where the picture does. */
const picture = (page) =>
  canvas(page).evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    let drawn = 0;
    for (let at = 0; at < data.length; at += 4) {
      sum = (sum * 31 + data[at] + data[at + 3]) % 1_000_000_007;
      if (data[at + 3] > 0) drawn += 1;
    }
    return { sum, drawn };
  });

test("the graph is drawn at once and rests", async () => {
  await withGraph(async (page) => {
    const { drawn } = await picture(page);
    assert.ok(drawn > 2000, `${drawn} points are drawn`);
    const before = await page.evaluate(() => globalThis.frames);
    await page.waitForTimeout(800);
    assert.equal(await page.evaluate(() => globalThis.frames), before, "no frame is asked for while nothing moves");
    assert.ok((await page.locator(".legend li").count()) > 2);
  });
});

test("the graph can be moved and zoomed", async () => {
  await withGraph(async (page) => {
    const first = await picture(page);
    const box = await canvas(page).boundingBox();
    await page.mouse.move(box.x + 5, box.y + 5);
    await page.mouse.down();
    await page.mouse.move(box.x + 105, box.y + 65);
    await page.mouse.up();
    await page.waitForTimeout(300);
    const moved = await picture(page);
    assert.notEqual(moved.sum, first.sum);
    await page.mouse.move(box.x + 200, box.y + 200);
    await page.mouse.wheel(0, -400);
    await page.waitForTimeout(300);
    const zoomed = await picture(page);
    assert.notEqual(zoomed.sum, moved.sum);
    await page.locator('button[data-zoom="fit"]').click();
    await page.mouse.move(0, 0);
    await page.waitForTimeout(300);
    assert.equal((await picture(page)).sum, first.sum, "all is shown again as at first");
  });
});

test("a note is found by its name and opened by the keyboard", async () => {
  await withGraph(async (page) => {
    const title = await page.locator(".graph-page .counted a").first().innerText();
    const wanted = await page.locator(".graph-page .counted a").first().evaluate((link) => link.href);
    await page.locator("[data-graph] input").fill(title);
    assert.match(await page.locator("[data-told]").innerText(), /\d/);
    await canvas(page).focus();
    await page.keyboard.press("Escape");
    await page.keyboard.press("ArrowRight");
    assert.ok((await page.locator("[data-told]").innerText()).startsWith(title), "the largest note comes first");
    await page.keyboard.press("Enter");
    await page.waitForURL(wanted);
  });
});

/** A layout of ten thousand notes with long names, each linked to some others. */
const large = () => {
  const count = 10_000;
  const place = (index) => [Math.sqrt(index) * Math.cos(index * 2.4) * 8, Math.sqrt(index) * Math.sin(index * 2.4) * 8];
  const nodes = Array.from({ length: count }, (_, index) => {
    const [x, y] = place(index);
    return [x, y, 4 + (index % 17), index % 14, 0, `The whole title of note ${index}`, `note-${index}/`];
  });
  const links = nodes.flatMap((_, index) => [index, (index * 7 + 1) % count, index, (index * 31 + 5) % count]);
  return { languages: ["en"], categories: [[]], communities: ["One"], nodes, links };
};

test("a frame of a graph of ten thousand notes costs little, and none is drawn at rest", async () => {
  const look = async (page) => {
    await page.evaluate(() => {
      globalThis.measured = 0;
      const measure = CanvasRenderingContext2D.prototype.measureText;
      CanvasRenderingContext2D.prototype.measureText = function (...words) {
        globalThis.measured += 1;
        return measure.apply(this, words);
      };
    });
    const before = await page.evaluate(() => globalThis.frames);
    const box = await canvas(page).boundingBox();
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 80, { steps: 12 });
    await page.mouse.up();
    await page.waitForTimeout(600);
    const [measured, frames] = await page.evaluate(() => [globalThis.measured, globalThis.frames]);
    const drawn = frames - before;
    assert.ok(drawn > 0 && measured > 0, `${drawn} frames, ${measured} names`);
    assert.ok(measured <= drawn * 200, `${measured} names were measured in ${drawn} frames`);
    await page.waitForTimeout(500);
    assert.equal(await page.evaluate(() => globalThis.frames), frames);
  };
  for (const viewport of [WIDE, NARROW]) await withGraph(look, { viewport }, large());
});

test("without scripts there is a list", async () => {
  await withPage({ javaScriptEnabled: false }, async (page) => {
    await visit(page, urlOf(site.prefixed, graph));
    assert.ok((await page.locator(".graph-page .counted a:visible").count()) > 10);
    assert.equal(await page.locator("canvas:visible").count(), 0);
  });
});
