import type { Distribution } from "../convexity/survey/distribution";
import { escapeText } from "./legend-svg";
import type { StripAxis } from "./strip-axis";
import type { ThemeTokens } from "./theme";
import { FONT_FAMILY, TEXT_RENDERING } from "./typeface/typeface";

/** One distribution: a dot for each value, its quartiles below. */
export interface Strip {
  readonly label: string;
  /** At the other end of the label's line. */
  readonly note: string;
  /** `marked` ones are drawn in the colour of what is not convex. */
  readonly dots: readonly { readonly value: number; readonly marked: boolean }[];
  readonly distribution: Distribution | null;
}

/** Distributions one below the other on a common axis. */
export interface StripPanel {
  readonly title: string;
  readonly axis: StripAxis;
  readonly strips: readonly Strip[];
}

export interface StripPlot {
  readonly title: string;
  /** All of it in words. */
  readonly description: string;
  readonly panels: readonly StripPanel[];
  /** Whole lines at the foot, short enough for the width. */
  readonly notes: readonly string[];
}

export interface StripPlotOptions {
  /** Makes the ids of title and description the page's own. */
  readonly id?: string;
  /** CSS pixels. */
  readonly width?: number;
  /** Title and ground, for a file; the page has its own. */
  readonly standalone?: boolean;
}

/** The plot as an SVG document, in CSS pixels. Attributes only, no styles: it passes a strict policy. */
export interface StripPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const TEXT_SIZE = 11;
const TITLE_SIZE = 13;
/** Of a strip from the top: its label, room for stacked dots, the quartiles. */
const LABEL_HEIGHT = 16;
const STACK_HEIGHT = 26;
const BOX_HEIGHT = 8;
const LINE_HEIGHT = STACK_HEIGHT + BOX_HEIGHT + 4;
const STRIP_HEIGHT = LABEL_HEIGHT + LINE_HEIGHT + 6;
const AXIS_HEIGHT = 16;
const DOT = 4;
/** The dots at both ends of the axis are whole. */
const INSET = 6;

/** Draws distributions side by side, for the page and for files alike. */
export function drawStripPlot(
  plot: StripPlot,
  theme: ThemeTokens,
  { id = "strips", width = 560, standalone = true }: StripPlotOptions = {},
): StripPicture {
  const padding = standalone ? 16 : 0;
  const frame: Frame = { theme, left: padding + INSET, right: width - padding - INSET };
  const parts: string[] = [];
  let y = padding;
  if (standalone) {
    y += TITLE_SIZE;
    parts.push(writeText(plot.title, padding, y, theme.ink, `font-size="${TITLE_SIZE}" font-weight="600"`));
    y += 12;
  }
  for (const panel of plot.panels) {
    const drawn = drawPanel(panel, frame, y);
    parts.push(drawn.svg);
    y = drawn.bottom + 12;
  }
  for (const note of plot.notes) {
    parts.push(writeText(note, padding, y + TEXT_SIZE, theme.muted));
    y += TEXT_SIZE + 5;
  }
  const height = Math.ceil(y + padding);
  const ground = standalone ? `<rect width="${width}" height="${height}" fill="${theme.panel}"/>` : "";
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `role="img" aria-labelledby="${id}-title ${id}-words" font-family="${escapeText(FONT_FAMILY)}" text-rendering="${TEXT_RENDERING}" font-size="${TEXT_SIZE}">` +
    `<title id="${id}-title">${escapeText(plot.title)}</title>` +
    `<desc id="${id}-words">${escapeText(plot.description)}</desc>${ground}${parts.join("")}</svg>`;
  return { svg, width, height };
}

/** Where the axis lies, in CSS pixels. */
interface Frame {
  readonly theme: ThemeTokens;
  readonly left: number;
  readonly right: number;
}

