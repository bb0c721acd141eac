// Search where a cluster keeps the index: the messages of search_worker.js, answered by Quickwit or
// OpenSearch. First comes `{endpoint, engine}`. What words are, the cluster knows; where it does not, the
// index holds stems (`studium export`), and what is asked for here is every beginning of a word that may be
// its stem.

// How many letters are a stem at least, but for short words, and how many an ending has at most. With shorter
// stems, every word would find the prepositions that it begins with.
const SHORTEST_STEM = 3;
const LONGEST_ENDING = 9;
// What a word in a name, in a heading and in the text is worth.
const WEIGHTS = [6, 3, 1];
// More sections than pages are asked for: several may be of one page.
const SECTIONS = 4;
const SNIPPET = 180;
const PATIENCE_MS = 10000;

const FIELDS = {
  quickwit: { words: ["title_words", "heading_words", "text_words"], title: ["title_words"], path: ["path_words"] },
  opensearch: { words: ["title", "aliases", "heading", "text"], title: ["title", "aliases"], path: ["path"] },
};
const weightOf = (field) => WEIGHTS[field.startsWith("text") ? 2 : field.startsWith("heading") ? 1 : 0];

let cluster = null;
let latest = 0;

self.addEventListener("message", ({ data }) => {
  if (data.endpoint) cluster = data;
  else answer(data);
});

