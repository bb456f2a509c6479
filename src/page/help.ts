import { html, nothing, type TemplateResult } from "lit";
import type { EngineChoice, EngineReport } from "../compute/engine/engine-choice";
import { describeEngine } from "../studio/sentences/engine-sentence";
import type { StudioState } from "../studio/state/state";
import { icon } from "../studio/views/parts/icons";
import { SHORTCUTS } from "./shortcuts";

const CHOICES: Readonly<Record<EngineChoice, string>> = {
  automatic: "Automatic: the faster one",
  webgl: "WebGL",
  processor: "Processor",
  reference: "Plain float64 evaluator",
};

export interface HelpCommands {
  readonly chooseEngine: (choice: EngineChoice) => void;
  readonly close: () => void;
}

/** What the page shows, what computes it, and the list of keys, in a dialog. The browser closes it on Escape. */
export function renderHelp(backend: StudioState["backend"], { chooseEngine, close }: HelpCommands): TemplateResult {
  return html`<div class="help-head">
      <h2 id="help-title">What this is</h2>
      <button type="button" class="button plain" aria-label="Close" title="Close (Esc)" autofocus @click=${close}>
        ${icon("close")}
      </button>
    </div>
    <p>
      A small network is trained here, on your device. The surface shows its loss over a plane through the trained weights. A
      function is convex if no point of it lies above a straight line between two of its points. Hatching marks where the
      loss is not convex: rising lines where its curvature is negative, falling lines where it lies above such a straight
      line.
    </p>
    ${backend ? renderEngine(backend, chooseEngine) : nothing}
    <h2>Keys</h2>
    <dl>
      ${SHORTCUTS.map(
        ({ keys, does }) =>
          html`<dt>${keys.split(" ").map((key) => html`<kbd>${key}</kbd> `)}</dt>
            <dd>${does}</dd>`,
      )}
    </dl>`;
}

function renderEngine(report: EngineReport, choose: (choice: EngineChoice) => void): TemplateResult {
  const names = (Object.keys(CHOICES) as EngineChoice[]).filter(
    // The plain evaluator is for tests and is offered only where the address has chosen it.
    (name) => name !== "reference" || report.choice === "reference",
  );
  return html`<p class="quiet" id="engine-line" title=${report.renderer}>${describeEngine(report)}</p>
    <label class="engine quiet"
      >Compute with
      <select
        @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as EngineChoice)}
        .value=${report.choice}
      >
        ${names.map((name) => html`<option value=${name} ?selected=${name === report.choice}>${CHOICES[name]}</option>`)}
      </select></label
    >`;
}
