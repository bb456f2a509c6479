import { html, nothing, type TemplateResult } from "lit";
import { findVideoKind, type VideoKind } from "../../../formats/video";
import { formatCount } from "../../format-figure";
import type { StudioState } from "../../state";
import { download, nameFile } from "../../studio-commands";
import { canScrub } from "../../timeline/timeline";
import type { ToolParts } from "../../workbench/tool";
import { FILM_SIZES, FIRST_CHOICE, type FilmChoice, FRAME_LIMITS, FRAME_RATES, planFilm } from "./film";
import { exportFilm } from "./film-export";

export interface FilmSection {
  readonly render: (state: StudioState) => TemplateResult;
}

/** The form of a video, and its making. What is chosen is no part of the experiment. @param onChange  called after each change */
export function createFilmSection(parts: ToolParts, onChange: () => void): FilmSection {
  let choice = FIRST_CHOICE;
  let kind: VideoKind | null = null;
  let frames: number | null = null;
  let said = "";
  let abort = new AbortController();
  void learnKind();

  async function learnKind(): Promise<void> {
    const asked = choice.size;
    const found = await findVideoKind(planFilm(choice));
    if (asked !== choice.size) return;
    kind = found;
    onChange();
  }

  function choose(change: Partial<FilmChoice>): void {
    const isOtherSize = change.size !== undefined && change.size !== choice.size;
    choice = { ...choice, ...change };
    if (isOtherSize) void learnKind();
    onChange();
  }

  async function save(): Promise<void> {
    abort = new AbortController();
    const { signal } = abort;
    const name = nameFile(parts.store.getState().spec);
    frames = 0;
    said = "";
    onChange();
    try {
      const film = await exportFilm(parts, choice, {
        signal,
        onProgress: (done) => {
          frames = done;
          onChange();
        },
      });
      download(film.blob, `${name}.${film.kind.container}`);
      said = `${formatCount(choice.frames)} frames are saved: ${film.kind.label}.`;
    } catch (error) {
      if (signal.aborted) said = "The video was cancelled.";
      else said = error instanceof Error ? error.message : "The video could not be made.";
    }
    frames = null;
    onChange();
  }

  return {
    render: (state) =>
      renderFilm(
        { choice, kind, frames, said, isReady: canScrub(state) },
        choose,
        () => void save(),
        () => abort.abort(),
      ),
  };
}

interface FilmForm {
  readonly choice: FilmChoice;
  /** What it will be; null until the browser has said what it encodes. */
  readonly kind: VideoKind | null;
  /** Frames done while it is made, else null. */
  readonly frames: number | null;
  readonly said: string;
  readonly isReady: boolean;
}

function renderFilm(
  { choice, kind, frames, said, isReady }: FilmForm,
  choose: (change: Partial<FilmChoice>) => void,
  save: () => void,
  cancel: () => void,
): TemplateResult {
  const busy = frames !== null;
  return html`<section class="part">
    <h3>Video</h3>
    <p class="quiet">
      The training from its first step to its last, each frame computed and drawn in full: none is left out.
    </p>
    <div class="form">
      ${select("film-size", "Size", Object.keys(FILM_SIZES), choice.size, busy, (size) => choose({ size: size as FilmChoice["size"] }))}
      ${select(
        "film-rate",
        "Frames per second",
        FRAME_RATES.map((rate) => `${rate}`),
        `${choice.framesPerSecond}`,
        busy,
        (rate) => choose({ framesPerSecond: Number(rate) }),
      )}
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
      ${select("film-camera", "Camera", ["held", "slow turn"], choice.camera, busy, (camera) => choose({ camera: camera as FilmChoice["camera"] }))}
      <span>Length</span>
      <output id="film-length">${(choice.frames / choice.framesPerSecond).toFixed(1)} s</output>
    </div>
    <p class="quiet" id="film-kind">${describeKind(kind)}</p>
    <div class="row">
      ${
        busy
          ? html`<button type="button" class="button" id="film-cancel" @click=${cancel}>Cancel</button>`
          : html`<button type="button" class="button main" id="film-save" ?disabled=${!isReady} @click=${save}>
              Save the video
            </button>`
      }
      ${
        busy
          ? html`<progress max=${choice.frames} .value=${frames} aria-label="Frames of the video"></progress>
              <span class="quiet">${formatCount(frames)} of ${formatCount(choice.frames)}</span>`
          : nothing
      }
    </div>
    <p class="said" role="status">${said}</p>
  </section>`;
}

function select(
  id: string,
  label: string,
  options: readonly string[],
  chosen: string,
  disabled: boolean,
  choose: (option: string) => void,
): TemplateResult {
  return html`<label for=${id}>${label}</label>
    <select
      id=${id}
      ?disabled=${disabled}
      .value=${chosen}
      @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}
    >
      ${options.map((option) => html`<option ?selected=${option === chosen}>${option}</option>`)}
    </select>`;
}

function clampFrames(frames: number, otherwise: number): number {
  if (!Number.isFinite(frames)) return otherwise;
  return Math.min(FRAME_LIMITS.max, Math.max(FRAME_LIMITS.min, Math.round(frames)));
}

function describeKind(kind: VideoKind | null): string {
  if (!kind) return "Asking what this browser can encode…";
  if (kind.codec === null)
    return "This browser encodes no video at this size: the frames are saved as PNG pictures in a ZIP.";
  return `It is saved as ${kind.label}, which this browser encodes.`;
}
