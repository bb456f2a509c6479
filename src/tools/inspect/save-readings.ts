import type { CutProfile } from "../../convexity/lines/cut-profile";
import { writeCutCsv } from "../../formats/tables/cut-table";
import { type PinnedReading, writePinsCsv, writePinsDocument } from "../../formats/tables/pins-table";
import { shownSpec } from "../../studio/state/reducer";
import type { StudioState } from "../../studio/state/state";
import { download, nameFile } from "../../studio/views/files/save-file";

export function savePins(page: StudioState, pins: readonly PinnedReading[], kind: "csv" | "json"): void {
  const text = kind === "csv" ? writePinsCsv(pins) : JSON.stringify(writePinsDocument(pins, shownSpec(page)));
  const type = kind === "csv" ? "text/csv" : "application/json";
  download(new Blob([text], { type }), `${nameFile(page.spec)}-pins.${kind}`);
}

export function saveCut(page: StudioState, cut: CutProfile | null): void {
  if (cut) download(new Blob([writeCutCsv(cut)], { type: "text/csv" }), `${nameFile(page.spec)}-cut.csv`);
}