const answer = async ({ id, query, limit }) => {
  latest = id;
  const start = performance.now();
  try {
    const asked = read(query);
    if (asked.words.length === 0 && asked.filter.length === 0) {
      self.postMessage({ id, hits: [], total: 0, ms: 0, bytes: 0 });
      return;
    }
    const found = await ask({ size: limit * SECTIONS, query: { bool: queryOf(asked) }, sort: ["_score"] });
    if (id !== latest) return;
    const { hits, total } = pagesOf(found.hits, limit, asked.words);
    self.postMessage({ id, hits, total, ms: performance.now() - start, bytes: 0 });
  } catch (error) {
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
};

const ask = async (body) => {
  const response = await fetch(cluster.endpoint, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    credentials: "omit",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw new Error(`the cluster answers ${response.status}`);
  return response.json();
};

/** Reads a query: words, phrases, what is not wanted, and what restricts. */
const read = (query) => {
  const asked = { words: [], phrases: [], title: [], path: [], not: [], filter: [] };
  for (const [, minus, operator, quoted, bare] of query.matchAll(/(-?)(?:(\p{L}+):)?(?:"([^"]*)"|(\S+))/gu)) {
    const text = quoted ?? bare;
    const exact = { tag: ["tags", text.replace(/^#/, "").toLowerCase()], lang: ["lang", text], is: ["kind", text] }[operator];
    const place = { title: "title", path: "path", file: "path" }[operator];
    const whole = operator && !exact && !place ? `${operator} ${text}` : text;
    const words = wordsOf(whole);
    if (exact) (minus ? asked.not : asked.filter).push({ term: { [exact[0]]: { value: exact[1] } } });
    else if (minus) asked.not.push(...words.map((word) => wordQuery(word, false)));
    else if (place) asked[place].push(...words);
    else if (text === "OR") asked.isAny = true;
    else {
      asked.words.push(...words);
      if (quoted !== undefined && words.length > 1) asked.phrases.push(words);
    }
  }
  asked.isUnfinished = /[\p{L}\p{N}]$/u.test(query);
  return asked;
};

const folded = (text) =>
  text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll("и\u0306", "й")
    .replace(/[\p{Mn}\u00ad\u200b-\u200d]/gu, "");

const wordsOf = (text) => folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];

const queryOf = ({ words, phrases, title, path, not, filter, isAny, isUnfinished }) => {
  const clauses = words.map((word, at) => wordQuery(word, isUnfinished && at === words.length - 1));
  const named = (list, fields) => list.map((word) => wordQuery(word, false, FIELDS[cluster.engine][fields]));
  const must = [...named(title, "title"), ...named(path, "path"), ...phrases.flatMap(phraseQuery)];
  const any = isAny ? { should: clauses, minimum_should_match: 1 } : {};
  return { must: isAny ? must : [...clauses, ...must], must_not: not, filter, ...any };
};

/** Asks for one word in any of the fields. */
const wordQuery = (word, isUnfinished, fields = FIELDS[cluster.engine].words) => {
  const should = fields.flatMap((field) => inField(field, word, isUnfinished));
  return { bool: { should, minimum_should_match: 1 } };
};

const inField = (field, word, isUnfinished) => {
  const boost = weightOf(field);
  const begun = isUnfinished && word.length > 2 ? [{ prefix: { [field]: { value: word } } }] : [];
  if (cluster.engine !== "quickwit") {
    return [{ match: { [field]: { query: word, boost, fuzziness: "AUTO", prefix_length: 1 } } }, ...begun];
  }
  // Its `match` takes no weight, so it is asked as often as the word weighs there: scores are added up.
  if (!/[а-я]/.test(word)) return [...Array(boost).fill({ match: { [field]: { query: word } } }), ...begun];
  // The longer the beginning, the more of the word it is.
  const stem = (value) => ({ term: { [field]: { value, boost: (boost * value.length) / word.length } } });
  return [...stemsOf(word).map(stem), ...begun];
};

/** Every beginning of a word that may be its stem. */
const stemsOf = (word) => {
  const letters = [...word];
  const isShort = letters.length <= SHORTEST_STEM;
  const shortest = isShort ? Math.max(1, letters.length - 1) : Math.max(SHORTEST_STEM, letters.length - LONGEST_ENDING);
  return Array.from({ length: letters.length - shortest + 1 }, (_, less) => letters.slice(0, letters.length - less).join(""));
};

// Where a cluster keeps stems, a phrase is its words.
const phraseQuery = (words) => {
  if (cluster.engine === "quickwit") return [];
  const query = { query: words.join(" "), type: "phrase", fields: FIELDS.opensearch.words };
  return [{ multi_match: query }];
};

/** The rows of the list: the sections that were found, best first, as many pages as are wanted. */
const pagesOf = ({ hits, total }, limit, words) => {
  const scored = hits.map(({ _source: section, _score, sort }, at) => {
    const score = (_score ?? sort?.[0] ?? 0) * (section.boost ?? 1);
    return { section, score, at };
  });
  scored.sort((a, b) => b.score - a.score || a.at - b.at);
  const pages = new Set();
  const rows = [];
  for (const { section } of scored) {
    if (!pages.has(section.permalink) && pages.size === limit) continue;
    pages.add(section.permalink);
    rows.push(rowOf(section, words));
  }
  const counted = total?.value ?? total ?? hits.length;
  return { hits: rows, total: counted > hits.length ? counted : pages.size };
};

const rowOf = ({ permalink, title, kind, heading, anchor, path, text, lang }, words) => {
  const folders = path.split("/").slice(0, -1).join(" › ");
  return { permalink, title, kind, lang, heading, anchor, path: folders, ...snippetOf(text ?? "", words) };
};

/** The text around the first word that was asked for, and where such words stand in it. */
const snippetOf = (text, words) => {
  const isAsked = (word) =>
    words.some((asked) => {
      const common = Math.max(Math.min(asked.length, 3), asked.length - 3);
      return folded(word).startsWith(asked.slice(0, common));
    });
  const found = [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].filter(([word]) => isAsked(word));
  const first = found[0]?.index ?? 0;
  const from = first > SNIPPET / 2 ? text.indexOf(" ", first - SNIPPET / 3) + 1 : 0;
  const end = text.length > from + SNIPPET ? Math.max(text.lastIndexOf(" ", from + SNIPPET), from + 1) : text.length;
  const before = from > 0 ? "…" : "";
  const snippet = `${before}${text.slice(from, end)}${end < text.length ? "…" : ""}`;
  const inside = found.filter(({ index, 0: word }) => index >= from && index + word.length <= end);
  const marks = inside.map(({ index, 0: word }) => {
    const start = index - from + before.length;
    return [start, start + word.length];
  });
  return { snippet, marks };
};
