import { NONCONVEX_MARK } from "../drawing/colors/mark-style";
import { type ThemeTokens, toneColor } from "../drawing/colors/theme";
import type {
  LegendClass,
  LegendContent,
  LegendLine,
  LegendRamp,
  LineSwatch,
  Swatch,
} from "../drawing/legend/legend-content";
import { FONT_FAMILY, measureText, TEXT_RENDERING } from "../drawing/typeface/typeface";
import { escapeXml } from "../experiment/quote";
import { wrapText } from "./wrap-text";

/** A legend as an SVG document, in CSS pixels. It has attributes and no styles, so a strict content security policy allows it. */
export interface LegendPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** Where each row lies, from top to bottom. */
  readonly rows: readonly LegendRow[];
}

/** The place of a row of a legend's drawing, in CSS pixels. */
export interface LegendRow {
  readonly name: "title" | "ramp" | LegendClass["pointClass"] | LineSwatch;
  readonly label: string;
  readonly top: number;
  readonly bottom: number;
}

export interface LegendPictureOptions {
  /** Prefix of the ids of title, description and patterns, so that they are unique on the page. */
  readonly id?: string;
  /** Paint the panel behind the text; false where the page paints it. */
  readonly panel?: boolean;
}

const WIDTH = 268;
const PADDING = 14;
const INNER = WIDTH - 2 * PADDING;
const TEXT_SIZE = 12;
const SMALL_SIZE = 11;
const RAMP_HEIGHT = 12;
const ROW_HEIGHT = 20;
/** Where labels begin, right of their swatches. */
const LABEL_LEFT = 34;
/** Draws one element under another and remembers how far down it has come. */
class LegendColumn {
  readonly parts: string[] = [];
  readonly rows: LegendRow[] = [];
  y = PADDING;

  constructor(
    readonly theme: ThemeTokens,
    readonly id: string,
  ) {}

  text(text: string, x: number, size: number, fill: string, extra = ""): void {
    this.parts.push(
      `<text x="${x}" y="${this.y}" font-size="${size}" fill="${fill}"${extra}>${escapeXml(text)}</text>`,
    );
  }

  line(text: string, size: number, fill: string, extra = ""): void {
    this.y += size;
    this.text(text, PADDING, size, fill, extra);
    this.y += Math.round(size * 0.4);
  }

  /** Draws a row and remembers its place. */
  row({ name, label }: Pick<LegendRow, "name" | "label">, draw: () => void): void {
    const top = this.y;
    draw();
    this.rows.push({ name, label, top, bottom: this.y });
  }

  paragraph(text: string, size: number, fill: string): void {
    for (const line of wrapText(text, size, INNER)) this.line(line, size, fill);
  }
}

interface RampLabel {
  readonly text: string;
  readonly x: number;
  readonly anchor: "start" | "middle" | "end";
  readonly left: number;
  readonly right: number;
}

function placeLabel(text: string, position: number): RampLabel {
  const width = measureText(text, SMALL_SIZE);
  const center = PADDING + position * INNER;
  const right = PADDING + INNER;
  if (center - width / 2 < PADDING) return { text, x: PADDING, anchor: "start", left: PADDING, right: PADDING + width };
  if (center + width / 2 > right) return { text, x: right, anchor: "end", left: right - width, right };
  return { text, x: center, anchor: "middle", left: center - width / 2, right: center + width / 2 };
}

/** All labels where they fit, else every second, every third and so on. All ticks stay. */
function chooseLabels(ramp: LegendRamp): readonly RampLabel[] {
  const all = ramp.ticks.map((tick) => placeLabel(tick.text, tick.position));
  for (let stride = 1; stride < all.length; stride++) {
    const chosen = all.filter((_, index) => index % stride === 0);
    if (chosen.every((label, index) => index === 0 || label.left > chosen[index - 1]!.right + 6)) return chosen;
  }
  return all.slice(0, 1);
}

function drawRamp(column: LegendColumn, ramp: LegendRamp): void {
  const { theme } = column;
  column.line(ramp.name, SMALL_SIZE, theme.muted);
  column.y += 2;
  const stops = ramp.colors.map((color, index) => {
    const offset = (index / Math.max(1, ramp.colors.length - 1)).toFixed(4);
    return `<stop offset="${offset}" stop-color="${color}"/>`;
  });
  column.parts.push(
    `<linearGradient id="${column.id}-ramp">${stops.join("")}</linearGradient>`,
    `<rect x="${PADDING}" y="${column.y}" width="${INNER}" height="${RAMP_HEIGHT}" fill="url(#${column.id}-ramp)"/>`,
  );
  const bottom = column.y + RAMP_HEIGHT;
  const tickLine = (position: number, length: number, color: string) => {
    const x = (PADDING + position * INNER).toFixed(2);
    column.parts.push(`<path d="M${x} ${bottom}v${length}" stroke="${color}" fill="none"/>`);
  };
  for (const position of ramp.fineTicks) tickLine(position, 2.5, theme.frame);
  for (const tick of ramp.ticks) tickLine(tick.position, 5, theme.muted);
  column.y = bottom + 5 + SMALL_SIZE + 2;
  for (const label of chooseLabels(ramp)) {
    column.text(label.text, Number(label.x.toFixed(2)), SMALL_SIZE, theme.ink, ` text-anchor="${label.anchor}"`);
  }
  column.y += 12;
}

