import { html, nothing, type TemplateResult } from "lit";
import { FRAME_FILES, type FrameFile, type VideoKind } from "../../formats/pictures/video";
import { formatExact, formatFixed } from "../../words/numbers";
import { FILM_SIZES, type FilmChoice, type FilmSize, FRAME_LIMITS, FRAME_RATES } from "./film";
import type { FilmState } from "./film-state";

const SIZES = Object.keys(FILM_SIZES) as FilmSize[];
const RATES: readonly string[] = FRAME_RATES.map((rate) => `${rate}`);
const CAMERAS = ["fixed", "slow turn"] as const;
const HEIGHTS = ["same in all frames", "fitted to each frame"] as const;

/** The state of the video, and whether a training is complete that it can show. */
export interface FilmForm extends FilmState {
  readonly isReady: boolean;
}

export function renderFilm(
  { choice, kind, frames, message, isReady }: FilmForm,
  choose: (change: Partial<FilmChoice>) => void,
  save: () => void,
  cancel: () => void,
): TemplateResult {
  const busy = frames !== null;
  return html`<section class="part">
    <h3>Video</h3>
    <p class="quiet">
      The video shows the training from its first step to its last. Every frame is computed and drawn in full.
    </p>
    <div class="form">
      ${select("film-file", "File", FRAME_FILES, choice.file, busy, (file) => choose({ file }))}
      ${select("film-size", "Size", SIZES, choice.size, busy, (size) => choose({ size }))}
      ${select("film-rate", "Frames per second", RATES, `${choice.framesPerSecond}`, busy, (rate) => choose({ framesPerSecond: Number(rate) }))}
      <label for="film-frames">Frames</label>
      <input
        id="film-frames"
        type="number"
        min=${FRAME_LIMITS.min}
        max=${FRAME_LIMITS.max}
        step="1"
        .value=${`${choice.frames}`}
        ?disabled=${busy}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          const frames = clampFrames(Number(input.value), choice.frames);
          input.value = `${frames}`;
          choose({ frames });
        }}
      />
      ${select("film-camera", "Camera", CAMERAS, choice.camera, busy, (camera) => choose({ camera }))}
      ${select("film-heights", "Heights", HEIGHTS, choice.heights, busy, (heights) => choose({ heights }))}
      <span>Length</span>
      <output id="film-length">${formatFixed(choice.frames / choice.framesPerSecond, 1)} s</output>
    </div>
    <p class="quiet" id="film-kind">${describeKind(kind, choice.file)}</p>
    <div class="row">
      ${
        busy
          ? html`<button type="button" class="button" id="film-cancel" @click=${cancel}>Cancel</button>`
          : html`<button type="button" class="button main" id="film-save" ?disabled=${!isReady} @click=${save}>
              ${choice.file === "video" ? "Save video" : `Save ${choice.file}`}
            </button>`
      }
      ${
        busy
          ? html`<progress max=${choice.frames} .value=${frames} aria-label="Frames of the video"></progress>
              <span class="quiet">${formatExact(frames)} of ${formatExact(choice.frames)}</span>`
          : nothing
      }
    </div>
    <p class="said" role="status">${message}</p>
  </section>`;
}

function select<Option extends string>(
  id: string,
  label: string,
  options: readonly Option[],
  chosen: Option,
  disabled: boolean,
  choose: (option: Option) => void,
): TemplateResult {
  const take = (event: Event): void => {
    const option = options.find((name) => name === (event.target as HTMLSelectElement).value);
    if (option) choose(option);
  };
  return html`<label for=${id}>${label}</label>
    <select id=${id} ?disabled=${disabled} .value=${chosen} @change=${take}>
      ${options.map((option) => html`<option ?selected=${option === chosen}>${option}</option>`)}
    </select>`;
}

function clampFrames(frames: number, otherwise: number): number {
  if (!Number.isFinite(frames)) return otherwise;
  return Math.min(FRAME_LIMITS.max, Math.max(FRAME_LIMITS.min, Math.round(frames)));
}

function describeKind(kind: VideoKind | null, file: FrameFile): string {
  if (!kind) return "Finding out what this browser can encode…";
  if (kind.container === "gif")
    return "A GIF has at most 256 colours in a frame; a video of the same frames is smaller.";
  if (kind.codec === null && file === "PNG pictures") return "Every frame is a PNG picture, in one ZIP file.";
  if (kind.codec === null)
    return "This browser encodes no video of this size: the frames are saved as PNG pictures in a ZIP file.";
  return `The video is saved as ${kind.label}.`;
}
