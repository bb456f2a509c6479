import type { ComputeService } from "../compute/service/tasks";
import type { Commands } from "../studio/run/commands";
import type { StudioState } from "../studio/state/state";
import type { Store } from "../studio/state/store";
import type { SurfaceView } from "../studio/views/surface/surface-view";

/** What a tool works with. */
export interface ToolParts {
  readonly store: Store;
  /** Long work of a tool goes through `inBackground(service)`, so that the page comes first. */
  readonly service: ComputeService;
  readonly view: SurfaceView;
  readonly commands: Commands;
}

/** Something to do with the experiment, beside the surface or over it. Made at its first opening and kept. */
export interface Tool {
  /** Draws from the state, at most once a frame while the tool is open. */
  update(state: StudioState): void;
  /** The tool was closed: takes its marks off the surface. Its results stay for the next time. */
  hide(): void;
  /** The theme changed. */
  restyle(): void;
}

export type OpenTool = (host: HTMLElement, parts: ToolParts) => Tool;

/** What the rail, the help and the keys say of a tool before its code is loaded. */
export interface ToolEntry {
  /** In links and element ids: lower-case letters. */
  readonly name: string;
  /** On the rail, a word. */
  readonly label: string;
  /** What the tool answers, in a few words. */
  readonly title: string;
  /** The letter that opens and closes it. */
  readonly key: string;
  /** Strokes on a 16-unit square: the `d` of an SVG path. */
  readonly icon: string;
  /** `drawer` stands beside the surface, `stage` covers it. */
  readonly place: "drawer" | "stage";
  /** Loads the tool's own code: the page opens without it. */
  readonly load: () => Promise<OpenTool>;
}
