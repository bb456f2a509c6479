import type { ConnectOptions } from "../../../compute/connect-modes";
import type { Choice, Role } from "./solutions-state";

/** What the reader can do in the tool. */
export interface SolutionsActions {
  readonly keepPresent: () => void;
  readonly trainSeeds: () => void;
  /** Ends what is under way; what it has kept so far stays. */
  readonly cancel: () => void;
  readonly setSeedCount: (count: number) => void;
  readonly setFirstSeed: (seed: number) => void;
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
  readonly setOptions: (options: Partial<ConnectOptions>) => void;
  readonly showConnection: () => void;
}
