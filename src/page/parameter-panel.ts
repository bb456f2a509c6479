import GUI, { type Controller } from "lil-gui";
import { html, render } from "lit";
import { chooseCreases } from "../drawing/overlays/crease-lines";
import { rest } from "../drawing/picture/strips";
import type { Spec } from "../experiment/spec";
import type { COLOR_MAPS, COLORINGS, HEIGHTS, THEMES, View } from "../experiment/view";
import { FIELD_NAMES, FIELDS, type FieldName } from "../studio/fields/all-fields";
import { type Field, type FieldGroup, type FieldValue, fieldLimit, fieldOptions } from "../studio/fields/field";
import { PLANE_NOTES } from "../studio/sentences/plane-notes";
import { standingDetails } from "../studio/state/standing-verdict";
import type { StudioState } from "../studio/state/state";
import type { Store } from "../studio/state/store";
import { icon } from "../studio/views/parts/icons";
import { formatExact } from "../words/numbers";
import { refineSlider } from "./fine-slider";

const GROUPS: readonly FieldGroup[] = ["Data", "Network", "Training", "Plane", "Grid"];

interface Row {
  readonly field: Field;
  readonly controller: Controller;
  readonly note: HTMLElement;
  /** Tells assistive technology the value of the slider, where there is one. */
  readonly tellSlider: () => void;
  /** The choices that the controller has now, as JSON. */
  options: string;
}

/** The property that lil-gui reads and writes: reading asks the store, writing dispatches an action. */
interface Slot {
  value: FieldValue;
}

export interface ParameterPanel {
  readonly update: (state: StudioState) => void;
}

/**
 * The parameters in the order of the experiment, built folder by folder with rests. lil-gui is only a view of the store: it keeps no values
 * of its own.
 */
export async function createParameterPanel(host: HTMLElement, store: Store): Promise<ParameterPanel> {
  const sheet = document.createElement("button");
  sheet.type = "button";
  sheet.className = "sheet";
  sheet.setAttribute("aria-expanded", "false");
  sheet.addEventListener("click", () => sheet.setAttribute("aria-expanded", `${host.classList.toggle("open")}`));
  render(html`<span>Parameters</span>${icon("up")}`, sheet);
  host.append(sheet);
  const gui = new GUI({ container: host, injectStyles: false, title: "Parameters" });
  const folders = new Map(GROUPS.map((group) => [group, gui.addFolder(group)] as const));
  const rows = new Map<FieldName, Row>();
  for (const group of GROUPS) {
    for (const name of FIELD_NAMES) {
      if (FIELDS[name].group === group) rows.set(name, addRow(name, folders.get(group)!, store));
    }
    await rest();
  }
  const planeNote = addPlaneNote(rows.get("plane")!);
  const viewControllers = addViewFolder(gui, store);
  if (matchMedia("(max-height: 800px), (max-width: 760px)").matches) folders.get("Grid")?.close();

  let shown: StudioState | null = null;
  return {
    update(state) {
      if (shown?.spec !== state.spec || shown.notes !== state.notes) {
        for (const [name, row] of rows) updateRow(row, state, name);
        planeNote.textContent = PLANE_NOTES[state.spec.plane.kind];
      }
      if (shown?.view !== state.view) for (const controller of viewControllers) controller.updateDisplay();
      shown = state;
    },
  };
}

function addRow(name: FieldName, folder: GUI, store: Store): Row {
  const field = FIELDS[name];
  const spec = store.getState().spec;
  const slot: Slot = {
    get value() {
      return field.read(store.getState().spec) ?? emptyValue(field);
    },
    set value(value) {
      store.dispatch({ type: "change", field: name, value });
    },
  };
  const controller = addController(folder, slot, field, spec).name(field.label);
  controller.domElement.title = field.title;
  controller.domElement.dataset.field = name;
  let tellSlider = (): void => {};
  if (field.kind === "number") {
    takeFinishedNumbers(controller, (value) => store.dispatch({ type: "change", field: name, value }));
    if (field.slider) tellSlider = refineSlider(controller, field.label, field.slider, stepOf(field));
  }
  const note = document.createElement("p");
  note.className = "note";
  note.hidden = true;
  note.setAttribute("role", "status");
  controller.domElement.after(note);
  return { field, controller, note, tellSlider, options: "" };
}

/** The sentence on what the chosen plane can show, under its menu and the menu's own note. */
function addPlaneNote({ note }: Row): HTMLElement {
  const about = document.createElement("p");
  about.className = "about";
  note.after(about);
  return about;
}

/**
 * Takes a typed number only when it is finished, so that nothing is trained with the "0" of "0.03". The number goes to the reducer
 * unchanged, because the limits are wider than the slider's range.
 */
function takeFinishedNumbers(controller: Controller, take: (value: FieldValue) => void): void {
  const row = controller.domElement;
  row.addEventListener("input", (event) => event.stopPropagation(), { capture: true });
  row.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const typed = event.target.value.trim();
    const value = Number(typed.replace("−", "-").replace(",", ".") || NaN);
    // Text that is not a number goes to the reducer, which says so beside the control.
    take(Number.isNaN(value) ? typed : value);
  });
}

