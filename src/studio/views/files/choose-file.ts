/** The kinds of files that openFile reads, as the `accept` attribute of a file input. */
export const EXPERIMENT_FILES = ".png,.svg,.json,image/png,image/svg+xml,application/json";

/** Lets the reader choose a file. @param accept  the `accept` attribute of the file input: endings and types */
export function chooseFile(accept: string, take: (file: File) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = accept;
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) take(file);
  });
  input.click();
}
