// Queries, drawn from the pages by a fixed rule: each has pages that it must find, and comes the same in
// every run.

const RUSSIAN = /^[а-яё]+$/i;
const WORD = /[\p{L}]{2,}/gu;
/** Endings of Russian nouns and adjectives, by which a form is turned into another of the same word. */
const ENDINGS = [
  ["ия", ["ии", "ию", "ией"]],
  ["ие", ["ия", "ию", "ием"]],
  ["ость", ["ости", "остью"]],
  ["ый", ["ого", "ому", "ым"]],
  ["ая", ["ой", "ую"]],
  ["ка", ["ки", "ку", "кой"]],
  ["нт", ["нта", "нту", "нтом"]],
  ["кт", ["кта", "кту", "ктом"]],
  ["ор", ["ора", "ору", "ором"]],
  ["нты", ["нтов", "нтам", "нтами"]],
];

/** Numbers below `bound` that look random and are always the same. */
function* chances(seed) {
  let state = seed;
  while (true) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield (bound) => Math.floor((state / 2 ** 32) * bound);
  }
}

/** `{ kind: [{ query, wanted }] }`, up to `count` of each kind; `wanted` are the addresses that would do. */
export function queriesOf(pages, count) {
  const byTitle = groups(pages, ({ title }) => [title]);
  const byHeading = groups(pages, ({ sections }) => sections.map(({ heading }) => heading).filter(Boolean));
  const byAlias = groups(pages, ({ aliases }) => aliases);
  const kinds = {
    title: (page) => good(page.title) && { query: page.title, wanted: byTitle.get(key(page.title)) },
    alias: (page, pick) => {
      const alias = page.aliases.length ? page.aliases[pick(page.aliases.length)] : "";
      return good(alias) && { query: alias, wanted: byAlias.get(key(alias)) };
    },
    heading: (page, pick) => {
      const headings = page.sections.map(({ heading }) => heading).filter(Boolean);
      const heading = headings.length ? headings[pick(headings.length)] : "";
      const wanted = byHeading.get(key(heading)) ?? [];
      // "See also" is on every page and means none.
      return good(heading) && wanted.length <= 5 && { query: heading, wanted };
    },
    phrase: (page, pick) => phraseOf(page, pick, pages),
    typo: (page, pick) => mistyped(page, pick, byTitle),
    inflected: (page, pick) => inflected(page, pick, byTitle),
    unfinished: (page, pick) => unfinished(page, pick, byTitle),
  };
  const drawn = {};
  for (const [place, [kind, draw]] of Object.entries(kinds).entries()) {
    const found = new Map();
    const random = chances(place + 1);
    for (let tries = 0; tries < count * 40 && found.size < count; tries += 1) {
      const page = pages[random.next().value(pages.length)];
      const one = draw(page, (bound) => random.next().value(bound));
      if (one && one.wanted?.length <= 10) found.set(one.query, one);
    }
    drawn[kind] = [...found.values()];
  }
  return drawn;
}

const key = (text) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const good = (text) => /\p{L}{3}/u.test(text) && text.length <= 80;
const wordsOf = (text) => text.match(WORD) ?? [];

function groups(pages, names) {
  const found = new Map();
  for (const page of pages) {
    for (const name of new Set(names(page).map(key))) found.set(name, [...(found.get(name) ?? []), page.address]);
  }
  return found;
}

/** Five words of the text as they stand, in quotes, that few pages have. */
function phraseOf(page, pick, pages) {
  const { text } = page.sections[pick(page.sections.length)];
  const runs = text.match(/\p{L}+(?: \p{L}+){4}/gu) ?? [];
  if (runs.length === 0) return null;
  const phrase = runs[pick(runs.length)];
  const has = ({ sections }) => sections.some((section) => section.text.toLowerCase().includes(phrase.toLowerCase()));
  return { query: `"${phrase}"`, wanted: pages.filter(has).map(({ address }) => address) };
}

/** A title with one of its letters wrong, missing, doubled or swapped, in its longest word. */
function mistyped({ title }, pick, byTitle) {
  const [longest] = wordsOf(title).sort((a, b) => b.length - a.length);
  if (!good(title) || !longest || longest.length < 6) return null;
  const at = 1 + pick(longest.length - 3);
  const letters = [...longest];
  const edits = [
    () => letters.splice(at, 1),
    () => letters.splice(at, 0, letters[at]),
    () => letters.splice(at, 2, letters[at + 1], letters[at]),
    () => letters.splice(at, 1, RUSSIAN.test(longest) ? "ю" : "q"),
  ];
  edits[pick(edits.length)]();
  const wrong = letters.join("");
  if (wrong === longest) return null;
  return { query: title.replace(longest, wrong), wanted: byTitle.get(key(title)) };
}

/** A title with a Russian word in another form. */
function inflected({ title }, pick, byTitle) {
  for (const word of wordsOf(title).filter((one) => RUSSIAN.test(one) && one.length >= 5)) {
    const rule = ENDINGS.find(([ending]) => word.endsWith(ending));
    if (!rule) continue;
    const [ending, others] = rule;
    const other = word.slice(0, -ending.length) + others[pick(others.length)];
    return { query: title.replace(word, other), wanted: byTitle.get(key(title)) };
  }
  return null;
}

/** A title whose last word lacks its end. */
function unfinished({ title }, pick, byTitle) {
  const last = wordsOf(title).at(-1);
  if (!good(title) || !last || last.length < 6 || !title.endsWith(last)) return null;
  const left = last.length - 1 - pick(Math.floor(last.length / 3));
  return { query: title.slice(0, title.length - last.length + left), wanted: byTitle.get(key(title)) };
}
