import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";

/** Strokes on a 16-unit square; the name of the button says what it does. */
const PATHS = {
  play: "M5 3.5v9l7-4.5z",
  pause: "M5 3.5v9M11 3.5v9",
  stop: "M4 4h8v8H4z",
  reset: "M3 8a5 5 0 1 0 1.5-3.5L3 6M3 2.8V6h3.2",
  first: "M12 4 6.5 8l5.5 4zM4 4v8",
  path: "M2.5 13c3 0 2-5 5-5s2-4.5 5.5-4.5M2.5 13.2v-.4M13.2 3.6l-.4-.2",
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
  learn: "M2 6.2 8 3.2l6 3-6 3zM4.5 7.6v3.2c1 1 2.2 1.4 3.5 1.4s2.5-.4 3.5-1.4V7.6M14 6.2v4",
  tick: "m3.5 8.5 3 3 6-7",
  examples: "M2.5 2.5h4.5v4.5h-4.5zM9 2.5h4.5v4.5h-4.5zM2.5 9h4.5v4.5h-4.5zM9 9h4.5v4.5h-4.5z",
  survey:
    "M2 13.5h12M3.5 10.7v.1M6.5 10.7v.1M6.5 8v.1M9.5 10.7v.1M9.5 8v.1M9.5 5.3v.1M9.5 2.6v.1M12.5 10.7v.1M12.5 8v.1",
  contours:
    "M7.2 9.2a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8zM7.6 11.6a4 3.8 0 1 0 0-7.6 4 3.8 0 0 0 0 7.6zM8 14a6.3 6 0 1 0 0-12 6.3 6 0 0 0 0 12z",
  network:
    "M3.5 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM3.5 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM12.5 9.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3zM5 4.4l6 2.9M5 11.6l6-2.9",
  inspect: "M8 2v4M8 10v4M2 8h4M10 8h4M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6z",
  race: "M3 14V2.5M3 3h9.5l-2 2.75 2 2.75H3",
  share: "M8 10V2.5M5 5l3-3 3 3M3 8.5v5h10v-5",
  solutions:
    "M3.5 13.5v-7M8 13.5v-9.5M12.5 13.5v-5M3.5 6.5a1.4 1.4 0 1 0 0-.1M8 4a1.4 1.4 0 1 0 0-.1M12.5 8.5a1.4 1.4 0 1 0 0-.1",
  rename: "m3 13 .6-2.8L10.8 3 13 5.2l-7.2 7.2zM9.4 4.4l2.2 2.2",
  save: "M8 2.5V10M5 7.5l3 3 3-3M3 12v1.5h10V12",
  remove: "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9",
  theme: "M8 2.5v11a5.5 5.5 0 0 0 0-11zM8 13.5a5.5 5.5 0 0 1 0-11",
  compare: "M2 3h5v10H2zM9 3h5v10H9zM2 10c2 0 2.5-4 5-4M9 7c1.5 0 1.5 3 2.5 3S13 7 14 7",
  swap: "M4 5.5h8.5M10 3l2.5 2.5L10 8M12 10.5H3.5M6 8l-2.5 2.5L6 13",
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): TemplateResult {
  const path: SVGTemplateResult = svg`<path d=${PATHS[name]} />`;
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
