import type { Store } from "../../studio/state/store";
import { type BringDialog, createBringDialog } from "./bring-dialog";

let dialog: BringDialog | null = null;

/** Opens other programs' files: tables, models and surfaces. Files that come while the dialog is open join those that it shows. */
export function bringFiles(store: Store, files: readonly File[]): Promise<void> {
  dialog ??= createBringDialog(store);
  return dialog.take(files);
}
