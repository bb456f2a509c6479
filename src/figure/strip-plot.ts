import type { Distribution } from "../convexity/survey/distribution";
import type { ThemeTokens } from "../drawing/colors/theme";
import { FONT_FAMILY, TEXT_RENDERING } from "../drawing/typeface/typeface";
import { escapeXml } from "../experiment/quote";
import type { StripAxis } from "./strip-axis";

/** One distribution: a dot for each value, and the quartiles below. */
export interface Strip {
  readonly label: string;
  /** Text at the right end of the label's line. */
  readonly note: string;
  /** `marked` dots have the colour of non-convex points. */
  readonly dots: readonly { readonly value: number; readonly marked: boolean }[];
  readonly distribution: Distribution | null;
}

/** Distributions, one below another, on a common axis. */
export interface StripPanel {
  readonly title: string;
  readonly axis: StripAxis;
  readonly strips: readonly Strip[];
}

export interface StripPlot {
  readonly title: string;
  /** The whole plot described in words. */
  readonly description: string;
  readonly panels: readonly StripPanel[];
  /** Lines of text below the plot, short enough for its width. */
  readonly notes: readonly string[];
}

export interface StripPlotOptions {
  /** Prefix of the ids of title and description, so that they are unique on the page. */
  readonly id?: string;
  /** CSS pixels. */
  readonly width?: number;
  /** Draw title and background, for a file; the page draws its own. */
  readonly standalone?: boolean;
}

/** The plot as an SVG document, in CSS pixels. It has attributes and no styles, so a strict content security policy allows it. */
export interface StripPicture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

const TEXT_SIZE = 11;
const TITLE_SIZE = 13;
/** Heights of the parts of a strip, from the top: label, stacked dots, quartiles. */
const LABEL_HEIGHT = 16;
const STACK_HEIGHT = 26;
const BOX_HEIGHT = 8;
const LINE_HEIGHT = STACK_HEIGHT + BOX_HEIGHT + 4;
const STRIP_HEIGHT = LABEL_HEIGHT + LINE_HEIGHT + 6;
const AXIS_HEIGHT = 16;
const DOT = 4;
/** Distance of the axis from the sides, so that dots at its ends are not cut off. */
const INSET = 6;

/** Draws distributions one below another, for the page or for a file. */
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
  const background = standalone ? `<rect width="${width}" height="${height}" fill="${theme.panel}"/>` : "";
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `role="img" aria-labelledby="${id}-title ${id}-words" font-family="${escapeXml(FONT_FAMILY)}" text-rendering="${TEXT_RENDERING}" font-size="${TEXT_SIZE}">` +
    `<title id="${id}-title">${escapeXml(plot.title)}</title>` +
    `<desc id="${id}-words">${escapeXml(plot.description)}</desc>${background}${parts.join("")}</svg>`;
  return { svg, width, height };
}

/** The theme, and the ends of the axis in CSS pixels. */
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
    // The grid lines are interrupted at the labels.
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

/** Keeps numbers at the ends of an axis within the plot. */
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

/** Stacks dots that are near one another; the tallest stack sets the spacing. Each colour is one path, to keep the SVG small. */
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

/** A line from the least to the largest value, a bar between the quartiles, a tick at the median. */
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
  return `<text x="${round(x)}" y="${round(y)}" fill="${fill}" ${extra}>${escapeXml(text)}</text>`;
}

function round(pixels: number): number {
  return Number(pixels.toFixed(2));
}
