import { messageOf } from "../../words/error-message";
import { FormatError } from "../format-error";
import { type CopyAnswer, copyHdf5 } from "./hdf5-copy";
import { loadLibrary } from "./library";
import { openHdf5 } from "./open-hdf5";

/** A thread that copies HDF5 files, in Node and in the browser. Node's modules are asked for at run time: the browser has none. */
const port = "process" in globalThis ? process.getBuiltinModule("node:worker_threads").parentPort : null;
const post = (answer: CopyAnswer): void => (port ?? globalThis).postMessage(answer);

async function answer(bytes: Uint8Array): Promise<void> {
  try {
    post({ kind: "copied", copy: await openHdf5(bytes, copyHdf5) });
  } catch (error) {
    post({ kind: error instanceof FormatError ? "refused" : "failed", message: messageOf(error) });
  }
}

if (port) port.on("message", (bytes: Uint8Array) => void answer(bytes));
else addEventListener("message", ({ data }: MessageEvent<Uint8Array>) => void answer(data));
await loadLibrary();
post({ kind: "ready" });
