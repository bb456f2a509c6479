import { NONCONVEX_MARK } from "../../drawing/colors/mark-style";
import { toneColor } from "../../drawing/colors/theme";
import type { LegendContent, LegendLine, LegendRamp, LineSwatch, Swatch } from "../../drawing/legend/legend-content";
import type { ClippedCounts } from "../../drawing/scales/loss-scale";
import type { FigureStyle } from "../layout/figure-style";
import type { Rectangle, Ring } from "../layout/geometry";
import { type ListLayout, type PlotLayout, SWATCH_GAP, SWATCH_WIDTH } from "../layout/plot-layout";
import { writeElement, writeLine, writePath, writePoint, writeText } from "../layout/svg-text";
import type { Band } from "./figure-layers";
import { DOT_SIZE, drawDots, drawNonconvexLines, HATCH_PITCH, STIPPLE_PITCH } from "./fill-drawing";
import { hatchRegion, stippleRegion } from "./hatching";

const TICK = 0.45;
const FINE_TICK = 0.25;
const SWATCH_HEIGHT = 1.1;
/** Height of the pointed ends of the colour scale, in text sizes; they show that values continue beyond the limits. */
const TIP = 0.8;

/** Draws the colours and the losses at which they change. A pointed end represents all values that the limits cut off. */
export function drawColorBar(
  ramp: LegendRamp,
  bands: readonly Band[],
  clipped: Pick<ClippedCounts, "above" | "below">,
  layout: PlotLayout,
  style: FigureStyle,
): string {
  const { bar } = layout;
  if (!bar) return "";
  const { theme, textSize: em, lineWidth } = style;
  const top = bar.top + (clipped.above > 0 ? TIP * em : 0);
  const bottom = bar.bottom - (clipped.below > 0 ? TIP * em : 0);
  const place = (position: number) => bottom - position * (bottom - top);
  const { left, right } = bar;
  const parts = bands.map(({ from, color }) =>
    // Each band is drawn up to the top, so that no seam is visible between bands.
    writeElement("rect", { x: left, y: top, width: right - left, height: place(from) - top, fill: color }),
  );
  const middle = (left + right) / 2;
  const tip = (y: number, end: number, color: string) =>
    writePath(`M${writePoint([left, y])}L${writePoint([middle, end])}L${writePoint([right, y])}Z`, { fill: color });
  if (clipped.above > 0) parts.push(tip(top, bar.top, bands[bands.length - 1]!.color));
  if (clipped.below > 0) parts.push(tip(bottom, bar.bottom, bands[0]!.color));
  const outline =
    `M${writePoint([left, bottom])}V${top.toFixed(2)}${clipped.above > 0 ? `L${writePoint([middle, bar.top])}` : ""}` +
    `L${writePoint([right, top])}V${bottom.toFixed(2)}${clipped.below > 0 ? `L${writePoint([middle, bar.bottom])}` : ""}Z`;
  const stroke = { fill: "none", stroke: theme.ink, "stroke-width": 0.8 * lineWidth };
  const tick = (position: number, length: number) =>
    `M${writePoint([right, place(position)])}h${(length * em).toFixed(2)}`;
  const inside = ({ position }: { readonly position: number }) => position >= -1e-6 && position <= 1 + 1e-6;
  const ticks = ramp.ticks.filter(inside);
  const fine = ramp.fineTicks.filter((position) => inside({ position }));
  parts.push(writePath(outline, { ...stroke, "stroke-linejoin": "round" }));
  parts.push(
    writePath(
      [...ticks.map(({ position }) => tick(position, TICK)), ...fine.map((p) => tick(p, FINE_TICK))].join(""),
      stroke,
    ),
  );
  let last = Number.POSITIVE_INFINITY;
  for (const { position, text } of ticks) {
    const y = place(position);
    if (last - y < 1.15 * em) continue;
    last = y;
    parts.push(writeText(text, [right + (TICK + 0.3) * em, y + 0.35 * em], { "font-size": em, fill: theme.ink }));
  }
  const name = { "font-size": em, fill: theme.ink, "text-anchor": "middle" };
  parts.push(writeText(ramp.name, [layout.barNameBase, (bar.top + bar.bottom) / 2], name, -90));
  return parts.join("");
}

/** Draws the list of marks and lines with their shares and counts, and the notes below it. */
export function drawList(content: LegendContent, layout: PlotLayout, plain: string, style: FigureStyle): string {
  const { list } = layout;
  if (!list) return "";
  const rows = [
    ...content.classes.map(({ swatch, label, fraction }) => ({
      drawing: (box: Rectangle) => drawClassSwatch(box, swatch, plain, style),
      label,
      value: fraction,
    })),
    ...content.lines.map((line) => ({
      drawing: (box: Rectangle) => drawLineSwatch(box, line, plain, style),
      label: line.label,
      value: line.value,
    })),
  ];
  const perColumn = Math.ceil(rows.length / list.columns);
  const drawn = rows.map(({ drawing, label, value }, index) => {
    const box = placeRow(list, index, perColumn, style);
    return drawing(box) + drawRowText(box, label, value, list, style);
  });
  return drawn.join("") + drawNotes(layout, list.top + perColumn * list.rowHeight, style);
}

function placeRow(list: ListLayout, index: number, perColumn: number, { textSize: em }: FigureStyle): Rectangle {
  const left = list.left + Math.floor(index / perColumn) * (list.columnWidth + list.columnGap);
  const top = list.top + (index % perColumn) * list.rowHeight + 0.2 * em;
  return { left, top, right: left + SWATCH_WIDTH * em, bottom: top + SWATCH_HEIGHT * em };
}

