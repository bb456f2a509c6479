import { html } from "lit";
import { formatAtLeast, formatNumber } from "../../../words/numbers";
import type { Lesson, Moment } from "../lesson";
import { traceRow } from "../lesson-overlay";
import { lessonSpec, oneUnit, samplesOf, squareGrid } from "../lesson-spec";
import { formula, sup } from "../plots/formula";
import { drawChord, drawCurve, measureGap, renderLessonPlot } from "../plots/lesson-plot";
import { gapInSlice, sayShare } from "../readings";
import { followPage, makeLoss } from "../reference-loss";

/** The hinge loss of one neuron and one sample (1, 1) is relu(1 − w₂·relu(w₁)): w₂ is the sign s. */
const experiment = lessonSpec({
  dataset: samplesOf([[1, 1]]),
  network: { layers: [1, 1, 1], activation: "relu" },
  loss: { kind: "hinge" },
  weights: { kind: "given", layers: [oneUnit(0, 0), oneUnit(0, 0)] },
  plane: { kind: "weights", x: 0, y: 2 },
  grid: squareGrid(81, -2, 2),
});

/** The chord of this lesson, in w. */
const CHORD = [-1, 1] as const;

/** (x² − s)²: both functions are convex, and for s > 0 there are two minima. */
export function squareOfSquare(s: number): (x: number) => number {
  return (x) => (x * x - s) ** 2;
}

/** The loss over w₁ at w₂ = s. */
function neuronAt(s: number, spec = experiment): (w: number) => number {
  const loss = makeLoss(spec);
  return (w) => loss([w, 0, s, 0]);
}

export const composition: Lesson = {
  name: "composition",
  title: "The forgotten half of the rule",
  paragraphs: [
    "If g and h are convex, h∘g is convex where h is also nondecreasing on the values of g (Boyd & Vandenberghe 2004, §3.2.4). The second term below shows why: where h falls and g bends upwards, this term is negative.",
    "Two examples with one sign s. For s ≤ 0 the outer function never falls, and h∘g is convex. For s > 0 it falls at first, and h∘g is not convex: at s = 1, (x² − 1)² has two minima. The other example, relu(1 − s·relu(w)), consists of ReLUs alone. It is the hinge loss of a single neuron, and the surface shows it for every s.",
  ],
  formulas: [
    formula(
      "the second derivative of h of g equals h double prime times g prime squared, plus h prime times g double prime",
      "( h ∘ g ) ″ = h ″",
      sup("( g ′ )", "2"),
      "+ h ′ g ″",
    ),
  ],
  experiment,
  axes: { x: "w", y: "s" },
  controls: [
    {
      kind: "slider",
      name: "s",
      label: "Sign s",
      min: -2,
      max: 2,
      step: 0.25,
      home: { kind: "lesson", initial: -1 },
    },
  ],
  figure: drawBoth,
  overlay: ({ settings, outcome }) => ({ paths: [traceRow(outcome.landscape, settings.s ?? 0, "w at this s")] }),
  reading: ({ settings, outcome }) => {
    const s = settings.s ?? 0;
    const found = describeGap(gapInSlice(outcome.landscape, [CHORD[0], s], [CHORD[1], s]));
    return `At s = ${formatNumber(s)}, the loss half way between w = −1 and 1 ${found}. Over all s, ${sayShare(outcome)}.`;
  },
  tasks: [
    {
      text: "Move s until the loss half way lies above the chord.",
      isDone: ({ settings, outcome }) => {
        const s = settings.s ?? 0;
        const { gap, error } = gapInSlice(outcome.landscape, [CHORD[0], s], [CHORD[1], s]);
        return s > 0 && gap > error;
      },
    },
    {
      text: "With s > 0, switch the activation to Identity (under More): where g is affine, h∘g is convex even if h falls.",
      isDone: ({ state, settings, outcome }) => {
        const s = settings.s ?? 0;
        const { gap, error } = gapInSlice(outcome.landscape, [CHORD[0], s], [CHORD[1], s]);
        return state.spec.network.activation === "identity" && s > 0 && gap <= error;
      },
    },
  ],
  sources: ["boyd"],
};

/** Where the loss half way lies relative to the chord. Only a gap above its error bound proves anything. */
export function describeGap({ gap, error }: ReturnType<typeof gapInSlice>): string {
  if (gap > error) return `lies at least ${formatAtLeast(gap, error)} above the chord, so the loss is not convex`;
  if (gap === 0) return "lies on the chord";
  return gap > 0 ? "lies above the chord, but within the rounding error" : `lies ${formatNumber(-gap)} below the chord`;
}

function drawBoth({ state, settings }: Moment) {
  const s = settings.s ?? 0;
  const neuron = neuronAt(s, followPage(state.spec, experiment));
  const quartic = squareOfSquare(s);
  // The chord joins the two minima; where there is only one, it goes from −1 to 1.
  const reach = s > 0 ? Math.sqrt(s) : 1;
  const said = (name: string, gap: number) =>
    `${name} at s = ${formatNumber(s)}: half way it lies ${formatNumber(Math.abs(gap))} ${gap > 0 ? "above" : "below"} the chord`;
  return html`${renderLessonPlot({
    xRange: [-2, 2],
    yRange: [0, 3],
    height: 112,
    labels: { x: "w", y: "relu(1 − s·relu(w)), as on the page" },
    said: said("The loss over w", measureGap(neuron, ...CHORD)),
    draw: (frame) => [drawCurve(frame, neuron, "curve"), ...drawChord(frame, neuron, ...CHORD)],
  })}
  ${renderLessonPlot({
    xRange: [-2, 2],
    yRange: [0, 6],
    height: 112,
    labels: { x: "x", y: "(x² − s)²" },
    said: said("The square of x² − s", measureGap(quartic, -reach, reach)),
    draw: (frame) => [drawCurve(frame, quartic, "curve"), ...drawChord(frame, quartic, -reach, reach)],
  })}`;
}
