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
import type { SolutionsHold } from "./solutions-hold";
import { addSolutions, removeSolution, renameSolution } from "./solutions-state";

const NO_STORAGE = "This browser stores nothing, so solutions last until the page is closed.";

type LibraryActions = Pick<
  SolutionsActions,
  "startRenaming" | "rename" | "remove" | "restore" | "save" | "saveAll" | "read"
>;

/** The kept solutions: in the state of the tool, and in this browser. */
export interface SolutionLibrary {
  readonly actions: LibraryActions;
  readonly find: (id: string) => Solution | undefined;
  /** Keeps some and says what did not fit. */
  readonly keep: (solutions: readonly Solution[]) => void;
}

export function openLibrary({ getState, change, say }: SolutionsHold, shelf: SolutionShelf): SolutionLibrary {
  shelf.read().then(
    ({ solutions, complaints }) =>
      change({ solutions: [...solutions, ...getState().solutions], message: complaints.join(" ") }),
    () => say(NO_STORAGE),
  );

  const written = (writing: Promise<void>): void => {
    writing.catch(() => say(NO_STORAGE));
  };
  const find = (id: string): Solution | undefined => getState().solutions.find((solution) => solution.id === id);

  function keep(solutions: readonly Solution[]): void {
    const { state, added, complaint } = addSolutions(getState(), solutions);
    change({ ...state, message: complaint });
    for (const solution of added) written(shelf.put(solution));
  }

  async function read(file: File): Promise<void> {
    try {
      if (file.size > LONGEST_FILE) throw new SolutionError(`${file.size} bytes are more than ${LONGEST_FILE}`);
      const { drafts, complaints } = readSolutionFile(await file.text(), (spec) => nameSolution(spec, null, 0));
      keep(drafts.map(adoptDraft));
      const sentences = complaints.map((complaint) => `${nameOf(file)}: ${complaint}.`);
      say([...sentences, getState().message].join(" ").trim());
    } catch (error) {
      const why = error instanceof SolutionError ? error.message : "the file could not be read";
      say(`${nameOf(file)}: ${why}.`);
    }
  }

  return {
    find,
    keep,
    actions: {
      startRenaming: (id) => change({ renaming: id }),
      rename(id, name) {
        // The box says it twice: by Enter, and by being left.
        if (getState().renaming !== id) return;
        change(renameSolution(getState(), id, name));
        const renamed = find(id);
        if (renamed) written(shelf.put(renamed));
      },
      remove(id) {
        change({ ...removeSolution(getState(), id), message: "" });
        written(shelf.remove(id));
      },
      restore() {
        const { removed } = getState();
        change({ removed: null });
        if (removed) keep([removed]);
      },
      save(id) {
        const solution = find(id);
        if (solution) downloadText(JSON.stringify(solution.spec, null, 2), `${nameSolutionFile(solution)}.json`);
      },
      saveAll: () => downloadText(writeCollection(getState().solutions), "losscape-solutions.json"),
      read: (file) => void read(file),
    },
  };
}

/** A solution of a file becomes one of the reader's; its loss is measured anew. */
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
