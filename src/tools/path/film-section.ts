import type { TemplateResult } from "lit";
import { findVideoKind } from "../../formats/pictures/video";
import { describeFailure } from "../../studio/run/failure";
import type { StudioState } from "../../studio/state/state";
import { openStore } from "../../studio/state/store";
import { canScrub } from "../../studio/state/timeline";
import { download, nameFile } from "../../studio/views/files/save-file";
import { formatExact } from "../../words/numbers";
import type { ToolParts } from "../tool";
import { planFilm } from "./film";
import { exportFilm } from "./film-export";
import { renderFilm } from "./film-form";
import { FIRST_FILM, type FilmAction, type FilmState, reduceFilm } from "./film-state";

export interface FilmSection {
  readonly render: (state: StudioState) => TemplateResult;
}

/** Shows the form of a video and makes the video. Its choices are not part of the experiment. @param onChange  called after each change */
export function createFilmSection(parts: ToolParts, onChange: () => void): FilmSection {
  const { getState, dispatch, subscribe } = openStore<FilmState, FilmAction>(FIRST_FILM, reduceFilm);
  let abort = new AbortController();
  subscribe((state, previous) => {
    const { size, file } = state.choice;
    if (size !== previous.choice.size || file !== previous.choice.file) void learnKind();
    onChange();
  });
  void learnKind();

  async function learnKind(): Promise<void> {
    const { choice } = getState();
    const { size, file } = choice;
    dispatch({ type: "learn-kind", size, file, kind: await findVideoKind(planFilm(choice), file) });
  }

  async function save(): Promise<void> {
    abort = new AbortController();
    const { signal } = abort;
    const { choice } = getState();
    const name = nameFile(parts.store.getState().spec);
    dispatch({ type: "progress", frames: 0 });
    try {
      const film = await exportFilm(parts, choice, {
        signal,
        onProgress: (frames) => dispatch({ type: "progress", frames }),
      });
      download(film.blob, `${name}.${film.kind.container}`);
      dispatch({
        type: "end",
        message: `The video is saved: ${formatExact(choice.frames)} frames, ${film.kind.label}.`,
      });
    } catch (error) {
      dispatch({ type: "end", message: signal.aborted ? "The video was cancelled." : describeFailure(error) });
    }
  }

  return {
    render: (state) =>
      renderFilm(
        { ...getState(), isReady: canScrub(state) },
        (change) => dispatch({ type: "choose", change }),
        () => void save(),
        () => abort.abort(),
      ),
  };
}
