import { chromium, type Page } from "playwright-core";
import type { EngineChoice } from "../../compute/engine/engine-choice";
import type { EngineSpeed } from "../../compute/engine/measure-speed";
import type { RunProgress } from "../../compute/studies/scripting";
import { encodeLink } from "../../experiment/link";
import { parseSpec } from "../../experiment/parse";
import { DEFAULT_VIEW } from "../../experiment/view";
import { browserArguments, ensureBrowser } from "../find-browser.mjs";
import { ensureBuild, serveBuild } from "./app-build";

/** Characters of one piece of a long text to or from the page: a message of the browser's protocol has a limit. */
const PIECE = 16 * 2 ** 20;
/** Time limit for the page to start, in milliseconds: on a slow machine the first compilation takes long. */
const START_TIMEOUT = 120_000;

/** The page's experiment before the first request: nothing to train, and very little to compute. */
const IDLE = encodeLink({
  spec: parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset: { kind: "generated", name: "gaussians", samples: 2 },
    network: { layers: [2, 1] },
    loss: { kind: "bce" },
    weights: { kind: "given", layers: [{ kernel: [[0], [0]], bias: [0] }] },
    plane: { kind: "weights", x: 0, y: 1 },
    grid: { columns: 3, rows: 3 },
  }),
  view: DEFAULT_VIEW,
});

/** The app without a window. */
export class HeadlessPage {
  readonly #page: Page;
  readonly #close: () => Promise<void>;
  #onProgress: (progress: RunProgress) => void = () => {};

  private constructor(page: Page, close: () => Promise<void>) {
    this.#page = page;
    this.#close = close;
  }

  /**
   * Builds the app where its sources have changed, serves it and opens it.
   * @param engine  what the page computes with
   * @throws Error with one sentence
   */
  static async open(engine: EngineChoice = "processor"): Promise<HeadlessPage> {
    const executablePath = ensureBrowser();
    await ensureBuild();
    const app = await serveBuild();
    const browser = await chromium.launch({ executablePath, args: browserArguments() }).catch(async (error: Error) => {
      await app.close();
      throw new Error(`The browser did not start: ${firstLine(error.message)}`);
    });
    const close = async () => {
      await browser.close();
      await app.close();
    };
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const headless = new HeadlessPage(page, close);
      await headless.#start(`${app.address}?engine=${engine}`);
      return headless;
    } catch (error) {
      await close();
      throw error;
    }
  }

  async #start(address: string): Promise<void> {
    const failures: string[] = [];
    this.#page.on("pageerror", (error) => failures.push(error.message));
    await this.#page.exposeFunction("reportRunProgress", (progress: RunProgress) => this.#onProgress(progress));
    await this.#page.goto(`${address}#${IDLE}`);
    try {
      await this.#page.waitForFunction(() => window.losscape !== undefined, null, { timeout: START_TIMEOUT });
    } catch {
      throw new Error(`The page did not start${failures[0] ? `: ${firstLine(failures[0])}` : " in time"}`);
    }
  }

  /** Runs an experiment in the page. @returns the result document as JSON @throws Error with the page's message, one sentence */
  async run(specText: string, onProgress: (progress: RunProgress) => void): Promise<string> {
    this.#onProgress = onProgress;
    return this.#call("run", specText);
  }

  /** Surveys an experiment in the page. @returns the survey document as JSON @throws Error with the page's message, one sentence */
  async survey(requestText: string, onProgress: (progress: RunProgress) => void): Promise<string> {
    this.#onProgress = onProgress;
    return this.#call("survey", requestText);
  }

  /** The speed of the page's engine on an experiment. @throws Error with the page's message, one sentence */
  async measureSpeed(specText: string): Promise<EngineSpeed> {
    return JSON.parse(await this.#call("measureSpeed", specText));
  }

  /** Shows a result and takes its picture. @returns a PNG */
  async capture(resultText: string): Promise<Uint8Array> {
    return Buffer.from(await this.#call("capture", resultText), "base64");
  }

  /** Draws the plot of a survey. @returns a PNG */
  async drawSurvey(surveyText: string): Promise<Uint8Array> {
    return Buffer.from(await this.#call("drawSurvey", surveyText), "base64");
  }

  /** Calls one of the page's functions for scripts. @returns a document as JSON, or a picture in base64 */
  async #call(name: "run" | "survey" | "measureSpeed" | "capture" | "drawSurvey", text: string): Promise<string> {
    await this.#send(text);
    const failure = await this.#page.evaluate(async (asked) => {
      const { transfer, reportRunProgress } = window;
      const losscape = window.losscape!;
      try {
        const input = JSON.parse(transfer!.join(""));
        if (asked === "run" || asked === "survey" || asked === "measureSpeed") {
          window.transfer = [JSON.stringify(await losscape[asked](input, reportRunProgress))];
          return null;
        }
        if (asked === "capture") await losscape.show(input);
        const picture =
          asked === "capture"
            ? await losscape.capture({ scale: 2, legend: true, transparent: false })
            : await losscape.drawSurvey(input);
        const bytes = new Uint8Array(await picture.arrayBuffer());
        const pieces: string[] = [];
        // A multiple of 3 bytes, so that the joined pieces are one base64 text.
        for (let from = 0; from < bytes.length; from += 0x6000) {
          pieces.push(btoa(String.fromCharCode(...bytes.subarray(from, from + 0x6000))));
        }
        window.transfer = pieces;
        return null;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    }, name);
    if (failure !== null) throw new Error(firstLine(failure));
    return this.#receive();
  }

  async close(): Promise<void> {
    await this.#close();
  }

  async #send(text: string): Promise<void> {
    await this.#page.evaluate(() => {
      window.transfer = [];
    });
    for (let from = 0; from < text.length; from += PIECE) {
      await this.#page.evaluate((piece) => void window.transfer!.push(piece), text.slice(from, from + PIECE));
    }
  }

  async #receive(): Promise<string> {
    const length = await this.#page.evaluate(() => {
      window.transfer = [window.transfer!.join("")];
      return window.transfer[0]!.length;
    });
    const pieces: string[] = [];
    for (let from = 0; from < length; from += PIECE) {
      pieces.push(
        await this.#page.evaluate(([start, end]) => window.transfer![0]!.slice(start, end), [
          from,
          from + PIECE,
        ] as const),
      );
    }
    await this.#page.evaluate(() => {
      delete window.transfer;
    });
    return pieces.join("");
  }
}

declare global {
  interface Window {
    /** A text that passes between the command line and the page, in pieces. */
    transfer?: string[];
    reportRunProgress: (progress: RunProgress) => void;
  }
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!;
}