function emptyValue(field: Field): FieldValue {
  if (field.kind === "number") return 0;
  return field.kind === "flag" ? false : "";
}

/** A slider without a step of its own has a thousand. */
function stepOf({ step, whole, slider }: Extract<Field, { kind: "number" }>): number {
  if (step !== undefined || whole || !slider) return step ?? 1;
  return (slider.max - slider.min) / 1000;
}

function addController(folder: GUI, slot: Slot, field: Field, spec: Spec): Controller {
  if (field.kind === "choice") return folder.add(slot, "value", { ...fieldOptions(field, spec) });
  if (field.kind === "flag") return folder.add(slot, "value");
  const step = field.slider || field.whole ? stepOf(field) : field.step;
  const limits = field.slider;
  const controller = limits ? folder.add(slot, "value", limits.min, limits.max, step) : folder.add(slot, "value");
  if (!limits && step !== undefined) controller.step(step);
  return controller;
}

function updateRow(row: Row, state: StudioState, name: FieldName): void {
  const { field, controller, note, tellSlider } = row;
  const applies = field.read(state.spec) !== null;
  controller.show(applies);
  const sentence = state.notes[name] ?? "";
  note.textContent = sentence;
  note.hidden = sentence === "" || !applies;
  if (!applies) return;
  if (field.kind === "choice") updateOptions(row, fieldOptions(field, state.spec));
  if (field.kind === "number") describeLimits(row, field, state.spec);
  controller.updateDisplay();
  tellSlider();
}

function updateOptions(row: Row, options: Readonly<Record<string, string>>): void {
  const text = JSON.stringify(options);
  if (row.options === text) return;
  row.options = text;
  row.controller.options({ ...options });
  row.controller.enable(Object.keys(options).length > 1);
}

function describeLimits({ controller, field }: Row, number: Extract<Field, { kind: "number" }>, spec: Spec): void {
  const { min, max } = fieldLimit(number, spec);
  const meaning = number.describe ? ` Now: ${number.describe(spec)}.` : "";
  const fine =
    field.kind === "number" && field.slider ? " Arrow keys, or Shift while dragging, move it step by step." : "";
  controller.domElement.title = `${field.title} (${formatExact(min)} to ${formatExact(max)}).${meaning}${fine}`;
}

const VIEW_LABELS = {
  height: { Linear: "linear", Logarithmic: "log", "Inverse sinh": "asinh" } satisfies Record<
    string,
    (typeof HEIGHTS)[number]
  >,
  coloring: { Loss: "loss", "Lowest curvature": "curvature" } satisfies Record<string, (typeof COLORINGS)[number]>,
  colorMap: { Viridis: "viridis", Cividis: "cividis", Magma: "magma", Greys: "greys" } satisfies Record<
    string,
    (typeof COLOR_MAPS)[number]
  >,
  theme: { System: "system", Light: "light", Dark: "dark" } satisfies Record<string, (typeof THEMES)[number]>,
};

/** Until the reader chooses, the box says whether the creases of the present slice are drawn. */
function creasesSlot(store: Store): { value: boolean } {
  return {
    get value() {
      const state = store.getState();
      const set = standingDetails(state)?.creases ?? null;
      return state.view.creases ?? (!set || set.creases.length === 0 || chooseCreases(set, undefined).length > 0);
    },
    set value(creases) {
      store.dispatch({ type: "look", view: { creases } });
    },
  };
}

function addViewFolder(gui: GUI, store: Store): readonly Controller[] {
  const folder = gui.addFolder("View");
  const slot = <Key extends keyof View>(key: Key): Record<"value", View[Key]> => ({
    get value() {
      return store.getState().view[key];
    },
    set value(value) {
      store.dispatch({ type: "look", view: { [key]: value } });
    },
  });
  const rows: readonly (readonly [Controller, string, string])[] = [
    [
      folder.add(slot("height"), "value", VIEW_LABELS.height),
      "Height",
      "How the loss becomes height. Only Linear shows the true shape; the others show small losses beside large ones, but bend the surface",
    ],
    [
      folder.add(slot("coloring"), "value", VIEW_LABELS.coloring),
      "Colour",
      "What the colour shows: the loss, or the lowest curvature λ min",
    ],
    [
      folder.add(slot("colorMap"), "value", VIEW_LABELS.colorMap),
      "Colour map",
      "The colours of the loss, from dark (low) to light (high). Each map also works for colour-blind readers",
    ],
    [folder.add(slot("contours"), "value"), "Contours", "Lines of equal loss"],
    [
      folder.add(slot("marks"), "value"),
      "Not convex",
      "Hatch where the loss is not convex and stipple where it is undecided",
    ],
    [folder.add(creasesSlot(store), "value"), "Creases", "Lines where a unit switches and the slope of the loss jumps"],
    [folder.add(slot("path"), "value"), "Path", "The trajectory of the training, projected onto the slice"],
    [folder.add(slot("theme"), "value", VIEW_LABELS.theme), "Background", "Light or dark"],
  ];
  for (const [controller, label, title] of rows) {
    controller.name(label);
    controller.domElement.title = title;
  }
  return rows.map(([controller]) => controller);
}
