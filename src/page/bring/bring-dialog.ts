import { html, nothing, render } from "lit";
import { openReading, type Reading } from "../../compute/reading/open-reading";
import type { NamedFile } from "../../compute/reading/reading-tasks";
import { FOREIGN_LIMITS } from "../../formats/foreign-limits";
import type { ModelChoices } from "../../formats/models/bare-tensors";
import type { TableForm } from "../../formats/tables/read-table";
import { isAbort } from "../../studio/run/failure";
import type { Store } from "../../studio/state/store";
import { nameDataset } from "../../studio/views/data/dataset-names";
import { chooseFiles, TABLE_FILES } from "../../studio/views/files/choose-file";
import { nameOf } from "../../studio/views/files/open-file";
import { icon } from "../../studio/views/parts/icons";
import { messageOf } from "../../words/error-message";
import { type Brought, liesBeside, NOTHING_BROUGHT, type RecognizedFile } from "./brought";
import { type ColumnChoice, suggestColumns, toTableChoice } from "./column-choice";
import { renderModelForm } from "./model-form";
import { renderTableForm } from "./table-form";
import { useData } from "./use-data";
import { fitPresentData, type PresentFit } from "./use-model";

/** Every kind of file that the page opens, for sentences on a file that is none of them. */
const OPENED =
  "The page opens tables (CSV, TSV), models (ONNX, Keras, safetensors, NPZ, TensorFlow.js), surfaces of loss-landscape, VTK and NumPy, and its own pictures, figures, specs and results.";

export interface BringDialog {
  readonly take: (files: readonly File[]) => Promise<void>;
}

