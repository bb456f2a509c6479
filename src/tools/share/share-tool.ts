import { html, render, type TemplateResult } from "lit";
import { writeOutcome } from "../../compute/studies/run-experiment";
import { describeFrame } from "../../studio/run/embed";
import { shownSpec } from "../../studio/state/reducer";
import { hasEnded } from "../../studio/state/run-reducer";
import { settleExperiment } from "../../studio/state/settled";
import { standingProof } from "../../studio/state/standing-verdict";
import type { StudioState } from "../../studio/state/state";
import { download, nameFile } from "../../studio/views/files/save-file";
import type { OpenTool, ToolParts } from "../tool";

/** The experiment as a link, a frame, a spec or a result. */
export const openTool: OpenTool = (host, parts) => {
  let said = "";

  async function copy(text: string, name: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      said = `${name} is copied.`;
    } catch {
      said = "This browser keeps the clipboard closed: select the text and copy it by hand.";
    }
    draw(parts.store.getState());
  }

  function draw(state: StudioState): void {
    render(
      renderShare(state, parts, said, (text, name) => void copy(text, name)),
      host,
    );
  }

  return {
    update(state) {
      said = "";
      draw(state);
    },
    hide: () => {},
    restyle: () => {},
  };
};

function renderShare(
  state: StudioState,
  { commands, store }: ToolParts,
  said: string,
  copy: (text: string, name: string) => void,
): TemplateResult {
  const link = commands.readLink();
  const frame = describeFrame(link);
  const { outcome } = state.run.landscape;
  const proved = standingProof(state);
  return html`<section class="part">
      <h3>Link</h3>
      <p class="quiet">The whole experiment and how it is looked at, in the address: nothing is sent anywhere.</p>
      ${copiedText("share-link", "Link", link, () => copy(link, "The link"))}
    </section>
    <section class="part">
      <h3>In another page</h3>
      <p class="quiet">A surface that turns, with its verdict and its legend; nothing in it can be changed.</p>
      ${copiedText("share-frame", "Frame", frame, () => copy(frame, "The frame"))}
    </section>
    <section class="part">
      <h3>Files</h3>
      <dl class="files">
        ${fileRow("Experiment", "spec.json: runs again here or by npm run landscape", true, () => saveSpec(state))}
        ${fileRow(
          "Result",
          outcome ? "Every number of the slice, with its spec" : "Once the slice is computed",
          outcome !== null,
          () => saveResult(store.getState()),
        )}
        ${fileRow(
          "Certificate",
          proved ? "The proof: npm run verify checks it" : "Where the loss is proved not convex",
          proved !== null,
          commands.saveCertificate,
        )}
      </dl>
    </section>
    <p class="said" role="status">${said}</p>`;
}

function copiedText(id: string, label: string, text: string, copy: () => void): TemplateResult {
  return html`<div class="copied">
    <textarea id=${id} readonly rows="3" spellcheck="false" aria-label=${label} .value=${text}></textarea>
    <button type="button" class="button" @click=${copy}>Copy</button>
  </div>`;
}

function fileRow(name: string, what: string, ready: boolean, save: () => void): TemplateResult {
  return html`<dt>
      <button type="button" class="button" ?disabled=${!ready} @click=${save}>${name}</button>
    </dt>
    <dd class="quiet">${what}</dd>`;
}

function saveSpec(state: StudioState): void {
  const text = JSON.stringify(shownSpec(state), null, 2);
  download(new Blob([text], { type: "application/json" }), `${nameFile(state.spec)}-spec.json`);
}

function saveResult(state: StudioState): void {
  const { training, landscape } = state.run;
  if (!landscape.outcome || !training.parameters || !hasEnded(training)) return;
  const result = writeOutcome(settleExperiment(state).spec, training.parameters, landscape.outcome);
  download(new Blob([JSON.stringify(result)], { type: "application/json" }), `${nameFile(state.spec)}-result.json`);
}
