// The search engine, off the main thread. It loads the engine and the index, fetches the parts of the
// index that a query turns out to need, and answers `{id, query, limit}` with `{id, hits, total,
// corrected, ms, bytes}`, or with `{id, error}`. What a query means, and the order of what it finds, is
// known to the engine alone.

const ENGINE = new URL("../search_engine.wasm", import.meta.url);
const INDEX = new URL("../search-index/", import.meta.url);

// What the engine may hold before it starts anew with nothing but the hot part.
const MOST_HELD = 24_000_000;
const MOST_MEMORY = 96_000_000;
// More rounds than any query takes.
const MOST_ROUNDS = 20;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

let loading = null;
let engine = null;
let hot = null;
let latest = 0;
let received = 0;
const underway = new Map();

self.addEventListener("message", ({ data }) => answer(data));

/** Answers one query, unless a later one arrives meanwhile: then nobody waits for this one. */
const answer = async ({ id, query, limit }) => {
  latest = id;
  const start = performance.now();
  const before = received;
  try {
    const found = await ask(query, limit, () => id !== latest);
    if (!found) return;
    const { total, corrected } = found;
    const times = { ms: performance.now() - start, bytes: received - before };
    self.postMessage({ id, hits: found.hits.flatMap(rows), total, corrected, ...times });
  } catch (error) {
    self.postMessage({ id, error: String(error?.message ?? error) });
  }
};

const ask = async (query, limit, isStale) => {
  await load();
  let mended = false;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (isStale()) return null;
    try {
      const answered = call(query, limit);
      if (answered.hits) {
        if (engine.held() > MOST_HELD) engine.forget();
        return answered;
      }
      await addChunks(answered.needed);
    } catch (error) {
      // Once a query: a trapped engine is replaced, and an index that was published anew is opened.
      if (mended) throw error;
      mended = true;
      if (!(error instanceof WebAssembly.RuntimeError)) hot = await fetchHot("reload");
      engine = await start();
    }
  }
  throw new Error("the index never suffices");
};

const load = () => {
  loading ??= loadAll().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
};

let compiled = null;

const loadAll = async () => {
  // Both at once: neither needs the other to arrive.
  [hot, compiled] = await Promise.all([hot ?? fetchHot("no-cache"), compiled ?? compile()]);
  try {
    engine = await start();
  } catch {
    // It did not come whole, or is another version's.
    hot = await fetchHot("reload");
    engine = await start();
  }
};

const compile = async () => {
  const response = await fetchWhole(ENGINE);
  const copy = response.clone();
  let module;
  try {
    module = await WebAssembly.compileStreaming(response);
  } catch {
    // A host that serves the engine under another type.
    module = await WebAssembly.compile(await copy.arrayBuffer());
  }
  const timing = performance.getEntriesByName(ENGINE.href).at(-1);
  received += timing?.encodedBodySize ?? 0;
  return module;
};

/** Makes an engine that holds the hot part and nothing else. */
const start = async () => {
  const { exports } = await WebAssembly.instantiate(compiled, {});
  put(exports, hot);
  const refused = exports.open();
  if (refused) throw new Error(`the index cannot be opened (${refused})`);
  return exports;
};

const call = (query, limit) => {
  put(engine, encoder.encode(query));
  const lacks = engine.search(limit);
  const bytes = new Uint8Array(engine.memory.buffer, engine.result_start(), engine.result_length());
  const result = JSON.parse(decoder.decode(bytes));
  return lacks ? { needed: result } : result;
};

const put = (exports, bytes) => {
  const at = exports.reserve(bytes.length);
  new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
};

const addChunks = async (needed) => {
  if (engine.memory.buffer.byteLength > MOST_MEMORY) engine = await start();
  const holder = engine;
  const chunks = await Promise.all(needed.map(([, name]) => chunk(name)));
  // Another query may have replaced the engine; then this one asks the new engine.
  if (holder !== engine) return;
  const damaged = needed.filter(([number], place) => {
    put(engine, chunks[place]);
    return engine.add_chunk(number);
  });
  const anew = await Promise.all(damaged.map(([, name]) => fetchPart(new URL(name, INDEX), "reload")));
  if (holder !== engine) return;
  damaged.forEach(([number, name], place) => {
    put(engine, anew[place]);
    if (engine.add_chunk(number)) throw new Error(`${name} is damaged`);
  });
};

/** Fetches a chunk, once for all queries that wait for it. */
const chunk = (name) => {
  if (!underway.has(name)) {
    const url = new URL(name, INDEX);
    const fetched = fetchPart(url).finally(() => underway.delete(name));
    underway.set(name, fetched);
  }
  return underway.get(name);
};

const fetchPart = async (url, cache = "default") => {
  try {
    return await inflated(await fetchWhole(url, cache));
  } catch {
    return inflated(await fetchWhole(url, "reload"));
  }
};

// The name of the hot part stays when its content changes, so a kept copy is only taken where the host
// confirms it. All other names stand for one content.
const fetchHot = async (cache) => inflated(await fetchWhole(new URL("hot.bin", INDEX), cache));

const fetchWhole = async (url, cache = "default") => {
  const response = await fetch(url, { cache });
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`);
  return response;
};

const inflated = async (response) => {
  const packed = await response.arrayBuffer();
  received += packed.byteLength;
  const { readable, writable } = new DecompressionStream("deflate-raw");
  // Bytes that are at hand go in at once; a stream of them would take a way through other processes.
  const writer = writable.getWriter();
  const written = Promise.all([writer.write(packed), writer.close()]);
  // Damaged ones end both, and the reading side says so.
  written.catch(() => {});
  return new Uint8Array(await new Response(readable).arrayBuffer());
};

/** A page that was found, as the rows that show it: its best section, then the others. */
const rows = ({ path, more, ...hit }) => {
  const folders = path.split("/").slice(0, -1).join(" › ");
  const { permalink, title, kind } = hit;
  return [{ ...hit, path: folders }, ...more.map((other) => ({ permalink, title, kind, ...other }))];
};

// The engine comes while the first words are typed.
load().catch(() => {});
