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
import { createAnalyst } from "./analyst";
import { renderCut } from "./cut-view";
import { createCutter } from "./cutter";
import { createDecisionPicture } from "./decision-picture";
import { crossOf, InspectMarks } from "./inspect-marks";
import { FIRST_INSPECT, type InspectAction, type InspectState, placeInSight, reduceInspect } from "./inspect-state";
import { addPin, removePin, renamePin } from "./pins";
import { renderPins } from "./pins-view";
import { isInside, keepEnds, lineThrough } from "./places";
import { renderPoint } from "./point-view";
import { saveCut, savePins } from "./save";
import { type Subject, subjectOf } from "./subject";

/** Every value at a point of the slice, pins, and cuts along a line. */
export const openTool: OpenTool = (host, { store, service, view }: ToolParts) => {
  const { getState, dispatch, subscribe } = openStore<InspectState, InspectAction>(FIRST_INSPECT, reduceInspect);
  let isOpen = false;
  const schedule = renderOncePerFrame(() => {
    if (isOpen) draw();
  });
  subscribe(schedule);
  const analyst = createAnalyst(service, schedule, (said) => dispatch({ type: "say", said }));
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
    onPoint: (point) => dispatch({ type: "point", place: point && placeOf(point) }),
    onTap(point) {
      const place = placeOf(point);
      if (!isOpen || !place) return;
      choose(place);
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
    dispatch({ type: "say", said: typeof added === "string" ? added : "" });
    if (typeof added !== "string") setPins(added);
  }

  function choose(chosen: SlicePlace): void {
    dispatch({ type: "choose", place: chosen });
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
    const ends = getState().isCutOpen ? readEnds() : null;
    if (ends) dispatch({ type: "lay-cut", ends });
    const state = getState();
    const place = placeInSight(state);
    analyst.turnTo(subject);
    analyst.want([place, ...pins.map(({ x, y }): SlicePlace => [x, y])]);
    if (ends) cutter.want(subject, ends);
    const reading = read(subject, place);
    const analysis = analyst.find(place);
    if (subject && analysis) {
      picture.show(subject.spec, analysis);
      pictured = subject.landscape;
    }
    // The picture of a point before stays while the next is computed; that of other weights does not.
    picture.element.hidden = pictured !== subject?.landscape;
    marks.show(crossOf(reading), ends);
    render(
      html`${renderPoint({
        place,
        reading,
        isReady: subject !== null,
        isInside: isInside(place, grid),
        picture: picture.element,
        readPlace: () => placeInSight(getState()),
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
          open: (isCutOpen) => dispatch({ type: "open-cut", isCutOpen }),
          move: moveEnds,
          align: (along) => dispatch({ type: "lay-cut", ends: lineThrough(state.chosen, grid, along) }),
          point: pointAlong,
          cancel: cutter.cancel,
          save: () => saveCut(store.getState(), cutter.read().cut),
        })}`,
      host,
    );
    if (!ends) return;
    const image = subject && paintings.surface(subject.landscape, page.view);
    map.show({ grid, image, handles: [ends.from, ends.to] });
  }

  function pointAlong(index: number | null): void {
    const { cut } = cutter.read();
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
