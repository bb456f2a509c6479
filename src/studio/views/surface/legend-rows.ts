import { html, nothing, type TemplateResult } from "lit";
import type { LegendContent } from "../../../drawing/legend/legend-content";
import type { View } from "../../../experiment/view";
import type { LegendPicture, LegendRow } from "../../../figure/legend-svg";
import type { TermName } from "../../sentences/term-texts";

/** A term over each row of the legend's drawing. That of the title explains the axes, and what the drawing has no space for. */
export function renderLegendRows(
  { rows, height }: Pick<LegendPicture, "rows" | "height">,
  { help }: Pick<LegendContent, "help">,
  { coloring }: Pick<View, "coloring">,
): readonly TemplateResult[] {
  const part = (length: number) => `${((100 * length) / height).toFixed(2)}%`;
  const termOf = (name: LegendRow["name"]): TermName =>
    name === "title" ? "axes" : name === "ramp" ? (coloring === "curvature" ? "lowest-curvature" : "loss") : name;
  return rows.map(
    ({ name, label, top, bottom }) => html`<button
      type="button"
      class="term row"
      data-term=${termOf(name)}
      data-more=${name === "title" ? help.join(" ") : nothing}
      .style=${`top:${part(top)};height:${part(bottom - top)}`}
    >
      ${label}
    </button>`,
  );
}
