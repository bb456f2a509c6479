import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";

/** Strokes on a 16-unit square. */
const PATHS = {
  play: "M5 3.5v9l7-4.5z",
  pause: "M5 3.5v9M11 3.5v9",
  stop: "M4 4h8v8H4z",
  reset: "M3 8a5 5 0 1 0 1.5-3.5L3 6M3 2.8V6h3.2",
  first: "M12 4 6.5 8l5.5 4zM4 4v8",
  last: "M4 4l5.5 4L4 12zM12 4v8",
  undo: "M6 3 3 6l3 3M3 6h6a4 4 0 0 1 0 8H7",
  redo: "m10 3 3 3-3 3M13 6H7a4 4 0 0 0 0 8h2",
  link: "M7 9a2.8 2.8 0 0 0 4 0l2-2a2.8 2.8 0 0 0-4-4l-1 1M9 7a2.8 2.8 0 0 0-4 0L3 9a2.8 2.8 0 0 0 4 4l1-1",
  open: "M2 12.5v-9h4l1.5 2H14v7z",
  camera: "M2 5h3l1-1.5h4L11 5h3v8H2zM8 11.2a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
  down: "m4 6 4 4 4-4",
  up: "m4 10 4-4 4 4",
  close: "m4 4 8 8M12 4l-8 8",
  home: "M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5",
  top: "M3 3h10v10H3zM3 8h10M8 3v10",
  help: "M6 6a2 2 0 1 1 2.8 1.8c-.6.3-.8.7-.8 1.4M8 11.9v.1M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z",
  tick: "m3.5 8.5 3 3 6-7",
  rename: "m3 13 .6-2.8L10.8 3 13 5.2l-7.2 7.2zM9.4 4.4l2.2 2.2",
  save: "M8 2.5V10M5 7.5l3 3 3-3M3 12v1.5h10V12",
  remove: "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9",
  theme: "M8 2.5v11a5.5 5.5 0 0 0 0-11zM8 13.5a5.5 5.5 0 0 1 0-11",
  loop: "M3 7.5V6a2 2 0 0 1 2-2h7M10 2l2 2-2 2M13 8.5V10a2 2 0 0 1-2 2H4M6 14l-2-2 2-2",
  grow: "M9.5 2.5h4v4M13.5 2.5 9 7M6.5 13.5h-4v-4M2.5 13.5 7 9",
  swap: "M4 5.5h8.5M10 3l2.5 2.5L10 8M12 10.5H3.5M6 8l-2.5 2.5L6 13",
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): TemplateResult {
  return drawIcon(PATHS[name]);
}

/** @param strokes  the `d` of an SVG path on a 16-unit square */
export function drawIcon(strokes: string): TemplateResult {
  const path: SVGTemplateResult = svg`<path d=${strokes} />`;
  return html`<svg
    viewBox="0 0 16 16"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    ${path}
  </svg>`;
}
