import type { CutProfile } from "../../../convexity/lines/cut-profile";
import { writeCutCsv } from "../../../formats/cut-csv";
import { type PinnedReading, writePinsCsv, writePinsDocument } from "../../../formats/pins";
import { download, nameFile } from "../../browser-files";
import { shownSpec } from "../../reducer";
import type { StudioState } from "../../state";

export function savePins(page: StudioState, pins: readonly PinnedReading[], kind: "csv" | "json"): void {
  const text = kind === "csv" ? writePinsCsv(pins) : JSON.stringify(writePinsDocument(pins, shownSpec(page)));
  const type = kind === "csv" ? "text/csv" : "application/json";
  download(new Blob([text], { type }), `${nameFile(page.spec)}-pins.${kind}`);
}

export function saveCut(page: StudioState, cut: CutProfile | null): void {
  if (cut) download(new Blob([writeCutCsv(cut)], { type: "text/csv" }), `${nameFile(page.spec)}-cut.csv`);
}
