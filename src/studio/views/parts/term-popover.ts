import { TERM_TEXTS, type TermName } from "../../sentences/term-texts";

/** Milliseconds that a pointer rests on a term before its text opens, and that the text stays when the pointer has left. */
const OPENS_AFTER = 300;
const CLOSES_AFTER = 200;
/** Between the term, its text and the edges of the window, in CSS pixels. */
const DISTANCE = 6;
const ID = "term-text";

/**
 * Explains every element with `data-term` of the document: when the pointer rests on it, when the keyboard focuses it, and when a term is
 * tapped. One text at most is open. Escape closes it and nothing else.
 */
export function explainTerms(): void {
  const popover = document.createElement("div");
  popover.id = ID;
  popover.className = "term-text";
  popover.popover = "manual";
  popover.role = "tooltip";
  document.body.append(popover);
  let open: HTMLElement | null = null;
  let timer = 0;
  /** Where the open term was when its text was placed. */
  let top = 0;

  function show(target: HTMLElement): void {
    clearTimeout(timer);
    if (target === open) return;
    close();
    const text = TERM_TEXTS[target.dataset.term as TermName];
    popover.textContent = [text, target.dataset.more].filter(Boolean).join(" ");
    open = target;
    target.setAttribute("aria-describedby", ID);
    popover.showPopover();
    ({ top } = target.getBoundingClientRect());
    place(popover, target);
  }

  function close(): void {
    clearTimeout(timer);
    open?.removeAttribute("aria-describedby");
    open = null;
    if (popover.matches(":popover-open")) popover.hidePopover();
  }

  function after(milliseconds: number, act: () => void): void {
    clearTimeout(timer);
    timer = window.setTimeout(act, milliseconds);
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const target = findTerm(event.target);
    if (target) after(OPENS_AFTER, () => show(target));
    // The pointer may move onto the text to read it.
    else if (popover.contains(event.target as Node)) clearTimeout(timer);
    else if (open !== document.activeElement || !open) after(CLOSES_AFTER, close);
  });
  document.addEventListener("focusin", (event) => {
    const target = findTerm(event.target);
    if (target?.matches(":focus-visible")) show(target);
    else if (!target) close();
  });
  document.addEventListener("focusout", close);
  document.addEventListener("click", (event) => {
    const target = findTerm(event.target);
    if (target?.classList.contains("term")) show(target);
    else close();
  });
  // Before any other reader of the key, so that a drawer stays open.
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !open) return;
      event.preventDefault();
      event.stopPropagation();
      close();
    },
    { capture: true },
  );
  // Other parts of the page may scroll.
  const closeWhereMoved = (): void => {
    if (open && open.getBoundingClientRect().top !== top) close();
  };
  addEventListener("resize", close);
  document.addEventListener("scroll", closeWhereMoved, { capture: true, passive: true });
}

function findTerm(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-term]") : null;
}

/** Beside a term of a list, so that its neighbours stay in reach; below any other; always inside the window. */
function place(popover: HTMLElement, target: HTMLElement): void {
  const { left, right, top, bottom } = target.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const beside = [left - width - DISTANCE, right + DISTANCE].map((x) => ({ x, y: top }));
  const under = [bottom + DISTANCE, top - height - DISTANCE].map((y) => ({ x: left, y }));
  const places = target.closest("dl, .rows") ? [...beside, ...under] : under;
  const room = { x: innerWidth - width - DISTANCE, y: innerHeight - height - DISTANCE };
  const isInside = (at: number, most: number) => at >= DISTANCE && at <= most;
  // Beside a term the text may be moved up, and under one to the left.
  const found = places.find(({ x, y }) => (y === top ? isInside(x, room.x) : isInside(y, room.y))) ?? places[0]!;
  popover.style.left = `${Math.max(DISTANCE, Math.min(found.x, room.x))}px`;
  popover.style.top = `${Math.max(DISTANCE, Math.min(found.y, room.y))}px`;
}
