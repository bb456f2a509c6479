import type { Grid } from "../../slice/grid";
import { formatAtMost, formatExact } from "../../words/numbers";
import { farthestOf } from "../overlays/lay-path";
import { listPaths, listPins, type SceneOverlays, type ScenePath } from "../overlays/scene-overlays";
import type { LegendLine } from "./legend-content";

/** The most paths that the legend names; it counts the others, because more lines would fill the page. */
const MOST_NAMED_PATHS = 8;
/** Characters of a label that fit beside its number. */
const MOST_CHARACTERS = 20;

export function listOverlayLines(overlays: SceneOverlays): readonly LegendLine[] {
  const lines: LegendLine[] = [...listPathLines(listPaths(overlays))];
  const pins = listPins(overlays).length;
  if (pins > 0) lines.push({ label: pins === 1 ? "pin" : "pins", swatch: "pin", value: formatExact(pins) });
  const signs = new Set(overlays.cross?.arms.map(({ curvature }) => Math.sign(curvature)));
  if (signs.has(-1)) lines.push({ label: "the loss bends down", swatch: "arm-down", value: "" });
  if (signs.has(1)) lines.push({ label: "the loss bends up", swatch: "arm-up", value: "" });
  if (signs.has(0)) lines.push({ label: "bend not decided", swatch: "arm-undecided", value: "" });
  if (overlays.cut) lines.push({ label: "cut from A to B", swatch: "cut", value: "" });
  return lines;
}

/** Paths of the same name and tone share a line. */
function listPathLines(paths: readonly ScenePath[]): readonly LegendLine[] {
  const groups = new Map<string, { label: string; tone: number; farthest: number }>();
  for (const path of paths) {
    const key = `${path.tone} ${path.label}`;
    const farthest = Math.max(farthestOf(path), groups.get(key)?.farthest ?? 0);
    groups.set(key, { label: path.label, tone: path.tone, farthest });
  }
  return [...groups.values()].slice(0, MOST_NAMED_PATHS).map(({ label, tone, farthest }) => ({
    label: shorten(label || "path"),
    swatch: "path",
    tone,
    value: farthest > 0 ? `at most ${formatAtMost(farthest)} from the plane` : "in the plane",
  }));
}

function shorten(label: string): string {
  return label.length > MOST_CHARACTERS ? `${label.slice(0, MOST_CHARACTERS - 1).trimEnd()}…` : label;
}

/** Whole sentences: why paths fade, and which current points are outside the slice. */
export function describeOverlays(overlays: SceneOverlays, grid: Grid): readonly string[] {
  const paths = listPaths(overlays);
  const notes: string[] = [];
  if (paths.some((path) => farthestOf(path) > 0)) {
    notes.push("Paths fade with distance from the plane. A ring above or below a path marks its true loss.");
  }
  const named = new Set(paths.map(({ tone, label }) => `${tone} ${label}`)).size;
  if (named > MOST_NAMED_PATHS) notes.push(`${formatExact(named - MOST_NAMED_PATHS)} more paths are not named here.`);
  const outside = paths.filter((path) => !isHeadInside(path, grid));
  if (outside.length === 1) notes.push(`The current point of ${outside[0]!.label || "the path"} is outside the slice.`);
  if (outside.length > 1)
    notes.push(`${formatExact(outside.length)} paths have their current points outside the slice.`);
  return notes;
}

function isHeadInside({ points, head }: ScenePath, { x, y, columns, rows }: Grid): boolean {
  const point = points[head ?? points.length - 1];
  return point !== undefined && isWithin(point.x, x[0]!, x[columns - 1]!) && isWithin(point.y, y[0]!, y[rows - 1]!);
}

function isWithin(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}