function drawPanel(panel: StripPanel, frame: Frame, top: number): { svg: string; bottom: number } {
  const { theme, left, right } = frame;
  const x = (value: number): number => left + panel.axis.placeOf(value) * (right - left);
  const { bend } = panel.axis;
  const parts = [
    writeText(panel.title, left - INSET, top + TEXT_SIZE, theme.ink, 'font-weight="600"'),
    bend ? writeText(bend, right + INSET, top + TEXT_SIZE, theme.muted, 'text-anchor="end"') : "",
  ];
  const first = top + TEXT_SIZE + 6;
  const foot = first + panel.strips.length * STRIP_HEIGHT;
  for (const { value, text } of panel.axis.ticks) {
    const at = round(x(value));
    // Interrupted where the labels are.
    const lines = panel.strips.map((_, i) => `M${at} ${first + i * STRIP_HEIGHT + LABEL_HEIGHT + 2}v${LINE_HEIGHT}`);
    parts.push(
      `<path d="${lines.join("")}" stroke="${value === 0 ? theme.muted : theme.grid}" fill="none"/>`,
      writeText(text, at, foot + 10, theme.muted, `text-anchor="${anchorWithin(at, text, frame)}"`),
    );
  }
  panel.strips.forEach((strip, i) => {
    parts.push(drawStrip(strip, frame, x, first + i * STRIP_HEIGHT));
  });
  return { svg: parts.join(""), bottom: foot + AXIS_HEIGHT };
}

/** Numbers at the ends of an axis stay inside it. */
function anchorWithin(at: number, text: string, { left, right }: Frame): "start" | "middle" | "end" {
  const half = text.length * TEXT_SIZE * 0.28;
  if (at - half < left - INSET) return "start";
  return at + half > right + INSET ? "end" : "middle";
}

function drawStrip(strip: Strip, frame: Frame, x: (value: number) => number, top: number): string {
  const { theme, left, right } = frame;
  const base = top + LABEL_HEIGHT + STACK_HEIGHT;
  return [
    writeText(strip.label, left - INSET, top + TEXT_SIZE + 2, theme.ink),
    writeText(strip.note, right + INSET, top + TEXT_SIZE + 2, theme.muted, 'text-anchor="end"'),
    ...drawDots(strip, theme, x, base - DOT / 2),
    strip.distribution ? drawQuartiles(strip.distribution, theme, x, base + 3) : "",
  ].join("");
}

/** Dots near one another are piled up, closer together the more there are; each colour is one path, whatever its number of dots. */
function drawDots(strip: Strip, theme: ThemeTokens, x: (value: number) => number, base: number): string[] {
  const piles = new Map<number, { at: number; marked: boolean }[]>();
  for (const { value, marked } of [...strip.dots].sort((a, b) => a.value - b.value)) {
    const bin = Math.round(x(value) / DOT);
    const pile = piles.get(bin) ?? [];
    pile.push({ at: x(value), marked });
    piles.set(bin, pile);
  }
  const tallest = Math.max(1, ...[...piles.values()].map((pile) => pile.length));
  const step = Math.min(DOT, (STACK_HEIGHT - DOT) / Math.max(1, tallest - 1));
  const draw = (wanted: boolean, color: string): string => {
    const dots = [...piles.values()].flatMap((pile) =>
      pile.flatMap(({ at, marked }, i) => (marked === wanted ? [`M${round(at)} ${round(base - i * step)}h0`] : [])),
    );
    if (dots.length === 0) return "";
    return `<path d="${dots.join("")}" stroke="${color}" stroke-width="${DOT - 0.4}" stroke-linecap="round" fill="none"/>`;
  };
  return [draw(false, theme.accent), draw(true, theme.nonconvex)];
}

/** From the least to the most a line, between the quartiles a bar, at the median a tick. */
function drawQuartiles(
  { least, lowerQuartile, median, upperQuartile, most }: Distribution,
  theme: ThemeTokens,
  x: (value: number) => number,
  top: number,
): string {
  const middle = top + BOX_HEIGHT / 2;
  const [from, to] = [round(x(lowerQuartile)), round(x(upperQuartile))];
  return (
    `<path d="M${round(x(least))} ${middle}H${round(x(most))}" stroke="${theme.muted}" fill="none"/>` +
    `<rect x="${from}" y="${top}" width="${round(Math.max(1, to - from))}" height="${BOX_HEIGHT}" fill="${theme.panel}" stroke="${theme.muted}"/>` +
    `<path d="M${round(x(median))} ${top - 1}v${BOX_HEIGHT + 2}" stroke="${theme.ink}" stroke-width="2.5" fill="none"/>`
  );
}

function writeText(text: string, x: number, y: number, fill: string, extra = ""): string {
  return `<text x="${round(x)}" y="${round(y)}" fill="${fill}" ${extra}>${escapeText(text)}</text>`;
}

function round(pixels: number): number {
  return Number(pixels.toFixed(2));
}
