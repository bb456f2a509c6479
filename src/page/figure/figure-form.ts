import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { countStripRows } from "../../drawing/picture/strips";
import { FIGURE_LIMITS, type FigureSettings, PIXEL_SIZES } from "./figure-choice";
import { type DrawnSvg, PDF_DOTS_PER_INCH } from "./figure-export";

type Change = (part: Partial<FigureSettings>) => void;

/** The choices for a figure. */
export function renderFigureForm(settings: FigureSettings, change: Change, paper: DrawnSvg | null): TemplateResult {
  return html`${renderChoice("Picture", "picture", settings.picture, { contours: "Contour map", surface: "Surface" }, change)}
    ${renderChoice("File", "file", settings.file, { svg: "SVG", pdf: "PDF", png: "PNG" }, change)}
    <p class="quiet">${describeFile(settings)}</p>
    <fieldset>
      <legend>Size</legend>
      ${settings.file !== "png" ? renderPaperSize(settings, change) : renderPixelSize(settings, change)}
      <p class="quiet" id="figure-size">${describeSize(settings, paper)}</p>
    </fieldset>
    <fieldset class="boxes">
      <legend>Style</legend>
      ${renderBox("publication", "For publication", "White background, sans-serif text, thicker lines", settings, change)}
      ${renderBox("transparent", "Transparent background", "", settings, change)}
      ${renderBox("legend", "Legend and colour scale", "", settings, change)}
      ${renderBox("caption", "Caption in the figure", "", settings, change)}
    </fieldset>`;
}

function describeFile({ picture, file }: FigureSettings): string {
  if (picture === "surface") return "A surface is saved as pixels; only a contour map can be an SVG or a PDF.";
  if (file === "pdf")
    return `The figure as pixels, ${PDF_DOTS_PER_INCH} to the inch, on a page of its size; SVG keeps lines and text.`;
  return file === "svg" ? "Lines and text, for LaTeX, Inkscape or a browser to print as PDF." : "Pixels of any size.";
}

function renderChoice<Key extends "picture" | "file">(
  legend: string,
  key: Key,
  chosen: FigureSettings[Key],
  options: Readonly<Record<FigureSettings[Key], string>>,
  change: Change,
): TemplateResult {
  const values = Object.keys(options) as FigureSettings[Key][];
  return html`<fieldset>
    <legend>${legend}</legend>
    <div class="segments">
      ${values.map(
        (value) => html`<label
          ><input
            type="radio"
            name="figure-${key}"
            value=${value}
            .checked=${value === chosen}
            @change=${() => change({ [key]: value })}
          />${options[value]}</label
        >`,
      )}
    </div>
  </fieldset>`;
}

function renderPaperSize({ column, millimetres }: FigureSettings, change: Change): TemplateResult {
  return html`<div class="sizes">
    <label
      >Width
      <select
        id="figure-column"
        .value=${column}
        @change=${(event: Event) => change({ column: (event.target as HTMLSelectElement).value as FigureSettings["column"] })}
      >
        <option value="single" ?selected=${column === "single"}>One column, 85 mm</option>
        <option value="double" ?selected=${column === "double"}>Two columns, 175 mm</option>
        <option value="own" ?selected=${column === "own"}>Other</option>
      </select>
    </label>
    ${
      column === "own"
        ? renderNumber("figure-millimetres", "Millimetres", millimetres, FIGURE_LIMITS.millimetres, (value) =>
            change({ millimetres: value }),
          )
        : nothing
    }
  </div>`;
}

function renderPixelSize({ width, height }: FigureSettings, change: Change): TemplateResult {
  const names = Object.keys(PIXEL_SIZES) as (keyof typeof PIXEL_SIZES)[];
  const known = names.find((name) => PIXEL_SIZES[name][0] === width && PIXEL_SIZES[name][1] === height) ?? "";
  return html`<div class="sizes">
    <label
      >Format
      <select
        id="figure-format"
        .value=${known}
        @change=${(event: Event) => {
          const size = PIXEL_SIZES[(event.target as HTMLSelectElement).value as keyof typeof PIXEL_SIZES];
          if (size) change({ width: size[0], height: size[1] });
        }}
      >
        <option value="" ?selected=${known === ""}>Other</option>
        ${names.map((name) => html`<option value=${name} ?selected=${name === known}>${name}</option>`)}
      </select>
    </label>
    ${renderNumber("figure-width", "Width", width, FIGURE_LIMITS.pixels, (value) => change({ width: value }))}
    ${renderNumber("figure-height", "Height", height, FIGURE_LIMITS.pixels, (value) => change({ height: value }))}
  </div>`;
}

function renderNumber(
  id: string,
  label: string,
  value: number,
  { min, max }: { readonly min: number; readonly max: number },
  take: (value: number) => void,
): TemplateResult {
  return html`<label
    >${label}
    <input
      type="number"
      id=${id}
      min=${min}
      max=${max}
      step="1"
      .value=${live(`${value}`)}
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        take(input.valueAsNumber);
      }}
    />
  </label>`;
}

function renderBox(
  key: "publication" | "transparent" | "legend" | "caption",
  label: string,
  hint: string,
  settings: FigureSettings,
  change: Change,
): TemplateResult {
  return html`<label title=${hint || nothing}
    ><input
      type="checkbox"
      id="figure-${key}"
      .checked=${settings[key]}
      @change=${(event: Event) => change({ [key]: (event.target as HTMLInputElement).checked })}
    />${label}</label
  >`;
}

const MEBIBYTE = 2 ** 20;

/** The size on paper, or in pixels with the memory that drawing needs. */
function describeSize({ file, width, height }: FigureSettings, paper: DrawnSvg | null): string {
  if (file !== "png") {
    return paper ? `${paper.widthInMillimetres} × ${paper.heightInMillimetres.toFixed(0)} mm` : "";
  }
  const rows = Math.min(height, countStripRows(width));
  const strips = Math.ceil(height / rows);
  const held = Math.max(1, Math.round((width * rows * 4) / MEBIBYTE));
  const how = strips === 1 ? `at once, in ${held} MiB` : `in ${strips} strips of at most ${held} MiB`;
  return `${width} × ${height} pixels, at most ${FIGURE_LIMITS.pixels.max} a side; drawn ${how}.`;
}