function drawRowText(
  box: Rectangle,
  label: string,
  value: string,
  list: ListLayout,
  { theme, textSize: em }: FigureStyle,
) {
  const base = (box.top + box.bottom) / 2 + 0.35 * em;
  const text = { "font-size": em, fill: theme.ink };
  const right = box.left + list.columnWidth;
  return (
    writeText(label, [box.right + SWATCH_GAP * em, base], text) +
    (value ? writeText(value, [right, base], { ...text, "text-anchor": "end" }) : "")
  );
}

function drawNotes({ notes, list }: PlotLayout, bottom: number, { theme, textSize: em }: FigureStyle): string {
  if (!list) return "";
  return notes
    .map((note, index) =>
      writeText(note, [list.left, bottom + (0.9 + (index + 0.6) * 1.38) * em], { "font-size": em, fill: theme.muted }),
    )
    .join("");
}

function ringOf({ left, right, top, bottom }: Rectangle): Ring {
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

function rectangle(box: Rectangle, attributes: Readonly<Record<string, string | number>>): string {
  const { left, right, top, bottom } = box;
  return writeElement("rect", { x: left, y: top, width: right - left, height: bottom - top, ...attributes });
}

function drawClassSwatch(box: Rectangle, swatch: Swatch, plain: string, style: FigureStyle): string {
  const { theme, textSize: em, lineWidth } = style;
  const frame = (color: string, dashes = "") =>
    rectangle(box, {
      fill: "none",
      stroke: color,
      "stroke-width": 0.8 * lineWidth,
      ...(dashes ? { "stroke-dasharray": dashes } : {}),
    });
  if (swatch === "hole") return frame(theme.muted, `${(2 * lineWidth).toFixed(2)} ${(2 * lineWidth).toFixed(2)}`);
  if (swatch === "ceiling") return rectangle(box, { fill: theme.cut }) + frame(theme.edge);
  const background = rectangle(box, { fill: plain });
  if (swatch === "plain") return background + frame(theme.frame);
  if (swatch === "stipple") {
    const inset = (DOT_SIZE * em) / 2;
    const room = { left: box.left + inset, right: box.right - inset, top: box.top + inset, bottom: box.bottom - inset };
    const dots = stippleRegion([ringOf(room)], STIPPLE_PITCH * em).map(writePoint);
    return background + drawDots(dots, theme, em) + frame(theme.frame);
  }
  const hatch = hatchRegion([ringOf(box)], HATCH_PITCH * em, swatch === "hatch-rising" ? 1 : -1);
  return (
    background +
    rectangle(box, { fill: theme.nonconvex, "fill-opacity": NONCONVEX_MARK.tint }) +
    drawNonconvexLines([...hatch, [...ringOf(box), [box.left, box.top]]], style)
  );
}

/** Draws a sample of a kind of line, as on the figure. */
function drawLineSwatch(box: Rectangle, { swatch, tone }: LegendLine, plain: string, style: FigureStyle): string {
  const { theme, textSize: em, lineWidth } = style;
  const middle = (box.top + box.bottom) / 2;
  const d = writeLine([
    [box.left, middle],
    [box.right, middle],
  ]);
  const stroke = (color: string, width: number, rest = {}) =>
    writePath(d, { fill: "none", stroke: color, "stroke-width": width * lineWidth, ...rest });
  const dash = (...lengths: number[]) => ({
    "stroke-dasharray": lengths.map((length) => (length * em).toFixed(2)).join(" "),
  });
  const dot = (cx: number, radius: number, fill: string, color: string) =>
    writeElement("circle", { cx, cy: middle, r: radius * em, fill, stroke: color, "stroke-width": 1.3 * lineWidth });
  const background = rectangle(box, { fill: plain, stroke: theme.frame, "stroke-width": 0.8 * lineWidth });
  const cased = (color: string, width: number) => background + stroke(theme.casing, width + 2) + stroke(color, width);
  const ends = [box.left + 0.28 * em, box.right - 0.28 * em] as const;
  const chord = (fill: string) => stroke(theme.proof, 2) + ends.map((x) => dot(x, 0.28, fill, theme.proof)).join("");
  const color = toneColor(theme, tone ?? 0);
  const drawings: Readonly<Record<LineSwatch, () => string>> = {
    "crease-concave": () =>
      background + stroke(theme.creaseCasing, 3.4, { "stroke-opacity": 0.55 }) + stroke(theme.creaseConcave, 1.8),
    "crease-convex": () => background + stroke(theme.creaseConvex, 1.1, dash(0.3, 0.22)),
    "chord-proved": () => chord(theme.proof),
    "chord-tried": () => chord(theme.casing),
    path: () => cased(color, 2.2) + dot(ends[0], 0.16, color, color) + dot(ends[1], 0.28, color, theme.casing),
    pin: () => dot((box.left + box.right) / 2, 0.32, theme.ink, theme.casing),
    "arm-down": () => cased(theme.nonconvex, 2.6) + stroke(theme.hatch, 2.6, dash(0.17, 0.25)),
    "arm-up": () => cased(theme.proof, 2.6),
    "arm-undecided": () => cased(theme.muted, 2.6),
    cut: () => cased(theme.ink, 1.6),
  };
  return drawings[swatch]();
}