/** The patterns of the surface, with the same spacing, direction and opacity. */
function definePatterns(theme: ThemeTokens, id: string, plain: string): string {
  const { pitch, tint, edge, core, edgeWidth, coreWidth } = NONCONVEX_MARK;
  const line = (color: string, width: number, opacity: number) =>
    `<path d="M${pitch / 2} 0V${pitch}" stroke="${color}" stroke-width="${width}" stroke-opacity="${opacity}"/>`;
  const hatch = (name: string, angle: number) =>
    `<pattern id="${id}-${name}" width="${pitch}" height="${pitch}" patternUnits="userSpaceOnUse" patternTransform="rotate(${angle})">` +
    `<rect width="${pitch}" height="${pitch}" fill="${plain}"/>` +
    `<rect width="${pitch}" height="${pitch}" fill="${theme.nonconvex}" fill-opacity="${tint}"/>` +
    `${line(theme.hatch, edgeWidth, edge)}${line(theme.nonconvex, coreWidth, core)}</pattern>`;
  const stipple =
    `<pattern id="${id}-stipple" width="5.5" height="11" patternUnits="userSpaceOnUse">` +
    `<rect width="5.5" height="11" fill="${theme.undecided}" fill-opacity="0.2"/>` +
    `<g fill="${theme.undecided}"><circle cx="2.75" cy="2.75" r="1.1"/><circle cx="0" cy="8.25" r="1.1"/>` +
    `<circle cx="5.5" cy="8.25" r="1.1"/></g></pattern>`;
  return `<defs>${hatch("hatch-rising", 45)}${hatch("hatch-falling", -45)}${stipple}</defs>`;
}

/** Sample colours of the surface, from its ramp. */
interface SurfaceColors {
  readonly plain: string;
  readonly low: string;
  readonly high: string;
}

function takeSurfaceColors({ colors }: LegendRamp, theme: ThemeTokens): SurfaceColors {
  const at = (part: number) => colors[Math.floor(part * colors.length)] ?? theme.panel;
  return { plain: at(0.5), low: at(0.2), high: at(0.8) };
}

function drawSwatch(column: LegendColumn, swatch: Swatch, surface: SurfaceColors): string {
  const { theme, id } = column;
  const fills: Readonly<Record<Swatch, string>> = {
    "hatch-rising": `url(#${id}-hatch-rising)`,
    "hatch-falling": `url(#${id}-hatch-falling)`,
    stipple: `url(#${id}-stipple)`,
    ...surface,
    ceiling: theme.cut,
    hole: theme.background,
  };
  const outline = swatch.startsWith("hatch") ? theme.nonconvex : theme.frame;
  const dashes = swatch === "hole" ? ' stroke-dasharray="2 2"' : "";
  return (
    `<rect x="${PADDING + 0.5}" y="${column.y + 2.5}" width="25" height="13" fill="${fills[swatch]}" ` +
    `stroke="${outline}"${dashes}/>`
  );
}

function drawClass(column: LegendColumn, item: LegendClass, surface: SurfaceColors): void {
  column.parts.push(drawSwatch(column, item.swatch, surface));
  drawLabels(column, item.label, item.fraction);
}

/** A value that does not fit beside its label is written below it. */
function drawLabels(column: LegendColumn, label: string, value: string): void {
  const { theme, y: top } = column;
  const widths = [label, value].map((text) => measureText(text, TEXT_SIZE));
  const fits = LABEL_LEFT + widths[0]! + TEXT_SIZE + widths[1]! <= INNER;
  column.y = top + 13;
  column.text(label, PADDING + LABEL_LEFT, TEXT_SIZE, theme.ink);
  if (!fits) {
    column.y += TEXT_SIZE + 3;
    column.text(value, PADDING + LABEL_LEFT, TEXT_SIZE, theme.ink);
  } else if (value) {
    column.text(value, PADDING + INNER, TEXT_SIZE, theme.ink, ' text-anchor="end"');
  }
  column.y += ROW_HEIGHT - 13;
}

