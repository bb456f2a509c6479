import { createStore, del, get, keys, set } from "idb-keyval";
import {
  MOST_SOLUTIONS,
  readKeptSolution,
  type Solution,
  SolutionError,
  writeKeptSolution,
} from "../../formats/files/solutions-file";

/** The browser's storage: text by key. */
export interface TextStorage {
  readonly keys: () => Promise<readonly unknown[]>;
  readonly get: (key: string) => Promise<unknown>;
  readonly set: (key: string, text: string) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
}

export interface ShelfContent {
  /** In the order in which they were kept. */
  readonly solutions: readonly Solution[];
  /** One sentence for each entry that cannot be read. */
  readonly complaints: readonly string[];
}

/** The reader's solutions in this browser. Each is an entry of its own, so that a broken one does not affect the others. */
export interface SolutionShelf {
  readonly read: () => Promise<ShelfContent>;
  readonly put: (solution: Solution) => Promise<void>;
  readonly remove: (id: string) => Promise<void>;
}

/** The storage of this browser. */
export function openBrowserStorage(): TextStorage {
  const store = createStore("losscape-solutions", "solutions");
  return {
    keys: () => keys(store),
    get: (key) => get<unknown>(key, store),
    set: (key, text) => set(key, text, store),
    remove: (key) => del(key, store),
  };
}

export function openShelf(storage: TextStorage): SolutionShelf {
  return {
    read: () => readShelf(storage),
    put: (solution) => storage.set(solution.id, writeKeptSolution(solution)),
    remove: (id) => storage.remove(id),
  };
}

/** Removes broken entries from the storage. Entries of a later version stay there, unread: that version can still read them. */
async function readShelf(storage: TextStorage): Promise<ShelfContent> {
  const found = (await storage.keys()).filter((key) => typeof key === "string");
  const solutions: Solution[] = [];
  const complaints: string[] = [];
  if (found.length > MOST_SOLUTIONS) {
    complaints.push(`Only ${MOST_SOLUTIONS} of the ${found.length} kept solutions are read.`);
  }
  for (const key of found.slice(0, MOST_SOLUTIONS)) {
    try {
      const solution = readKeptSolution(await storage.get(key));
      if (solution.id !== key) throw new SolutionError("it is stored under another id");
      solutions.push(solution);
    } catch (error) {
      if (!(error instanceof SolutionError)) throw error;
      complaints.push(`A kept solution cannot be read and is left out: ${error.message}.`);
      if (!error.isNewer) await storage.remove(key);
    }
  }
  return { solutions: solutions.sort((one, other) => one.keptAt - other.keptAt), complaints };
}
