import type { CutProfile } from "../../convexity/lines/cut-profile";
import { POINT_CLASSES, type PointClass } from "../../convexity/points/point-class";
import { formatExact, formatFraction, formatNumber } from "../../words/numbers";

/** Neighbouring places of one class, from the first to the last. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly pointClass: PointClass;
}

export function listStretches(classes: Uint8Array): readonly Stretch[] {
  const stretches: Stretch[] = [];
  classes.forEach((index, place) => {
    const pointClass = POINT_CLASSES[index]!;
    const last = stretches[stretches.length - 1];
    if (last?.pointClass === pointClass) stretches[stretches.length - 1] = { ...last, to: place };
    else stretches.push({ from: place, to: place, pointClass });
  });
  return stretches;
}

/** Sentences on a cut. Of convexity they state no more than the classes of its places prove. */
export function describeCut(cut: CutProfile): string {
  return [describeLosses(cut), describeShare(cut), describeCreases(cut)].filter((text) => text !== "").join(" ");
}

function describeLosses({ losses, x, y }: CutProfile): string {
  let least = -1;
  losses.forEach((loss, place) => {
    if (Number.isFinite(loss) && (least < 0 || loss < losses[least]!)) least = place;
  });
  if (least < 0) return "The loss is not finite along this line.";
  const [first, last] = [losses[0]!, losses.at(-1)!].map((loss) => formatNumber(loss));
  const where = `(${formatNumber(x[least]!)}, ${formatNumber(y[least]!)})`;
  return `The loss is ${first} at A and ${last} at B. Its least value on the line is ${formatNumber(losses[least]!)}, at ${where}.`;
}

function describeShare({ classes }: CutProfile): string {
  const share = (name: PointClass) => classes.filter((index) => POINT_CLASSES[index] === name).length / classes.length;
  const [curvature, chords] = [share("nonconvex-curvature"), share("nonconvex-chord")];
  if (curvature + chords === 0) return "At none of these places is the loss shown to be not convex along the line.";
  const how = curvature === 0 ? ", shown by chords alone" : chords === 0 ? ", shown by curvature" : "";
  return `The loss is not convex along the line at ${formatFraction(curvature + chords)} of the places${how}.`;
}

function describeCreases({ creases: { crossings, omitted, unexamined } }: CutProfile): string {
  if (crossings.length === 0) return "";
  const concave = crossings.filter(({ jump }) => jump < 0).length;
  const exact = crossings.filter((crossing) => crossing.exact).length;
  const total = crossings.length + omitted;
  const all = total === 1 ? "1 crease crosses the line" : `${formatExact(total)} creases cross the line`;
  const drawn = omitted > 0 ? `; the ${formatExact(crossings.length)} strongest are drawn` : "";
  const ways = [
    exact > 0 ? `${formatExact(exact)} located exactly` : "",
    exact < crossings.length ? `${formatExact(crossings.length - exact)} by tracing` : "",
  ];
  const located = ways.filter((text) => text !== "").join(" and ");
  const rest = unexamined > 0 ? " Some samples were not examined." : "";
  return `${all}${drawn}: ${formatExact(concave)} concave; ${located}.${rest}`;
}
