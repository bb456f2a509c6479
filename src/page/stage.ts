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

/** CSS pixels of the stage with space for open cards beside the picture. */
const ROOMY = { width: 820, height: 500 } as const;
const OPEN_CARDS = ".side > .evidence:not([hidden]), .side > :not([hidden]) > details[open]";

/** Keeps the picture in the area that no card covers, and folds the data and the legend where the stage has no space for them. */
export function arrangeStage({ grid, surface, free }: StageHosts, picture: SurfacePort): Stage {
  const folds = [...grid.querySelectorAll<HTMLDetailsElement>(".side details")];
  /** The folds that return when there is space again. */
  let waiting: readonly HTMLDetailsElement[] = [];
  let isRoomy = true;
  let isCrowded = false;

  function fold(): void {
    const { clientWidth: width, clientHeight: height } = grid;
    const next = !isCrowded && width >= ROOMY.width && height >= ROOMY.height;
    if (next === isRoomy) return;
    isRoomy = next;
    if (isRoomy) {
      for (const card of waiting) card.open = true;
      return;
    }
    waiting = folds.filter((card) => card.open);
    for (const card of waiting) card.open = false;
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
