import { html, nothing, render } from "lit";
import { type Certificate, parseCertificate } from "../convexity/certificate/schema";
import { verifyInSteps } from "../convexity/certificate/verify";
import { listThemeProperties, THEMES, type ThemeName } from "../drawing/colors/theme";
import { describeLegend } from "../drawing/legend/legend";
import type { Spec } from "../experiment/spec";
import { DEFAULT_VIEW } from "../experiment/view";
import { drawLegend } from "../figure/legend-svg";
import { openSurface } from "../scene/surface/open-surface";
import type { PointedAt } from "../scene/surface/surface-port";
import { describeLandscape } from "../studio/sentences/sentence";
import { VERDICT_HEADINGS } from "../studio/sentences/verdict-headings";
import { download } from "../studio/views/files/save-file";
import { putSvg } from "../studio/views/parts/put-svg";
import { readPoint, renderReadout } from "../studio/views/places/readout";
import { messageOf } from "../words/error-message";
import { loadFaces } from "./load-faces";
import styles from "./result-view.css?inline";
import { readViewed, type ViewedDocument, type ViewedResult } from "./viewed-result";

/** What is known here of a proof that a result brings. */
type ProofState = "none" | "checking" | "proved" | "refused";

export interface ResultView {
  setTheme(theme: ThemeName): void;
  /** Frees everything and empties the host. */
  dispose(): void;
}

/**
 * Shows one result: its surface, legend, verdict, and the values at the pointer. The surface is drawn on this thread, because a page from a
 * disk and a sandboxed frame may load no worker. A proof that the result brings is checked before it is called one.
 *
 * @param host  an element that has a size
 * @throws SpecError where the result's experiment cannot be read
 */
export function openResultView(host: HTMLElement, document: ViewedDocument, theme: ThemeName): ResultView {
  const result = readViewed(document);
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  root.adoptedStyleSheets = [sheet];
  const parts = buildParts(root);
  const end = new AbortController();
  let shownTheme = theme;
  let pointed: PointedAt | null = null;

  const { surface, isFlat } = openSurface(parts.surface, {
    theme,
    reducedMotion: matchMedia("(prefers-reduced-motion: reduce)").matches,
    onHover: (point) => {
      pointed = point;
      showReadout();
    },
    place: "page",
  });
  surface.setLabel(`Loss surface. ${describeLandscape(result.landscape)}`);
  surface.setLandscape(result.landscape, { morph: false });
  surface.setCreases(result.creases);
  surface.setPlane(result.axes);

  function showReadout(): void {
    const point = pointed && readPoint(result.landscape, pointed.column, pointed.row);
    parts.readout.hidden = point === null;
    if (point) render(renderReadout(point), parts.readout);
  }

  function applyTheme(): void {
    for (const [property, value] of listThemeProperties(shownTheme)) parts.frame.style.setProperty(property, value);
    const additions = { creases: result.creases, overlays: surface.overlays };
    const content = describeLegend(result.landscape, DEFAULT_VIEW, result.name, additions);
    putSvg(parts.legend, drawLegend(content, THEMES[shownTheme], { id: "view-legend", panel: false }).svg);
  }

  function showVerdict(proof: ProofState, message = ""): void {
    render(renderVerdict(result, document, { proof, message, isFlat }), parts.verdict);
  }

  async function checkProof(): Promise<void> {
    if (result.certificate === null) return showVerdict(claimsProof(result) ? "refused" : "none");
    showVerdict("checking");
    try {
      const certificate = parseCertificate(result.certificate);
      if (!isOfItsLoss(certificate, result.spec)) return showVerdict("refused", "Its certificate is of another loss.");
      const { proved, message } = await verifyInSteps(certificate, { signal: end.signal });
      showVerdict(proved ? "proved" : "refused", message);
    } catch (error) {
      if (!end.signal.aborted) showVerdict("refused", messageOf(error));
    }
  }

  applyTheme();
  void loadFaces().then(() => surface.setTheme(shownTheme));
  void checkProof();
  return {
    setTheme(next) {
      shownTheme = next;
      surface.setTheme(next);
      applyTheme();
    },
    dispose() {
      end.abort();
      surface.dispose();
      root.replaceChildren();
    },
  };
}

/** Whether a certificate is of the network and the loss of its result. */
function isOfItsLoss({ network, loss }: Certificate, spec: Spec | null): boolean {
  return spec !== null && JSON.stringify([network, loss]) === JSON.stringify([spec.network, spec.loss]);
}

/** A result that says "not convex" says that it has a proof. */
const claimsProof = ({ verdict }: ViewedResult): boolean => verdict.kind === "not-convex";

function buildParts(root: ShadowRoot) {
  const make = (className: string, parent: ParentNode, tag = "div"): HTMLElement => {
    const element = globalThis.document.createElement(tag);
    element.className = className;
    parent.append(element);
    return element;
  };
  const frame = make("frame", root);
  const surface = make("surface", frame);
  const cards = make("cards", frame);
  const verdict = make("card verdict", cards, "section");
  const legend = make("card legend", cards, "figure");
  const readout = make("card readout", cards, "section");
  readout.hidden = true;
  return { frame, surface, verdict, legend, readout };
}

interface Shown {
  readonly proof: ProofState;
  readonly message: string;
  readonly isFlat: boolean;
}

function renderVerdict(result: ViewedResult, document: ViewedDocument, { proof, message, isFlat }: Shown) {
  const { title, verdict, certificate, landscape, notes } = result;
  const holds = proof === "proved" || !claimsProof(result);
  const save = (value: unknown, name: string) => () =>
    download(new Blob([JSON.stringify(value)], { type: "application/json" }), name);
  return html`<h1>${title}</h1>
    <h2 data-kind=${holds ? verdict.kind : "undecided"} data-proof=${proof}>${headVerdict(result, proof)}</h2>
    ${holds ? html`<p>${verdict.reason}</p>` : nothing} ${message ? html`<p class="check">Checked here: ${message}</p>` : nothing}
    <p class="slice">${describeLandscape(landscape)}</p>
    ${isFlat ? html`<p>This browser does not provide WebGL2, so the surface is drawn as a flat map.</p>` : nothing}
    ${notes.map((note) => html`<p>${note}</p>`)}
    <p class="doors">
      ${
        certificate
          ? html`<button type="button" @click=${save(certificate, "losscape-certificate.json")}>Save certificate</button>`
          : nothing
      }
      <button type="button" @click=${save(document, "losscape-result.json")}>Save result</button>
    </p>`;
}

function headVerdict({ verdict }: ViewedResult, proof: ProofState): string {
  if (verdict.kind !== "not-convex" || proof === "proved") return VERDICT_HEADINGS[verdict.kind][verdict.scope];
  return proof === "checking" ? "Not convex: its proof is being checked" : "Undecided: the file's proof does not hold";
}
