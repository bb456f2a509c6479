/** The themes. Light and dark are designed separately; neither is an inversion of the other. */
export type ThemeName = "light" | "dark";

/** Every colour of the page and the picture, as #rrggbb. Text tokens keep AA contrast on `background` and `panel`. */
export interface ThemeTokens {
  /** The background behind the surface. */
  readonly background: string;
  /** The background of legends and side panels. */
  readonly panel: string;
  readonly ink: string;
  /** Secondary text: axis numbers, captions. */
  readonly muted: string;
  /** Lines of the box behind the surface. */
  readonly grid: string;
  /** Edges of the box, borders of panels. */
  readonly frame: string;
  /** Focus, selection, links. */
  readonly accent: string;
  /** Fill and outline of regions that are not convex. */
  readonly nonconvex: string;
  /** The same statement as text: dark or light enough for AA. */
  readonly nonconvexText: string;
  /** Hatch lines over the fill. Their lightness differs strongly, so that they are visible without colour. */
  readonly hatch: string;
  /** Rim of the surface. */
  readonly edge: string;
  /** The flat top where the loss is above the range of the heights. */
  readonly cut: string;
  /** Chords and certificates. */
  readonly proof: string;
  /** Creases where the slope falls: the colour of nonconvex, but darker, because these lines also cross its fill. */
  readonly creaseConcave: string;
  /** Creases where the slope rises, on light and on dark parts of the surface. */
  readonly creaseConvex: string;
  readonly creaseConvexLight: string;
  /** The light rim of concave creases. */
  readonly creaseCasing: string;
  /** Dots in undecided regions. */
  readonly undecided: string;
  /** Weights and other quantities with a sign: above zero, and below it. */
  readonly positive: string;
  readonly negative: string;
  /** The rim of paths, pins and cuts. Its lightness differs strongly from all of `paths`. */
  readonly casing: string;
  /** Colours that distinguish lines: see PATH_TONES. */
  readonly paths: readonly string[];
}

/**
 * The categorical palette: violet, green, rose, teal, olive, purple. Each has a contrast of at least 3 : 1 with its casing and its panel.
 * Readers without one kind of cone can tell each from the others, from vermilion and from the blue of proofs (Machado et al. 2009). These
 * conditions allow only six tones; further ones repeat them: see toneColor.
 */
export const PATH_TONES: Readonly<Record<ThemeName, readonly string[]>> = Object.freeze({
  light: Object.freeze(["#a06ff5", "#06381a", "#a3526a", "#4c9ea5", "#6b570e", "#5d0d70"]),
  dark: Object.freeze(["#9b65df", "#87fd92", "#eb899e", "#2a8088", "#bebf28", "#f9cdfc"]),
});

/** @param tone  any whole number from 0 */
export function toneColor({ paths }: ThemeTokens, tone: number): string {
  return paths[tone % paths.length]!;
}

/** The table of all colours. The scene draws with it, and the page's custom properties are made from it. */
export const THEMES: Readonly<Record<ThemeName, ThemeTokens>> = Object.freeze({
  light: {
    background: "#fbfbfa",
    panel: "#ffffff",
    ink: "#1b1f23",
    muted: "#59616a",
    grid: "#e1e3e5",
    frame: "#b4bac0",
    accent: "#0072b2",
    nonconvex: "#d55e00",
    nonconvexText: "#a84800",
    hatch: "#4a1c00",
    edge: "#1b1f23",
    cut: "#d9dcdf",
    proof: "#0072b2",
    creaseConcave: "#7d2a00",
    creaseConvex: "#24292e",
    creaseConvexLight: "#dde1e6",
    creaseCasing: "#ffffff",
    undecided: "#5f666d",
    positive: "#00805c",
    negative: "#a8437b",
    casing: "#ffffff",
    paths: PATH_TONES.light,
  },
  dark: {
    background: "#14171a",
    panel: "#1c2024",
    ink: "#e9ebed",
    muted: "#a3acb4",
    grid: "#272c31",
    frame: "#4a525a",
    accent: "#56b4e9",
    nonconvex: "#d55e00",
    nonconvexText: "#f5904a",
    hatch: "#3a1500",
    edge: "#0a0c0e",
    cut: "#9aa1a8",
    proof: "#56b4e9",
    creaseConcave: "#7d2a00",
    creaseConvex: "#24292e",
    creaseConvexLight: "#dde1e6",
    creaseCasing: "#ffffff",
    undecided: "#4d545b",
    positive: "#2fbf92",
    negative: "#e08cba",
    casing: "#0e1113",
    paths: PATH_TONES.dark,
  },
});

/**
 * @returns the tokens as CSS custom properties, `["--nonconvex-text", "#a84800"]`, `["--paths-0", "#a06ff5"]` and so on, to be
 *   set on the root element
 */
export function listThemeProperties(name: ThemeName): readonly (readonly [property: string, value: string])[] {
  return Object.entries(THEMES[name]).flatMap(([token, value]: [string, string | readonly string[]]) => {
    const property = `--${token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (typeof value === "string") return [[property, value] as const];
    return value.map((color, index) => [`${property}-${index}`, color] as const);
  });
}