/** The lines of crease.frag.glsl, chord-painter.ts and overlay-painter.ts. They differ in width, dashes and ends, not only in colour. */
function drawLineSwatch({ theme, y }: LegendColumn, { swatch, tone }: LegendLine, plain: string): string {
  const middle = y + 9;
  const [left, right] = [PADDING + 0.5, PADDING + 25.5];
  const background = `<rect x="${left}" y="${y + 2.5}" width="25" height="13" fill="${plain}" stroke="${theme.frame}"/>`;
  const stroke = (color: string, width: number, more = "") =>
    `<path d="M${left} ${middle}H${right}" stroke="${color}" stroke-width="${width}"${more}/>`;
  const dot = (x: number, radius: number, fill: string, color: string) =>
    `<circle cx="${x}" cy="${middle}" r="${radius}" fill="${fill}" stroke="${color}" stroke-width="1.5"/>`;
  const cased = (color: string, width: number) => stroke(theme.casing, width + 2.5) + stroke(color, width);
  const chord = (fill: string) =>
    stroke(theme.proof, 2.5) + [left + 3, right - 3].map((x) => dot(x, 3.5, fill, theme.proof)).join("");
  const color = toneColor(theme, tone ?? 0);
  const drawings: Readonly<Record<LineSwatch, () => string>> = {
    "crease-concave": () =>
      background + stroke(theme.creaseCasing, 4.4, ' stroke-opacity="0.55"') + stroke(theme.creaseConcave, 2.6),
    "crease-convex": () => background + stroke(theme.creaseConvex, 1.4, ' stroke-dasharray="6 4"'),
    "chord-proved": () => chord(theme.proof),
    "chord-tried": () => chord("#ffffff"),
    path: () =>
      background + cased(color, 2.75) + dot(left + 4, 2, color, color) + dot(right - 5, 3.5, color, theme.casing),
    pin: () => dot((left + right) / 2, 4, theme.ink, theme.casing),
    "arm-down": () => background + cased(theme.nonconvex, 3) + stroke(theme.hatch, 3, ' stroke-dasharray="2 3"'),
    "arm-up": () => background + cased(theme.proof, 3),
    "arm-undecided": () => background + cased(theme.muted, 3),
    cut: () => background + cased(theme.ink, 2),
  };
  return drawings[swatch]();
}

function drawLine(column: LegendColumn, item: LegendLine, plain: string): void {
  column.parts.push(drawLineSwatch(column, item, plain));
  drawLabels(column, item.label, item.value);
}

export function describeInWords(content: LegendContent): string {
  const ticks = content.ramp.ticks.map((tick) => tick.text);
  const range = ticks.length > 0 ? ` from ${ticks[0]} to ${ticks[ticks.length - 1]}` : "";
  const classes = content.classes.map((item) => `${item.label} ${item.fraction}`.trim()).join("; ");
  const lines = content.lines.map((item) => `${item.label}${item.value && `: ${item.value}`}. `).join("");
  const said = content.nonconvex === null ? "" : `${content.nonconvex}. `;
  return `Colour: ${content.ramp.name}${range}. ${said}${classes}. ${lines}${[...content.notes, ...content.help].join(" ")}`;
}

/** Draws a legend for the page or for a saved picture. */
export function drawLegend(
  content: LegendContent,
  theme: ThemeTokens,
  { id = "legend", panel = true }: LegendPictureOptions = {},
): LegendPicture {
  const column = new LegendColumn(theme, id);
  column.row({ name: "title", label: content.title }, () =>
    column.line(content.title, TEXT_SIZE + 1, theme.ink, ' font-weight="600"'),
  );
  column.y += 4;
  column.row({ name: "ramp", label: content.ramp.name }, () => drawRamp(column, content.ramp));
  const said = content.isNonconvexFound ? theme.nonconvexText : theme.ink;
  if (content.nonconvex !== null) column.line(content.nonconvex, TEXT_SIZE + 1, said, ' font-weight="600"');
  column.y += 3;
  const surface = takeSurfaceColors(content.ramp, theme);
  for (const item of content.classes) {
    column.row({ name: item.pointClass, label: item.label }, () => drawClass(column, item, surface));
  }
  for (const item of content.lines) {
    column.row({ name: item.swatch, label: item.label }, () => drawLine(column, item, surface.plain));
  }
  if (content.notes.length > 0) column.y += 3;
  for (const note of content.notes) column.paragraph(note, SMALL_SIZE, theme.muted);

  const height = Math.ceil(column.y + PADDING - 4);
  const background = panel
    ? `<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="6" fill="${theme.panel}" stroke="${theme.frame}" stroke-opacity="0.6"/>`
    : "";
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" ` +
    `role="img" aria-labelledby="${id}-title ${id}-words" font-family="${escapeXml(FONT_FAMILY)}" text-rendering="${TEXT_RENDERING}">` +
    `<title id="${id}-title">Legend: ${escapeXml(content.title)}</title>` +
    `<desc id="${id}-words">${escapeXml(describeInWords(content))}</desc>` +
    `${definePatterns(theme, id, surface.plain)}${background}${column.parts.join("")}</svg>`;
  return { svg, width: WIDTH, height, rows: column.rows };
}
