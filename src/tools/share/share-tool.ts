import { html, nothing, render, type TemplateResult } from "lit";
import { writeOutcome } from "../../compute/studies/run-experiment";
import { describeFrame } from "../../studio/run/embed";
import { shownSpec } from "../../studio/state/reducer";
import { hasEnded } from "../../studio/state/run-reducer";
import { settleExperiment } from "../../studio/state/settled";
import { standingProof } from "../../studio/state/standing-verdict";
import type { StudioState } from "../../studio/state/state";
import { download, nameFile } from "../../studio/views/files/save-file";
import type { OpenTool, ToolParts } from "../tool";

/** The experiment as a link, as a frame for another page, or as a file. */
export const openTool: OpenTool = (host, parts) => {
  let message = "";

  async function copy(text: string, name: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      message = `${name} is copied.`;
    } catch {
      message = "This browser does not allow access to the clipboard. Select the text and copy it by hand.";
    }
    draw(parts.store.getState());
  }

  function draw(state: StudioState): void {
    render(
      renderShare(state, parts, message, (text, name) => void copy(text, name)),
      host,
    );
  }

  return {
    update(state) {
      message = "";
      draw(state);
    },
    hide: () => {},
    restyle: () => {},
  };
};

function renderShare(
  state: StudioState,
  { commands, store }: ToolParts,
  message: string,
  copy: (text: string, name: string) => void,
): TemplateResult {
  const link = commands.readLink();
  const frame = describeFrame(link);
  const { outcome } = state.run.landscape;
  const proved = standingProof(state);
  return html`<section class="part">
      <h3>Link</h3>
      <p class="quiet">The link holds the whole experiment and its view. Nothing is sent to a server.</p>
      ${
        isOnThisComputer(link)
          ? html`<p class="quiet" id="share-local">
              This page is served by this computer: the link and the frame do not open on other computers.
            </p>`
          : nothing
      }
      ${copiedText("share-link", "Link", link, () => copy(link, "The link"))}
    </section>
    <section class="part">
      <h3>In another page</h3>
      <p class="quiet">A frame shows a surface that can be turned, with its verdict and legend. The experiment cannot be changed there.</p>
      ${copiedText("share-frame", "Frame", frame, () => copy(frame, "The frame"))}
    </section>
    <section class="part">
      <h3>Files</h3>
      <dl class="files">
        ${fileRow("Experiment", "The specification as JSON: it opens on this page and with npm run landscape", true, () => saveSpec(state))}
        ${fileRow(
          "Result",
          outcome ? "All numbers of the slice, with the specification" : "Ready once the slice is computed",
          outcome !== null,
          () => saveResult(store.getState()),
        )}
        ${fileRow(
          "Certificate",
          proved
            ? "The proof that the loss is not convex: npm run verify checks it"
            : "Ready once the loss is proved not convex",
          proved !== null,
          commands.saveCertificate,
        )}
      </dl>
    </section>
    <p class="said" role="status">${message}</p>`;
}

/** Whether a link leads to this computer only. */
function isOnThisComputer(link: string): boolean {
  const { protocol, hostname } = new URL(link);
  return protocol === "file:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
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
