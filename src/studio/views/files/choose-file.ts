/** The kinds of files that openFile reads, as the `accept` attribute of a file input. */
export const EXPERIMENT_FILES = ".png,.svg,.json,image/png,image/svg+xml,application/json";

/** The kinds of files that hold tables. */
export const TABLE_FILES = ".csv,.tsv,.txt,text/csv,text/tab-separated-values";

/** All kinds of files that the page opens. */
export const ALL_FILES = `${EXPERIMENT_FILES},${TABLE_FILES},.h5,.hdf5,.keras,.onnx,.safetensors,.npz,.npy,.vtp,.bin,.weights`;

/** Lets the reader choose a file. @param accept  the `accept` attribute of the file input: endings and types */
export function chooseFile(accept: string, take: (file: File) => void): void {
  openChooser(accept, false, ([file]) => take(file!));
}

/** Lets the reader choose one or several files. */
export function chooseFiles(accept: string, take: (files: readonly File[]) => void): void {
  openChooser(accept, true, take);
}

function openChooser(accept: string, isMultiple: boolean, take: (files: readonly File[]) => void): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = accept;
  input.multiple = isMultiple;
  input.addEventListener("change", () => {
    if (input.files?.length) take([...input.files]);
  });
  input.click();
}
