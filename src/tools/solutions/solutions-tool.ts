import "./solutions.css";
import { html, render } from "lit";
import { isOutdated } from "../../studio/state/belonging";
import type { StudioState } from "../../studio/state/state";
import { renderOncePerFrame } from "../../studio/views/parts/frame-renderer";
import type { OpenTool } from "../tool";
import { drawConnection, locatePoints, pinSolutions } from "./solution-marks";
import { openBrowserStorage, openShelf } from "./solution-shelf";
import { createSolutions } from "./solutions";
import { presentMember, resolveMembers, resultFor, type SolutionsState } from "./solutions-state";
import { nextSeed } from "./train-seeds";
import { renderChoice } from "./views/choice-view";
import { renderComparison } from "./views/comparison-view";
import { renderConnection, renderCurveOptions } from "./views/connection-view";
import { renderKeeping, renderKept, renderWork } from "./views/kept-view";

/** Keeps trained networks, compares them and connects them. */
export const openTool: OpenTool = (host, parts) => {
  const draw = renderOncePerFrame(() => {
    const studio = parts.store.getState();
    show(studio, solutions.getState());
    if (studio.view.tool === "solutions") mark(studio, solutions.getState());
  });
  const solutions = createSolutions(parts, openShelf(openBrowserStorage()), draw);
  const { surface } = parts.view;
  let marked: readonly unknown[] = [];
  let renaming: string | null = null;
  const seen: { comparison?: unknown; connection?: unknown } = {};

  function show(studio: StudioState, state: SolutionsState): void {
    const { actions } = solutions;
    const present = presentMember(studio);
    const members = resolveMembers(state, present);
    const [a, b] = [members.a?.member ?? null, members.b?.member ?? null];
    const comparison = resultFor(state.comparison, a, b);
    const connection = resultFor(state.connection, a, b);
    render(
      html`${renderKeeping(state, state.firstSeed ?? nextSeed(studio.spec, state.solutions), present !== null, actions)}
        ${renderKept(state, actions)} ${renderChoice(state, members, studio, actions)}
        ${renderCurveOptions(state.options, actions)}
        ${connection ? renderConnection(connection.result, studio.spec.plane === connection.plane, actions) : ""}
        ${comparison ? renderComparison(comparison) : ""}
        <div class="news">
          ${renderWork(state, actions)}
          <p class="said" role="status">${state.message}</p>
        </div>`,
      host,
    );
    followRenaming(state.renaming);
    bringIntoView("comparison", state.comparison?.result);
    bringIntoView("connection", state.connection?.result);
  }

  /** Selects the name to be edited at once; afterwards the focus goes back to the button that opened the name box. */
  function followRenaming(id: string | null): void {
    if (id === renaming) return;
    const left = renaming;
    renaming = id;
    if (id !== null) host.querySelector<HTMLInputElement>(".name-box")?.select();
    else if (document.activeElement === document.body) {
      host.querySelector<HTMLElement>(`[data-id="${left}"] [data-does="rename"]`)?.focus();
    }
  }

  /** A new result lies below the buttons that asked for it, perhaps out of sight. */
  function bringIntoView(id: "comparison" | "connection", result: unknown): void {
    if (result === undefined || result === seen[id]) return;
    seen[id] = result;
    host.querySelector(`#${id}`)?.scrollIntoView({ block: "nearest" });
  }

  /** Marks belong to the surface on screen; an outdated surface has none. */
  function mark(studio: StudioState, state: SolutionsState): void {
    const { parameters } = studio.run.training;
    const isInSight = parameters !== null && studio.run.landscape.shown !== null && !isOutdated(studio);
    const marks = [isInSight, studio.spec, parameters, state.solutions, state.connection];
    if (marks.every((part, i) => part === marked[i]) && marked.length > 0) return;
    marked = marks;
    const points = isInSight ? locatePoints(studio.spec, parameters) : null;
    surface.setPins("solutions", points && pinSolutions(points, studio.spec.grid, state.solutions, state.connection));
    surface.setPaths("connection", points && drawConnection(points, state.connection));
  }

  return {
    update: draw,
    hide() {
      marked = [];
      surface.setPins("solutions", null);
      surface.setPaths("connection", null);
    },
    restyle: draw,
  };
};
