import type { CreaseSet } from "../../convexity/creases/crease-set";
import type { Landscape } from "../../convexity/points/landscape";
import { THEMES, type ThemeName } from "../../drawing/colors/theme";
import type { ScenePath } from "../../drawing/overlays/scene-overlays";
import type { CommonScales } from "../../drawing/surface/surface-drawing";
import { FONT_FAMILY } from "../../drawing/typeface/typeface";
import type { View } from "../../experiment/view";
import type { VideoPlan } from "../../formats/pictures/video-plan";
import { openSurface } from "../../scene/surface/open-surface";
import { scaleOfFilm } from "./film";

/** What one frame of a video shows. */
export interface FrameContent {
  readonly landscape: Landscape;
  readonly creases: CreaseSet | null;
  readonly paths: readonly ScenePath[] | null;
  readonly view: View;
  readonly caption: string;
  /** Heights and colours that all frames share; null where each frame has its own. */
  readonly scales: CommonScales | null;
}

/** Draws frames of one size on a hidden surface of its own. */
export interface FrameStage {
  /** @returns the same canvas each time, of the video's size */
  readonly draw: (content: FrameContent) => Promise<HTMLCanvasElement>;
  readonly dispose: () => void;
}

/** The text height of the caption as a share of the frame's height. */
const CAPTION_SHARE = 1 / 30;
const LEAST_CAPTION = 13;

/** @throws Error when the browser gives no canvas */
export function openFrameStage(plan: Pick<VideoPlan, "width" | "height">, theme: ThemeName): FrameStage {
  const scale = scaleOfFilm(plan);
  const host = document.createElement("div");
  host.className = "frame-stage";
  host.inert = true;
  host.setAttribute("aria-hidden", "true");
  host.style.width = `${plan.width / scale}px`;
  host.style.height = `${plan.height / scale}px`;
  document.body.append(host);
  const { surface } = openSurface(host, { theme, reducedMotion: true });
  const canvas = document.createElement("canvas");
  canvas.width = plan.width;
  canvas.height = plan.height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("This browser gives no 2D canvas for the frames.");
  let shown: Landscape | null = null;

  return {
    async draw({ landscape, creases, paths, view, caption, scales }) {
      surface.setView(view);
      if (landscape !== shown) surface.setLandscape(landscape, { morph: false, ...(scales ? { scales } : {}) });
      shown = landscape;
      surface.setCreases(creases);
      surface.setPaths("training", paths);
      const picture = await surface.paint({ scale, transparent: false, legend: null });
      context.drawImage(picture, 0, 0, plan.width, plan.height);
      paintCaption(context, caption, theme);
      return canvas;
    },
    dispose() {
      surface.dispose();
      host.remove();
    },
  };
}

/** Paints the caption into the lower left corner, on an opaque plate: it is readable on any surface. */
function paintCaption(context: CanvasRenderingContext2D, caption: string, theme: ThemeName): void {
  const { panel, ink, grid } = THEMES[theme];
  const { height } = context.canvas;
  const size = Math.max(LEAST_CAPTION, Math.round(height * CAPTION_SHARE));
  const margin = size;
  context.font = `${size}px ${FONT_FAMILY}`;
  context.textBaseline = "middle";
  const width = context.measureText(caption).width + 1.2 * size;
  const top = height - margin - 1.8 * size;
  context.beginPath();
  context.roundRect(margin, top, width, 1.8 * size, size / 3);
  context.fillStyle = panel;
  context.fill();
  context.strokeStyle = grid;
  context.lineWidth = Math.max(1, size / 16);
  context.stroke();
  context.fillStyle = ink;
  context.fillText(caption, margin + 0.6 * size, top + 0.95 * size);
}
