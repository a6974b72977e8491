// The index's files: fetched when they are needed, each once.

/** Say that the index is missing, cut short or from another build. */
export class Unavailable extends Error {}

const KEPT_PAGES = 1000;

async function load(url, options) {
  let response;
  try {
    response = await fetch(url, options);
    if (response.ok) return await response.json();
  } catch (fault) {
    throw new Unavailable(`${url}: ${fault.message}`);
  }
  throw new Unavailable(`${url}: ${response.status}`);
}

/** Return the number of the shard that would hold `key`: the last one that does not begin after it. */
export function shardOf(firsts, key) {
  let [low, high] = [0, firsts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (firsts[middle] <= key) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export class Store {
  /** @param {URL} folder the index's folder, with a slash at its end */
  constructor(folder) {
    this.folder = folder;
    this.loads = new Map();
    this.pages = new Set();
  }

  /** Fetch a file once; what failed is tried again next time. */
  once(name, fetched) {
    if (!this.loads.has(name)) {
      const load = fetched().catch((fault) => {
        this.loads.delete(name);
        throw fault;
      });
      this.loads.set(name, load);
    }
    return this.loads.get(name);
  }

  frame() {
    return this.once("frame", async () => {
      const frame = await load(new URL("frame.json", this.folder), { cache: "no-cache" });
      if (!frame?.at || !Array.isArray(frame.terms)) throw new Unavailable("frame.json is not this search's");
      return frame;
    });
  }

  async part(name, number) {
    const { at } = await this.frame();
    return this.once(`${name}/${number}`, () => load(new URL(`${at}/${name}/${number}.json`, this.folder)));
  }

  /** Fetch a page's own text; the pages that were asked for first are forgotten when there are many. */
  page(number) {
    this.pages.delete(number);
    this.pages.add(number);
    if (this.pages.size > KEPT_PAGES) {
      const [oldest] = this.pages;
      this.pages.delete(oldest);
      this.loads.delete(`pages/${oldest}`);
    }
    return this.part("pages", number);
  }

  /** Return what stands under each of `keys`: Map(key → value), without those that the index does not have. */
  async values(part, keys) {
    const firsts = (await this.frame())[part];
    const found = new Map();
    await Promise.all(
      [...keys].map(async (key) => {
        const number = shardOf(firsts, key);
        if (number < 0) return;
        const shard = await this.once(`map/${part}/${number}`, async () => new Map(await this.part(part, number)));
        if (shard.has(key)) found.set(key, shard.get(key));
      }),
    );
    return found;
  }

  /** Return all [key, value] whose key begins with `start`; at most `most` shards are read. */
  async beginning(part, start, most = 3) {
    const firsts = (await this.frame())[part];
    const from = Math.max(0, shardOf(firsts, start));
    const to = Math.min(shardOf(firsts, `${start}\uffff`), from + most - 1);
    const shards = await Promise.all(Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => this.part(part, from + i)));
    return shards.flat().filter(([key]) => key.startsWith(start));
  }
}
