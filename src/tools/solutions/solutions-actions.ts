import type { CurveKind } from "../../model/training/curve";
import type { Choice, CurveOption, Role } from "./solutions-state";

/** What the reader can do in the tool. */
export interface SolutionsActions {
  readonly keepPresent: () => void;
  readonly trainSeeds: () => void;
  /** Ends the running computation; the solutions that it has kept stay. */
  readonly cancel: () => void;
  /** Takes the allowed number nearest to the typed one. @returns the number taken */
  readonly setSeedCount: (typed: number) => number;
  readonly setFirstSeed: (typed: number) => number;
  readonly open: (id: string) => void;
  readonly startRenaming: (id: string | null) => void;
  readonly rename: (id: string, name: string) => void;
  readonly remove: (id: string) => void;
  readonly restore: () => void;
  readonly save: (id: string) => void;
  readonly saveAll: () => void;
  readonly read: (file: File) => void;
  readonly choose: (role: Role, choice: Choice) => void;
  readonly compare: () => void;
  readonly planeToSecond: () => void;
  readonly planeThroughThree: () => void;
  readonly connect: () => void;
  readonly setCurveKind: (kind: CurveKind) => void;
  readonly setCurveOption: (name: CurveOption, typed: number) => number;
  readonly showConnection: () => void;
}
