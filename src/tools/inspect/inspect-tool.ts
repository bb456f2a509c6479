import "./inspect.css";
import { html, render } from "lit";
import type { Landscape } from "../../convexity/points/landscape";
import { type PointReading, readPlace } from "../../convexity/points/reading";
import type { Pin } from "../../experiment/view";
import type { PinnedReading } from "../../formats/tables/pins-table";
import type { PointedAt } from "../../scene/surface/surface-port";
import type { SlicePlace } from "../../slice/slice-place";
import { type ChordEnds, clampPlace } from "../../studio/state/chord-ends";
import { openStore } from "../../studio/state/store";
import { renderOncePerFrame } from "../../studio/views/parts/frame-renderer";
import { Paintings } from "../../studio/views/places/paintings";
import { createSliceMap } from "../../studio/views/places/slice-map";
import type { OpenTool, ToolParts } from "../tool";
import { createCutFollower } from "./cut-follower";
import { renderCut } from "./cut-view";
import { createDecisionPicture } from "./decision-picture";
import { crossOf, InspectMarks } from "./inspect-marks";
import { FIRST_INSPECT, type InspectAction, type InspectState, placeInSight, reduceInspect } from "./inspect-state";
import { type InspectedSlice, inspectedSlice } from "./inspected-slice";
import { addPin, removePin, renamePin } from "./pins";
import { renderPins } from "./pins-view";
import { isInside, keepEnds, lineThrough } from "./places";
import { createPointAnalyses } from "./point-analyses";
import { renderPoint } from "./point-view";
import { saveCut, savePins } from "./save-readings";

/** All values at a point of the slice, pinned points, and cuts along a line. */
export const openTool: OpenTool = (host, { store, service, view }: ToolParts) => {
  const { getState, dispatch, subscribe } = openStore<InspectState, InspectAction>(FIRST_INSPECT, reduceInspect);
  let isOpen = false;
  const schedule = renderOncePerFrame(() => {
    if (isOpen) draw();
  });
  subscribe(schedule);
  const analyses = createPointAnalyses(service, schedule, (message) => dispatch({ type: "say", message }));
  const cuts = createCutFollower(service, schedule);
  const picture = createDecisionPicture();
  let pictured: Landscape | null = null;
  const paintings = new Paintings();
  const marks = new InspectMarks(view.surface);
  const map = createSliceMap(
    (handle, place) => moveEnds(handle === 0 ? { from: place } : { to: place }),
    (from) => moveEnds({ from, to: from }),
  );
  view.listen({
    onPoint: (point) => dispatch({ type: "point", place: point && placeOf(point) }),
    onTap(point) {
      const place = placeOf(point);
      if (!isOpen || !place) return;
      choose(place);
      pin(place);
    },
  });

  function placeOf({ row, column }: PointedAt): SlicePlace | null {
    const grid = inspectedSlice(store.getState())?.landscape.grid;
    const [x, y] = [grid?.x[column], grid?.y[row]];
    return x === undefined || y === undefined ? null : [x, y];
  }

  function readEnds(): ChordEnds {
    const { grid } = store.getState().spec;
    const { ends, chosen } = getState();
    return ends ? keepEnds(ends, grid) : lineThrough(chosen, grid, "x");
  }

  function moveEnds(part: Partial<ChordEnds>): void {
    dispatch({ type: "lay-cut", ends: keepEnds({ ...readEnds(), ...part }, store.getState().spec.grid) });
  }

  function setPins(pins: readonly Pin[]): void {
    store.dispatch({ type: "look", view: { pins } });
  }

  function pin(place: SlicePlace): void {
    const added = addPin(store.getState().view.pins, place);
    dispatch({ type: "say", message: typeof added === "string" ? added : "" });
    if (typeof added !== "string") setPins(added);
  }

  function choose(chosen: SlicePlace): void {
    dispatch({ type: "choose", place: chosen });
  }

  function read(slice: InspectedSlice | null, [x, y]: SlicePlace): PointReading | null {
    return slice && readPlace(slice.landscape, x, y, analyses.find([x, y]));
  }

  function listReadings(): PinnedReading[] {
    const page = store.getState();
    const slice = inspectedSlice(page);
    return page.view.pins.flatMap(({ x, y, name }) => {
      const reading = read(slice, [x, y]);
      return reading ? [{ name, reading, parameters: analyses.find([x, y])?.parameters ?? null }] : [];
    });
  }

  function draw(): void {
    const page = store.getState();
    const { grid } = page.spec;
    const { pins } = page.view;
    const slice = inspectedSlice(page);
    const ends = getState().isCutOpen ? readEnds() : null;
    if (ends) dispatch({ type: "lay-cut", ends });
    const state = getState();
    const place = placeInSight(state);
    analyses.setSlice(slice);
    analyses.request([place, ...pins.map(({ x, y }): SlicePlace => [x, y])]);
    if (ends) cuts.follow(slice, ends);
    const reading = read(slice, place);
    const analysis = analyses.find(place);
    if (slice && analysis) {
      picture.show(slice.spec, analysis);
      pictured = slice.landscape;
    }
    // While the next point is computed, the picture of the point before stays, but only if it shows the same slice.
    picture.element.hidden = pictured !== slice?.landscape;
    marks.show(crossOf(reading), ends);
    render(
      html`${renderPoint({
        place,
        reading,
        isReady: slice !== null,
        isInside: isInside(place, grid),
        picture: picture.element,
        readPlace: () => placeInSight(getState()),
        choose: (typed) => choose(clampPlace(typed, grid)),
        pin: () => pin(place),
        train: () => store.dispatch({ type: "train-from", place }),
      })}
        <p class="said" role="status">${state.message}</p>
        ${renderPins({
          rows: pins.map((one) => ({ pin: one, reading: read(slice, [one.x, one.y]) })),
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
          isReady: slice !== null,
          ends: readEnds(),
          state: cuts.read(),
          map: map.element,
          readEnds,
          open: (isCutOpen) => dispatch({ type: "open-cut", isCutOpen }),
          move: moveEnds,
          align: (along) => dispatch({ type: "lay-cut", ends: lineThrough(state.chosen, grid, along) }),
          point: pointAlong,
          cancel: cuts.cancel,
          save: () => saveCut(store.getState(), cuts.read().cut),
        })}`,
      host,
    );
    if (!ends) return;
    const image = slice && paintings.surface(slice.landscape, page.view);
    map.show({ grid, image, handles: [ends.from, ends.to] });
  }

  function pointAlong(index: number | null): void {
    const { cut } = cuts.read();
    dispatch({ type: "point", place: cut && index !== null ? [cut.x[index]!, cut.y[index]!] : null });
  }

  return {
    update() {
      isOpen = true;
      draw();
    },
    hide() {
      isOpen = false;
      dispatch({ type: "point", place: null });
      marks.show(null, null);
    },
    restyle() {
      picture.restyle();
      if (isOpen) draw();
    },
  };
};
