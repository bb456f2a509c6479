import type { TemplateResult } from "lit";
import { findVideoKind, type VideoKind } from "../../../formats/video";
import { formatExact } from "../../../words/numbers";
import type { StudioState } from "../../state";
import { download, nameFile } from "../../studio-commands";
import { canScrub } from "../../timeline/timeline";
import type { ToolParts } from "../../workbench/tool";
import { FIRST_CHOICE, type FilmChoice, planFilm } from "./film";
import { exportFilm } from "./film-export";
import { renderFilm } from "./film-form";

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
      said = `${formatExact(choice.frames)} frames are saved: ${film.kind.label}.`;
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
