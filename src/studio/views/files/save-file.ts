import type { Spec } from "../../../experiment/spec";

/** A file name without its ending: "losscape-relu-moons". */
export function nameFile({ network, dataset }: Spec): string {
  const activation = typeof network.activation === "string" ? network.activation : "mixed";
  return `losscape-${activation}-${dataset.kind === "points" ? "points" : dataset.name}`;
}

/** Downloads a file. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // Later, because some browsers read the address only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
