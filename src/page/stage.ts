import type { SurfacePort } from "../scene/surface/surface-port";

export interface StageHosts {
  /** Holds the surface, its cards and the free area. */
  readonly grid: HTMLElement;
  readonly surface: HTMLElement;
  /** The cell that no card covers. */
  readonly free: HTMLElement;
}

export interface Stage {
  /** Call after the cards have changed. @param isCrowded  whether the evidence card needs the space of the others */
  readonly update: (isCrowded: boolean) => void;
}

/** CSS pixels of the stage with space for an open card beside the picture, and for each further card. */
const ROOMY = { width: 820, height: 470, card: 180 } as const;
const OPEN_CARDS = ".side > .evidence:not([hidden]), .side > :not([hidden]) > details[open]";

/** Keeps the picture in the area that no card covers, and folds the data and the legend where the stage has no space for them. */
export function arrangeStage({ grid, surface, free }: StageHosts, picture: SurfacePort): Stage {
  const folds = [...grid.querySelectorAll<HTMLDetailsElement>(".side details")];
  /** The folds that return when there is space again. */
  let waiting: readonly HTMLDetailsElement[] = [];
  /** How many cards there is space for, the last of them first. */
  let space = folds.length;
  let isCrowded = false;

  function fold(): void {
    const { clientWidth: width, clientHeight: height } = grid;
    const isWide = !isCrowded && width >= ROOMY.width;
    const next = isWide ? Math.max(0, Math.min(folds.length, 1 + Math.floor((height - ROOMY.height) / ROOMY.card))) : 0;
    if (next === space) return;
    const standing = new Set([...waiting, ...folds.filter((card) => card.open)]);
    const fitting = folds.slice(folds.length - next);
    // A card that the reader folded stays folded.
    for (const card of folds) card.open = standing.has(card) && fitting.includes(card);
    waiting = [...standing].filter((card) => !fitting.includes(card));
    space = next;
  }

  function arrange(): void {
    grid.classList.toggle("folded", grid.querySelector(OPEN_CARDS) === null);
    const whole = surface.getBoundingClientRect();
    const part = free.getBoundingClientRect();
    if (part.width === 0 || part.height === 0) return;
    picture.setFreeArea({
      left: Math.max(0, part.left - whole.left),
      top: Math.max(0, part.top - whole.top),
      right: Math.max(0, whole.right - part.right),
      bottom: Math.max(0, whole.bottom - part.bottom),
    });
  }

  function update(): void {
    fold();
    arrange();
  }

  for (const card of folds) card.addEventListener("toggle", arrange);
  const observer = new ResizeObserver(update);
  for (const element of [grid, surface, free]) observer.observe(element);
  return {
    update(crowded) {
      isCrowded = crowded;
      update();
    },
  };
}
