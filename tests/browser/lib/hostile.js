// A vault of notes that try to run a script in every place where a note puts text.
//
// In: tests/hostile/cases.json, attacks by the place that they are for; @JS@ stands for what they run, @N@ for
// their number. Out: a folder of notes, and the attacks as written, to be searched for.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const cases = JSON.parse(readFileSync(path.resolve(import.meta.dirname, "../../hostile/cases.json"), "utf8"));
const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

const quoted = (text) => JSON.stringify(text);
const matter = (lines, body) => `---\n${lines.join("\n")}\n---\n\n${body}`;

/** The files that carry an attack in a place: names and contents. `own` is the name of the usual note. */
const PLACES = {
  raw_html: (p, own, b) => ({ [own]: `${b}\n${p}\n\nAfter.\n` }),
  raw_inline: (p, own, b) => ({ [own]: `${b}\nSome ${p} text.\n\n- item ${p}\n\n> quote ${p}\n` }),
  title: (p, own, b) => ({ [own]: matter([`title: ${quoted(p)}`], `${b}\n[[Home]]\n`) }),
  heading: (p, own, b) => ({ [own]: `# ${p}\n\n${b}\n## ${p}\n\ntext\n\n[[#${p}]]\n` }),
  alias: (p, own, b, n) => ({
    [own]: matter([`title: Alias ${n}`, `aliases: [${quoted(p)}]`], b),
    [`ref-${n}.md`]: `[[${p}]] and [[note-${n}]]\n`,
  }),
  tag: (p, own, b, n) => ({ [own]: matter([`tags: [${quoted(p)}, plain${n}]`], b) }),
  inline_tag: (p, own, b, n) => ({ [own]: `${b}\n#${p} and #plain${n}\n` }),
  filename: (p, own, b, n) => ({ [`${p}.md`]: b, [`ref-${n}.md`]: `[[${p}]]\n\n![[${p}]]\n` }),
  dirname: (p, own, b, n) => ({ [`${p}/inside-${n}.md`]: b, [`ref-${n}.md`]: `[[inside-${n}]]\n` }),
  fence_info: (p, own, b) => ({ [own]: `${b}\n\`\`\`${p}\nlet a = 1;\n\`\`\`\n\n~~~ ${p}\nx\n~~~\n` }),
  code: (p, own, b) => ({ [own]: `${b}\n\`${p}\`\n\n\`\`\`html\n${p}\n\`\`\`\n\n    ${p}\n` }),
  link_text: (p, own, b) => ({ [own]: `${b}\n[${p}](Home.md) and [${p}](https://example.org/)\n` }),
  link_url: (p, own, b) => ({ [own]: `${b}\n[click](${p})\n\n[click](<${p}>)\n\n[ref][r]\n\n[r]: <${p}>\n` }),
  autolink: (p, own, b) => ({ [own]: `${b}\n<${p}>\n\n${p}\n` }),
  link_title: (p, own, b) => ({ [own]: `${b}\n[t](Home.md "${p.replaceAll('"', '\\"')}") [u](Home.md '${p}')\n` }),
  image_alt: (p, own, b) => ({ [own]: `${b}\n![${p}](pic.png)\n\n![[pic.png|${p}]]\n` }),
  image_src: (p, own, b) => ({ [own]: `${b}\n![x](<${p}>)\n\n![x](${p})\n` }),
  wikilink: (p, own, b) => ({ [own]: `${b}\n[[${p}]]\n\n[[Home|${p}]]\n\n[[Home#${p}]]\n\n[[none|${p}]]\n` }),
  embed: (p, own, b) => ({ [own]: `${b}\n![[${p}]]\n\n![[Home#${p}]]\n\n![[pic.png|${p}]]\n` }),
  footnote: (p, own, b, n) => ({ [own]: `${b}\nA[^${p}] B[^f${n}]\n\n[^${p}]: one\n\n[^f${n}]: ${p}\n` }),
  table: (p, own, b) => ({ [own]: `${b}\n| ${p} | h |\n|---|:--:|\n| ${p} | c |\n` }),
  callout: (p, own, b) => ({ [own]: `${b}\n> [!${p}] ${p}\n> inner\n\n> [!note]- ${p}\n> inner ${p}\n` }),
  block_id: (p, own, b) => ({ [own]: `${b}\nParagraph ^${p}\n\n## Head {#${p}}\n\n## H2 {${p}}\n` }),
  math: (p, own, b) => ({ [own]: `${b}\n$${p}$\n\n$$\n${p}\n$$\n\n\`\`\`mermaid\ngraph TD; A[${p}]-->B\n\`\`\`\n` }),
  glossary: (p, own, b, n) => ({
    [`glossary/term-${n}.md`]: matter(
      [`title: ${quoted(p)}`, "type: term", `definition: ${quoted(p)}`, `aliases: [termo${n}]`, `category: ${quoted(p)}`],
      `${p}\n\n${b}`,
    ),
    [`ref-${n}.md`]: `The termo${n} is used here. [[term-${n}]]\n`,
  }),
  meta: (p, own, b, n) => ({
    [own]: matter(
      [
        `title: Meta ${n}`,
        ...["description", "summary", "author", "date", "image", "lang", "template"].map((key) => `${key}: ${quoted(p)}`),
        `cssclasses: [${quoted(p)}]`,
        `extra: {k: ${quoted(p)}}`,
      ],
      b,
    ),
  }),
  json: (p, own, b) => ({
    [own]: matter([`title: ${quoted(p)}`, `tags: [${quoted(`t${p}`)}]`, `description: ${quoted(p)}`], `First ${p} text.\n\n${b}`),
  }),
  svg: (p, own, b, n) => ({
    [`drawing-${n}.svg`]: p,
    [own]: `${b}\n![[drawing-${n}.svg]]\n\n![d](drawing-${n}.svg)\n\n[d](drawing-${n}.svg)\n`,
  }),
};

/** Writes the vault and returns the attacks. */
export function writeHostileVault(folder) {
  const attacks = [];
  const home = ["# Home", ""];
  const put = (name, content) => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  for (const [place, payloads] of Object.entries(cases)) {
    for (const payload of payloads) {
      const number = 1000 + attacks.length;
      const attack = payload.replaceAll("@JS@", `window.__pwned=${number}`).replaceAll("@N@", String(number));
      const files = PLACES[place](attack, `note-${number}.md`, `Body of ${place} ${number}.\n`, number);
      for (const [name, content] of Object.entries(files)) {
        put(name, content);
        if (name.endsWith(".md")) home.push(`- [[${path.basename(name, ".md")}]]`);
      }
      attacks.push(attack);
    }
  }
  put("Home.md", `${home.join("\n")}\n`);
  put("index.md", "[[Home]]\n");
  put("pic.png", PIXEL);
  put("studium.toml", '[site]\ntitle = "</title><script>window.__pwned=1</script>"\nauthor = "\\" onload=\\"window.__pwned=1"\n' +
    'description = "javascript:window.__pwned=1"\nbase_url = "https://example.org/notes"\ncontent = "."\n');
  return attacks;
}
