import type { RunProgress } from "../../compute/studies/scripting";
import { formatProgress } from "../../words/numbers";

const BAR_WIDTH = 30;
/** Without a terminal, one line for each tenth is printed. */
const LINES = 10;

/** Shows the progress of a run: on a terminal a bar that is redrawn, elsewhere plain lines. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  #last = "";
  #width = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  report({ stage, fraction, note = "" }: RunProgress): void {
    const done = Math.min(1, Math.max(0, Number.isFinite(fraction) ? fraction : 0));
    // Scripts that read stderr split at plain spaces.
    const percent = formatProgress(done).replaceAll("\u00a0", " ").padStart(5);
    if (this.#stream.isTTY) {
      const filled = Math.floor(done * BAR_WIDTH);
      this.#draw(`${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)} ${percent}  ${note || stage}`);
      return;
    }
    const mark = `${stage} ${Math.floor(done * LINES)}`;
    if (mark === this.#last) return;
    this.#last = mark;
    this.#stream.write(`${percent}  ${stage}\n`);
  }

  /** Clears the bar, so that the next output starts on a new line. */
  close(): void {
    if (this.#width > 0) this.#stream.write(`\r${" ".repeat(this.#width)}\r`);
    this.#width = 0;
  }

  #draw(line: string): void {
    const text = line.slice(0, Math.max(10, (this.#stream.columns || 80) - 1));
    if (text === this.#last) return;
    this.#stream.write(`\r${text.padEnd(this.#width)}`);
    this.#last = text;
    this.#width = text.length;
  }
}
