import { ACTIVATIONS } from "../experiment/spec";
import type { Commands } from "../studio/run/commands";
import { TOOLS } from "../tools/tools";
import { readPictureChoice } from "./picture-menu";

interface Shortcut {
  readonly keys: string;
  readonly does: string;
}

/** The list in the help dialog. While the surface has the focus, it handles the arrow keys, plus and minus itself. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: "1 2 3", does: "Sigmoid, ReLU, Tanh" },
  { keys: "Space", does: "Train, pause or resume" },
  { keys: "X", does: "Stop the training at this step" },
  { keys: "0", does: "Back to the initial weights" },
  { keys: "S", does: "Save the picture" },
  { keys: "C", does: "Copy the link" },
  { keys: "O", does: "Open a file" },
  { keys: "T", does: "Top view" },
  { keys: "R", does: "Reset view" },
  { keys: "D", does: "Light or dark" },
  { keys: "F", does: "Full screen: the surface and the training alone" },
  { keys: "Escape", does: "Close the open card or tool" },
  ...TOOLS.map(({ key, label }) => ({ keys: key.toUpperCase(), does: `${label}: open or close` })),
  { keys: "Ctrl Z", does: "Undo; with Shift, redo" },
  { keys: "← → ↑ ↓", does: "Turn the surface while it has the focus; with Shift, move it" },
  { keys: "← →", does: "Step through the training while the timeline has the focus; Space plays it" },
  { keys: "+ −", does: "Zoom while the surface has the focus" },
  { keys: "?", does: "This list" },
];

/** Handles the keys of the page, except those typed into a control. */
export function listenToKeys(commands: Commands): void {
  const runs: Readonly<Record<string, () => void>> = {
    "1": () => commands.chooseActivation(ACTIVATIONS[0]),
    "2": () => commands.chooseActivation(ACTIVATIONS[1]),
    "3": () => commands.chooseActivation(ACTIVATIONS[2]),
    " ": commands.startOrPause,
    x: commands.stopTraining,
    "0": commands.resetTraining,
    s: () => commands.savePicture(readPictureChoice(2)),
    c: commands.copyLink,
    o: commands.chooseFile,
    t: commands.viewFromTop,
    r: commands.resetCamera,
    d: commands.switchTheme,
    "?": commands.showHelp,
    f: commands.toggleFullScreen,
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey) return;
    const key = event.key.toLowerCase();
    if (event.ctrlKey || event.metaKey) {
      if (key !== "z" || isTextBox(event.target)) return;
      event.preventDefault();
      if (event.shiftKey) commands.redo();
      else commands.undo();
      return;
    }
    if (key === "escape") {
      if (!isInMenu(event.target)) commands.closeOpened();
      return;
    }
    if (isControl(event.target, key)) return;
    const run = Object.hasOwn(runs, key) ? runs[key] : null;
    const tool = TOOLS.find((entry) => entry.key === key);
    if (!run && !tool) return;
    event.preventDefault();
    run?.();
    if (tool) commands.toggleTool(tool.name, true);
  });
}

function isTextBox(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type !== "checkbox" && target.type !== "radio";
}

/** Whether the browser closes what contains the target on Escape. */
function isInMenu(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("dialog[open], [popover]:popover-open, select") !== null;
}

/** Whether a control handles the key itself: text boxes, lists and open dialogs handle every key, buttons only the space bar. */
function isControl(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (isTextBox(target) || target.closest("select, textarea, dialog[open]")) return true;
  return key === " " && target.closest("button, input, label, summary") !== null;
}
