import {
  ENGINE_CHOICES,
  type EngineChoice,
  type EngineComparison,
  type EngineReport,
  type EngineStart,
} from "../compute/engine/engine-choice";

const KEY = "losscape-engine";
/** The parameter of the address that chooses the engine, for scripts and tests; it is not kept. */
const PARAMETER = "engine";

/** What is kept in this browser. A newer browser may have another driver, so its engines are compared again. */
interface KeptSetting extends EngineStart {
  readonly browser: string;
}

/** The choice in the address, else the one of the last visit. */
export function readEngineStart(search: string): EngineStart {
  const asked = readChoice(new URLSearchParams(search).get(PARAMETER));
  return asked ? { choice: asked, comparison: null } : readKept();
}

/** Keeps the choice and the comparison in this browser, so that the same experiment has the same weights at the next visit. */
export function keepEngine({ choice, comparison }: EngineReport): void {
  const kept: KeptSetting = { choice, comparison, browser: navigator.userAgent };
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Where the storage is full or not allowed, the engines are compared at every visit.
  }
}

function readKept(): EngineStart {
  try {
    const { choice, comparison, browser } = Object(JSON.parse(localStorage.getItem(KEY) ?? "null"));
    const isCurrent = browser === navigator.userAgent && isComparison(comparison);
    return { choice: readChoice(choice) ?? "automatic", comparison: isCurrent ? comparison : null };
  } catch {
    // The storage is not allowed or its content is not valid: as on a first visit.
    return { choice: "automatic", comparison: null };
  }
}

function readChoice(name: unknown): EngineChoice | null {
  return ENGINE_CHOICES.find((choice) => choice === name) ?? null;
}

function isComparison(value: unknown): value is EngineComparison {
  const { faster, ratio, device } = Object(value);
  return (faster === "webgl" || faster === "processor") && ratio >= 1 && typeof device === "string";
}
