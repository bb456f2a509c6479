import type { Page } from "playwright-core";
import { DEFAULT_SPEC } from "../../experiment/defaults";
import { parseSpec } from "../../experiment/parse";
import { PRESETS } from "../../experiment/presets";
import type { Spec } from "../../experiment/spec";
import { DEFAULT_VIEW, type View } from "../../experiment/view";
import { compareBoth, connectSolutions, finishRace, finishSurvey, waitFor } from "./tool-results";

/** A picture of the README: an experiment, its view, and the actions before the picture is taken. */
export interface GalleryPicture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
  readonly spec: Spec;
  readonly view: Partial<View>;
  readonly act?: (page: Page) => Promise<void>;
}

/** The page's default experiment with a finer grid and the whole Hessian at the centre. */
const FINE: Spec = parseSpec({
  ...DEFAULT_SPEC,
  grid: { ...DEFAULT_SPEC.grid, columns: 129, rows: 129 },
  fullHessian: "center",
});
const SIGMOID: Spec = parseSpec({ ...FINE, network: { ...FINE.network, activation: "sigmoid" } });
/** Fast enough to run many times. */
const SMALL: Spec = parseSpec({
  ...DEFAULT_SPEC,
  dataset: { ...DEFAULT_SPEC.dataset, samples: 64 },
  network: { layers: [2, 6, 1], activation: "relu" },
  grid: { ...DEFAULT_SPEC.grid, columns: 65, rows: 65 },
});

const LARGE = { width: 1440, height: 900, scheme: "light" } as const;

function preset(name: string): Pick<GalleryPicture, "spec" | "view"> {
  const found = PRESETS.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`there is no example ${name}`);
  return { spec: found.spec, view: found.view };
}

const trajectory = preset("trajectory");

export const GALLERY: readonly GalleryPicture[] = [
  { name: "page-light", ...LARGE, spec: FINE, view: {} },
  { name: "page-dark", ...LARGE, scheme: "dark", spec: SIGMOID, view: { coloring: "curvature" } },
  { name: "random-directions", ...LARGE, ...preset("random-directions") },
  { name: "eigenvectors", ...LARGE, ...preset("hidden-curvature") },
  {
    name: "timeline",
    ...LARGE,
    scheme: "dark",
    ...trajectory,
    act: async (page) => {
      await page.focus("#timeline");
      await page.keyboard.press("Home");
      for (let step = 0; step < 60; step++) await page.keyboard.press("ArrowRight");
    },
  },
  { name: "phone", width: 390, height: 844, scheme: "light", spec: FINE, view: {} },
  {
    name: "compare",
    ...LARGE,
    spec: DEFAULT_SPEC,
    view: { tool: "compare" },
    act: compareBoth,
  },
  { name: "learn", ...LARGE, spec: DEFAULT_SPEC, view: { tool: "learn", lesson: 5 } },
  { name: "inspect", ...LARGE, scheme: "dark", spec: DEFAULT_SPEC, view: { tool: "inspect" } },
  { name: "contours", ...LARGE, spec: DEFAULT_SPEC, view: { tool: "contours" } },
  { name: "network", ...LARGE, scheme: "dark", spec: SIGMOID, view: { tool: "network" } },
  { name: "path", ...LARGE, spec: trajectory.spec, view: { ...trajectory.view, tool: "path" } },
  {
    name: "solutions",
    ...LARGE,
    spec: SMALL,
    view: { tool: "solutions" },
    act: connectSolutions,
  },
  {
    name: "race",
    ...LARGE,
    spec: SMALL,
    // Seen from above, because from the side some trajectories hide others.
    view: { tool: "race", camera: { ...DEFAULT_VIEW.camera, polar: 0.5 } },
    act: async (page) => {
      await finishRace(page);
      await page.click("#race-plane");
      await waitFor(page, "#race-plane-said");
    },
  },
  {
    name: "survey",
    ...LARGE,
    spec: SMALL,
    view: { tool: "survey" },
    act: (page) => finishSurvey(page, 60, 6),
  },
];
