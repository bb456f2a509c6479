import type { ComputeService } from "../compute/service/tasks";
import type { Commands } from "../studio/run/commands";
import type { StudioState } from "../studio/state/state";
import type { Store } from "../studio/state/store";
import type { SurfaceView } from "../studio/views/surface/surface-view";

/** What the page gives to every tool. */
export interface ToolParts {
  readonly store: Store;
  /** Long computations of a tool use `inBackground(service)`, so that the computations of the page come first. */
  readonly service: ComputeService;
  readonly view: SurfaceView;
  readonly commands: Commands;
}

/** A tool beside the surface or over it. It is made when it is first opened, and kept. */
export interface Tool {
  /** Draws the state; called at most once a frame while the tool is open. */
  update(state: StudioState): void;
  /** Called when the tool is closed: removes its marks from the surface. Its results stay for the next time. */
  hide(): void;
  /** Called after the theme has changed. */
  restyle(): void;
  /** Saves what a tool over the surface shows in its place; absent: it shows nothing that is saved as a picture. */
  savePicture?(): void;
}

export type OpenTool = (host: HTMLElement, parts: ToolParts) => Tool;

/** What the rail, the help and the keys need to know of a tool before its code is loaded. */
export interface ToolEntry {
  /** The name in links and element ids: lower-case letters. */
  readonly name: string;
  /** One word on the rail. */
  readonly label: string;
  /** What the tool shows, in a few words. */
  readonly title: string;
  /** The letter that opens and closes it. */
  readonly key: string;
  /** Strokes on a 16-unit square: the `d` of an SVG path. */
  readonly icon: string;
  /** `drawer` is beside the surface, `stage` covers it. */
  readonly place: "drawer" | "stage";
  /** Loads the tool's own code, which the page does not need to open. */
  readonly load: () => Promise<OpenTool>;
}