/** The dialog that shows what the reader's files hold, and makes the page's experiment of it. What is on the page stays until then. */
export function createBringDialog(store: Store): BringDialog {
  const dialog = document.createElement("dialog");
  dialog.className = "bring-dialog";
  dialog.setAttribute("aria-labelledby", "bring-title");
  document.body.append(dialog);
  let brought: Brought = NOTHING_BROUGHT;
  let reading: Reading | null = null;
  /** Answers to an earlier question are dropped. */
  let round = 0;

  function change(part: Partial<Brought>): void {
    brought = { ...brought, ...part };
    draw();
  }

  function close(): void {
    round++;
    reading?.close();
    reading = null;
    brought = NOTHING_BROUGHT;
    dialog.close();
  }
  // Escape closes a dialog by itself.
  dialog.addEventListener("close", () => {
    if (reading) close();
  });

  /** Runs a step of the reading; what goes wrong is said in the dialog, or on the page where the dialog has nothing to show. */
  async function perform(busy: string, step: (service: Reading) => Promise<void>): Promise<void> {
    const mine = ++round;
    reading ??= openReading();
    change({ busy, failure: "", question: null });
    if (!dialog.open) dialog.showModal();
    try {
      await step(reading);
      if (mine === round) change({ busy: null });
    } catch (error) {
      if (mine !== round || isAbort(error)) return;
      const failure = `${messageOf(error)}.`.replace(/\.\.$/, ".");
      if (brought.table || brought.model) {
        change({ busy: null, failure });
        return;
      }
      close();
      store.dispatch({ type: "say", message: { place: "file", text: failure } });
    }
  }

  async function take(files: readonly File[]): Promise<void> {
    const names = files.map((file) => file.name).join(", ");
    await perform(`Reading ${names}…`, async (service) => {
      const mine = round;
      const read: NamedFile[] = [];
      for (const file of files) read.push(await readBytes(file));
      const beside = files.length > 1 || brought.model ? read.filter(liesBeside) : [];
      const found: RecognizedFile[] = [];
      for (const file of read) if (!beside.includes(file)) found.push({ ...file, ...(await recognize(service, file)) });
      if (mine !== round) return;
      await sort(service, found, beside);
    });
  }

  async function recognize(service: Reading, file: NamedFile) {
    try {
      return await service.run("recognize", file);
    } catch (error) {
      throw new Error(`${quote(file)}: ${messageOf(error)}. ${OPENED}`);
    }
  }

  async function sort(service: Reading, found: readonly RecognizedFile[], beside: readonly NamedFile[]): Promise<void> {
    const model = found.find(({ holdings }) => holdings.includes("model"));
    if (model) await readModel(service, model.kind, [model, ...beside], {});
    const other = found.find((file) => file !== model);
    if (!other) return;
    const [first, second] = other.holdings;
    if (first === "table" && second === "surface" && !brought.model) {
      change({
        question: {
          text: `${quote(other)} can be two things: which is it?`,
          answers: [
            { label: "A table of samples", take: () => void performTable(other) },
            { label: "A surface of losses", take: () => void performSurface(other) },
          ],
        },
      });
      return;
    }
    if (first === "table") await readTable(service, other, {});
    else if (first === "surface") await readSurface(service, other);
    else throw new Error(`${quote(other)}: it is not a table, and only a model and its table are opened together`);
  }

  const performTable = (file: NamedFile) => perform(`Reading ${file.name}…`, (service) => readTable(service, file, {}));
  const performSurface = (file: RecognizedFile) =>
    perform(`Reading ${file.name}…`, (service) => readSurface(service, file));

  async function readSurface(_: Reading, file: RecognizedFile): Promise<void> {
    throw new Error(`${quote(file)}: it is a surface, which npm run convert reads`);
  }

  async function readModel(
    service: Reading,
    kind: RecognizedFile["kind"],
    files: readonly NamedFile[],
    choices: ModelChoices,
  ): Promise<void> {
    const mine = round;
    try {
      const read = await service.run("readModel", { kind, files, choices });
      if (mine === round) change({ model: { files, kind, choices, reading: read } });
    } catch (error) {
      throw new Error(`${quote(files[0]!)}: ${messageOf(error)}`);
    }
    if (brought.table) await choose(service, brought.table.choice);
  }

  async function readTable(service: Reading, file: NamedFile, form: Partial<TableForm>): Promise<void> {
    const mine = round;
    const summary = await service.run("readTable", { bytes: file.bytes, form }).catch((error: unknown) => {
      throw new Error(`${quote(file)}: ${messageOf(error)}`);
    });
    if (mine !== round) return;
    // A model takes its inputs as it was trained on them.
    const choice = suggestColumns(summary, brought.model === null);
    change({ table: { file, summary, choice, chosen: null } });
    await choose(service, choice);
  }

  async function choose(service: Reading, choice: ColumnChoice): Promise<void> {
    const mine = round;
    if (!brought.table) return;
    change({ table: { ...brought.table, choice } });
    const chosen = await service.run("chooseColumns", toTableChoice(choice, countOutputs()));
    if (mine === round && brought.table) change({ table: { ...brought.table, chosen: checkInputs(chosen) } });
  }

  const countOutputs = () => brought.model?.reading.model.network.layers.at(-1);

  /** A model takes as many inputs as it has. */
  function checkInputs(chosen: NonNullable<Brought["table"]>["chosen"]) {
    const wanted = brought.model?.reading.model.network.layers[0];
    if (!chosen || "problem" in chosen || wanted === undefined || chosen.inputs === wanted) return chosen;
    const columns = chosen.inputs === 1 ? "1 column is chosen" : `${chosen.inputs} columns are chosen`;
    return { problem: `The model takes ${wanted} inputs, and ${columns}: choose the inputs in the table` };
  }

  /** Makes the experiment of what the dialog holds. */
  const use = () =>
    perform("Making the experiment…", async (service) => {
      const mine = round;
      const { table, model } = brought;
      const made = await makeExperiment(service);
      if (mine !== round || !made) return;
      if (table) nameDataset(made.spec.dataset, table.file.name);
      const name = model ? quote(model.files[0]!) : "";
      close();
      store.dispatch({ type: "open", spec: made.spec });
      const text = model
        ? `${name} is on the page, with its own weights. Undo brings back what was there.`
        : made.sentence;
      store.dispatch({ type: "say", message: { place: "file", text } });
    });

  async function makeExperiment(service: Reading) {
    const { table, model } = brought;
    if (table && model) {
      const choice = toTableChoice(table.choice, countOutputs());
      const { spec } = await service.run("makeExperiment", { model: model.reading.model, choice });
      return { spec, sentence: "" };
    }
    if (table) {
      const made = await service.run("makeDataset", toTableChoice(table.choice));
      return useData(store.getState().spec, made, quote(table.file));
    }
    const fit = model && fitPresentData(model.reading.model, store.getState().spec);
    return fit && !("problem" in fit) ? { spec: fit.spec, sentence: "" } : null;
  }

  function isReady(fit: PresentFit | null): boolean {
    if (brought.busy !== null || brought.question) return false;
    if (brought.table) return brought.table.chosen !== null && !("problem" in brought.table.chosen);
    return fit !== null && !("problem" in fit);
  }

  function draw(): void {
    const { busy, failure, question, table, model } = brought;
    const fit = model && !table ? fitPresentData(model.reading.model, store.getState().spec) : null;
    const isEmpty = !table && !model;
    render(
      html`<form
        class="bring-form"
        @submit=${(event: Event) => {
          event.preventDefault();
          if (isReady(fit)) void use();
        }}
      >
        <div class="bring-head">
          <h2 id="bring-title">${model ? "Your model" : table ? "Your data" : "Your file"}</h2>
          <button type="button" class="button plain" aria-label="Close" title="Close (Esc)" @click=${close}>${icon("close")}</button>
        </div>
        ${
          question
            ? html`<div class="bring-question" role="group" aria-labelledby="bring-question">
                <p id="bring-question">${question.text}</p>
                ${question.answers.map(({ label, take: answer }) => html`<button type="button" class="button" @click=${answer}>${label}</button>`)}
              </div>`
            : nothing
        }
        ${
          model
            ? renderModelForm(model, fit, {
                choose: (choices) =>
                  void perform("Reading the model again…", (service) =>
                    readModel(service, model.kind, model.files, choices),
                  ),
                chooseTable: () => chooseFiles(TABLE_FILES, (files) => void take(files)),
              })
            : nothing
        }
        ${
          table
            ? renderTableForm(table, {
                choose: (choice) => void perform("Looking at the columns…", (service) => choose(service, choice)),
                reread: (form) =>
                  void perform(`Reading ${table.file.name}…`, (service) => readTable(service, table.file, form)),
              })
            : nothing
        }
        ${failure ? html`<p class="bring-problem" role="alert">${failure}</p>` : nothing}
        <div class="bring-actions">
          ${
            isEmpty
              ? nothing
              : html`<button type="submit" class="button main" id="bring-use" ?disabled=${!isReady(fit)}>
                  ${model ? "Show its landscape" : "Use this data"}
                </button>`
          }
          <button type="button" class="button" id="bring-cancel" @click=${close}>Cancel</button>
          <span class="bring-busy" role="status">${busy ?? ""}</span>
        </div>
      </form>`,
      dialog,
    );
  }

  return { take };
}

async function readBytes(file: File): Promise<NamedFile> {
  if (file.size > FOREIGN_LIMITS.file) {
    throw new Error(`${nameOf(file)}: its ${file.size} bytes are more than ${FOREIGN_LIMITS.file}`);
  }
  return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

const quote = ({ name }: NamedFile): string => nameOf(new File([], name));
