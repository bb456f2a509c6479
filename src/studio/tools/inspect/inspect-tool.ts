import { html, render } from "lit";
import type { SlicePlace } from "../../../compute/chord-profile";
import type { Landscape } from "../../../convexity/landscape";
import { type PointReading, readPlace } from "../../../convexity/point-reading";
import type { PinnedReading } from "../../../formats/pins";
import type { PointedAt } from "../../../scene/surface-port";
import type { Pin } from "../../../spec/view";
import { renderOncePerFrame } from "../../frame-renderer";
import { type ChordEnds, clampPlace } from "../../inspector/inspector";
import { Paintings } from "../../inspector/paintings";
import { createSliceMap } from "../../inspector/slice-map";
import type { OpenTool, ToolParts } from "../../workbench/tool";
import { createAnalyst } from "./analyst";
import { renderCut } from "./cut-view";
import { createCutter } from "./cutter";
import { createDecisionPicture } from "./decision-picture";
import { crossOf, InspectMarks } from "./inspect-marks";
import { addPin, removePin, renamePin } from "./pins";
import { renderPins } from "./pins-view";
import { isInside, keepEnds, lineThrough } from "./places";
import { renderPoint } from "./point-view";
import { saveCut, savePins } from "./save";
import { type Subject, subjectOf } from "./subject";

/** What the tool itself remembers; the pins are the view's. */
interface InspectState {
  readonly isOpen: boolean;
  /** Clicked, or typed, last. */
  readonly chosen: SlicePlace;
  /** Under the pointer, on the surface or along the cut. */
  readonly pointed: SlicePlace | null;
  readonly isCutOpen: boolean;
  /** Null until a cut is first asked for. */
  readonly ends: ChordEnds | null;
  /** One sentence, or empty. */
  readonly said: string;
}

/** Every value at a point of the slice, pins, and cuts along a line. */
export const openTool: OpenTool = (host, { store, service, view }: ToolParts) => {
  let state: InspectState = {
    isOpen: false,
    chosen: [0, 0],
    pointed: null,
    isCutOpen: false,
    ends: null,
    said: "",
  };
  const schedule = renderOncePerFrame(() => {
    if (state.isOpen) draw();
  });
  const change = (part: Partial<InspectState>): void => {
    state = Object.freeze({ ...state, ...part });
    schedule();
  };
  const analyst = createAnalyst(service, schedule, (said) => change({ said }));
  const cutter = createCutter(service, schedule);
  const picture = createDecisionPicture();
  let pictured: Landscape | null = null;
  const paintings = new Paintings();
  const marks = new InspectMarks(view.surface);
  const map = createSliceMap(
    (handle, place) => moveEnds(handle === 0 ? { from: place } : { to: place }),
    (from) => moveEnds({ from, to: from }),
  );
  view.listen({
    onPoint: (point) => change({ pointed: point && placeOf(point) }),
    onTap(point) {
      const place = placeOf(point);
      if (!state.isOpen || !place) return;
      change({ chosen: place });
      pin(place);
    },
  });

  function placeOf({ row, column }: PointedAt): SlicePlace | null {
    const grid = subjectOf(store.getState())?.landscape.grid;
    const [x, y] = [grid?.x[column], grid?.y[row]];
    return x === undefined || y === undefined ? null : [x, y];
  }

  function readEnds(): ChordEnds {
    const { grid } = store.getState().spec;
    return state.ends ? keepEnds(state.ends, grid) : lineThrough(state.chosen, grid, "x");
  }

  function moveEnds(part: Partial<ChordEnds>): void {
    change({ ends: keepEnds({ ...readEnds(), ...part }, store.getState().spec.grid), said: "" });
  }

  function setPins(pins: readonly Pin[]): void {
    store.dispatch({ type: "look", view: { pins } });
  }

  function pin(place: SlicePlace): void {
    const added = addPin(store.getState().view.pins, place);
    change({ said: typeof added === "string" ? added : "" });
    if (typeof added !== "string") setPins(added);
  }

  function choose(chosen: SlicePlace): void {
    change({ chosen, pointed: null, said: "" });
  }

  function read(subject: Subject | null, [x, y]: SlicePlace): PointReading | null {
    return subject && readPlace(subject.landscape, x, y, analyst.find([x, y]));
  }

  function listReadings(): PinnedReading[] {
    const page = store.getState();
    const subject = subjectOf(page);
    return page.view.pins.flatMap(({ x, y, name }) => {
      const reading = read(subject, [x, y]);
      return reading ? [{ name, reading, parameters: analyst.find([x, y])?.parameters ?? null }] : [];
    });
  }

  function draw(): void {
    const page = store.getState();
    const { grid } = page.spec;
    const { pins } = page.view;
    const subject = subjectOf(page);
    const place = state.pointed ?? state.chosen;
    analyst.turnTo(subject);
    analyst.want([place, ...pins.map(({ x, y }): SlicePlace => [x, y])]);
    if (state.isCutOpen) state = { ...state, ends: readEnds() };
    if (state.isCutOpen) cutter.want(subject, state.ends);
    const reading = read(subject, place);
    const analysis = analyst.find(place);
    if (subject && analysis) {
      picture.show(subject.spec, analysis);
      pictured = subject.landscape;
    }
    // The picture of a point before stays while the next is computed; that of other weights does not.
    picture.element.hidden = pictured !== subject?.landscape;
    marks.show(crossOf(reading), state.isCutOpen ? state.ends : null);
    render(
      html`${renderPoint({
        place,
        reading,
        isReady: subject !== null,
        isInside: isInside(place, grid),
        picture: picture.element,
        readPlace: () => state.pointed ?? state.chosen,
        choose: (typed) => choose(clampPlace(typed, grid)),
        pin: () => pin(place),
      })}
        <p class="said" role="status">${state.said}</p>
        ${renderPins({
          rows: pins.map((one) => ({ pin: one, reading: read(subject, [one.x, one.y]) })),
          choose,
          rename: (index, name) => setPins(renamePin(store.getState().view.pins, index, name)),
          remove(index) {
            setPins(removePin(store.getState().view.pins, index));
            host.querySelector<HTMLElement>("#pin-point")?.focus();
          },
          save: (kind) => savePins(store.getState(), listReadings(), kind),
        })}
        ${renderCut({
          isOpen: state.isCutOpen,
          isReady: subject !== null,
          ends: readEnds(),
          state: cutter.read(),
          map: map.element,
          readEnds,
          open: (isCutOpen) => change({ isCutOpen }),
          move: moveEnds,
          align: (along) => change({ ends: lineThrough(state.chosen, grid, along) }),
          point: pointAlong,
          cancel: cutter.cancel,
          save: () => saveCut(store.getState(), cutter.read().cut),
        })}`,
      host,
    );
    if (!state.isCutOpen) return;
    const image = subject && paintings.surface(subject.landscape, page.view);
    const { from, to } = readEnds();
    map.show({ grid, image, handles: [from, to] });
  }

  function pointAlong(index: number | null): void {
    const { cut } = cutter.read();
    change({ pointed: cut && index !== null ? [cut.x[index]!, cut.y[index]!] : null });
  }

  return {
    update() {
      state = { ...state, isOpen: true };
      draw();
    },
    hide() {
      state = { ...state, isOpen: false, pointed: null };
      marks.show(null, null);
    },
    restyle() {
      picture.restyle();
      if (state.isOpen) draw();
    },
  };
};
