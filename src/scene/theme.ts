/** The names of the designed grounds. Light and dark are two designs, not one inverted. */
export type ThemeName = "light" | "dark";

/** Every colour of the page and the picture, as #rrggbb. Text tokens keep AA contrast on `background` and `panel`. */
export interface ThemeTokens {
  /** The ground behind the surface. */
  readonly background: string;
  /** The ground of legends and side panels. */
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
  /** Hatch lines over the fill: far from it in lightness, so that they read without colour. */
  readonly hatch: string;
  /** Rim of the surface. */
  readonly edge: string;
  /** Chords and certificates. */
  readonly proof: string;
  /** Lines where the slope falls: the same statement as nonconvex, darker, for it lies on its fill too. */
  readonly creaseConcave: string;
  /** Lines where the slope rises, on light and on dark parts of the surface. */
  readonly creaseConvex: string;
  readonly creaseConvexLight: string;
  /** The light rim of concave ones. */
  readonly creaseCasing: string;
  /** Stipple of undecided regions. */
  readonly undecided: string;
  /** Weights and other quantities with a sign: above zero, and below it. */
  readonly positive: string;
  readonly negative: string;
}

/** The one table of colours: the scene draws with it and the page's custom properties are made from it. */
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
    proof: "#0072b2",
    creaseConcave: "#7d2a00",
    creaseConvex: "#24292e",
    creaseConvexLight: "#dde1e6",
    creaseCasing: "#ffffff",
    undecided: "#5f666d",
    positive: "#00805c",
    negative: "#a8437b",
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
    proof: "#56b4e9",
    creaseConcave: "#7d2a00",
    creaseConvex: "#24292e",
    creaseConvexLight: "#dde1e6",
    creaseCasing: "#ffffff",
    undecided: "#4d545b",
    positive: "#2fbf92",
    negative: "#e08cba",
  },
});

/** Text of the page and of the picture: the system's own face, so that both look alike and nothing is fetched. */
export const FONT_FAMILY = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/**
 * @returns the tokens as CSS custom properties, `["--nonconvex-text", "#a84800"]` and so on, to be set on the root element
 */
export function listThemeProperties(name: ThemeName): readonly (readonly [property: string, value: string])[] {
  return Object.entries(THEMES[name]).map(
    ([token, value]) => [`--${token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, value] as const,
  );
}
