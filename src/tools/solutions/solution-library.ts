import { LONGEST_FILE } from "../../formats/files/file-limits";
import {
  readSolutionFile,
  type Solution,
  type SolutionDraft,
  SolutionError,
  writeCollection,
} from "../../formats/files/solutions-file";
import { nameOf } from "../../studio/views/files/open-file";
import { download } from "../../studio/views/files/save-file";
import { measureLoss, nameSolution, parametersOf } from "./keep-solution";
import type { SolutionShelf } from "./solution-shelf";
import type { SolutionsActions } from "./solutions-actions";
import type { SolutionsStore } from "./solutions-state";

const NO_STORAGE = "This browser does not store solutions: they are lost when the page is closed.";

type LibraryActions = Pick<
  SolutionsActions,
  "startRenaming" | "rename" | "remove" | "restore" | "save" | "saveAll" | "read"
>;

/** The kept solutions, in the state of the tool and in the browser's storage. */
export interface SolutionLibrary {
  readonly actions: LibraryActions;
  readonly find: (id: string) => Solution | undefined;
  /** Keeps the solutions for which there is room; a sentence says where some were left out. */
  readonly keep: (solutions: readonly Solution[]) => void;
}

export function openLibrary({ getState, dispatch }: SolutionsStore, shelf: SolutionShelf): SolutionLibrary {
  const say = (message: string): void => dispatch({ type: "say", message });
  const reportWriting = (writing: Promise<void>): void => {
    writing.catch(() => say(NO_STORAGE));
  };
  const find = (id: string): Solution | undefined => getState().solutions.find((solution) => solution.id === id);

  shelf.read().then(
    ({ solutions, complaints }) => dispatch({ type: "take-stored", solutions, message: complaints.join(" ") }),
    () => say(NO_STORAGE),
  );

  /** Changes the kept solutions, and stores those that are new or changed. */
  function storeChanges(change: () => void): void {
    const before = getState().solutions;
    change();
    for (const solution of getState().solutions) {
      if (!before.includes(solution)) reportWriting(shelf.put(solution));
    }
  }

  function keep(solutions: readonly Solution[]): void {
    storeChanges(() => dispatch({ type: "keep", solutions }));
  }

  async function read(file: File): Promise<void> {
    try {
      if (file.size > LONGEST_FILE) throw new SolutionError(`${file.size} bytes are more than ${LONGEST_FILE}`);
      const { drafts, complaints } = readSolutionFile(await file.text(), (spec) => nameSolution(spec, null, 0));
      keep(drafts.map(adoptDraft));
      const sentences = complaints.map((complaint) => `${nameOf(file)}: ${complaint}.`);
      say([...sentences, getState().message].join(" ").trim());
    } catch (error) {
      const reason = error instanceof SolutionError ? error.message : "the file could not be read";
      say(`${nameOf(file)}: ${reason}.`);
    }
  }

  return {
    find,
    keep,
    actions: {
      startRenaming: (id) => dispatch({ type: "start-renaming", id }),
      rename: (id, name) => storeChanges(() => dispatch({ type: "rename", id, name })),
      remove(id) {
        dispatch({ type: "remove", id });
        reportWriting(shelf.remove(id));
      },
      restore: () => storeChanges(() => dispatch({ type: "restore" })),
      save(id) {
        const solution = find(id);
        if (solution) downloadText(JSON.stringify(solution.spec, null, 2), `${nameSolutionFile(solution)}.json`);
      },
      saveAll: () => downloadText(writeCollection(getState().solutions), "losscape-solutions.json"),
      read: (file) => void read(file),
    },
  };
}

/** Gives a solution of a file an id; its loss is computed again, so that the file's is not trusted. */
function adoptDraft(draft: SolutionDraft): Solution {
  const loss = measureLoss({ spec: draft.spec, parameters: parametersOf(draft.spec) });
  return Object.freeze({ ...draft, loss, id: crypto.randomUUID(), keptAt: Date.now() });
}

function downloadText(text: string, name: string): void {
  download(new Blob([text], { type: "application/json" }), name);
}

/** "losscape-relu-moons-seed-4": letters and digits of the name. */
function nameSolutionFile({ name }: Solution): string {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return ["losscape", ...words].join("-");
}
