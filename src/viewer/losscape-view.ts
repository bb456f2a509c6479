import type { ThemeName } from "../drawing/colors/theme";
import { parseJson, SpecError } from "../experiment/parse";
import { evaluateLandscape } from "../library/compute-landscape";
import type { SpecInput } from "../library/options";
import { messageOf } from "../words/error-message";
import { openResultView, type ResultView } from "./result-view";
import type { ViewedDocument } from "./viewed-result";

/**
 * `<losscape-view spec="…">`: the landscape of a spec in any page. `spec` is a spec or a result as JSON, or the address of such a file; a spec is
 * computed here, on workers where the page may start some. `theme` is `light` or `dark`; without it the system's. It needs a size, as an
 * image does.
 */
class LosscapeView extends HTMLElement {
  static readonly observedAttributes = ["spec", "theme"];
  #view: ResultView | null = null;
  #work = new AbortController();

  connectedCallback(): void {
    void this.#open();
  }

  disconnectedCallback(): void {
    this.#close();
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    if (name === "theme") this.#view?.setTheme(this.#theme);
    else void this.#open();
  }

  get #theme(): ThemeName {
    const theme = this.getAttribute("theme");
    if (theme === "light" || theme === "dark") return theme;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  async #open(): Promise<void> {
    this.#close();
    const { signal } = this.#work;
    try {
      const document = await this.#findResult(this.getAttribute("spec") ?? "", signal);
      signal.throwIfAborted();
      this.#view = openResultView(this, document, this.#theme);
    } catch (error) {
      if (!signal.aborted) this.#say(messageOf(error));
    }
  }

  async #findResult(spec: string, signal: AbortSignal): Promise<ViewedDocument> {
    const content = await readContent(spec, signal);
    if (isResult(content)) return content;
    const onProgress = ({ stage, fraction }: { stage: string; fraction: number }) =>
      this.#say(`${stage}: ${Math.floor(100 * fraction)} %`);
    return evaluateLandscape(content as SpecInput, { signal, onProgress });
  }

  #close(): void {
    this.#work.abort();
    this.#work = new AbortController();
    this.#view?.dispose();
    this.#view = null;
  }

  #say(sentence: string): void {
    const line = document.createElement("p");
    line.setAttribute("role", "status");
    line.textContent = sentence;
    (this.shadowRoot ?? this.attachShadow({ mode: "open" })).replaceChildren(line);
  }
}

async function readContent(spec: string, signal: AbortSignal): Promise<unknown> {
  if (spec.trim() === "") throw new SpecError("spec: names nothing; give a spec as JSON, or the address of a file");
  if (spec.trimStart().startsWith("{")) return parseJson("spec", spec);
  const response = await fetch(spec, { signal }).catch((error: unknown) => {
    throw new Error(`spec: the file could not be fetched: ${messageOf(error)}`);
  });
  if (!response.ok) throw new Error(`spec: the file could not be fetched: the server answers ${response.status}`);
  return parseJson("spec", await response.text());
}

function isResult(content: unknown): content is ViewedDocument {
  return typeof content === "object" && content !== null && "format" in content && content.format === "losscape-result";
}

customElements.define("losscape-view", LosscapeView);
