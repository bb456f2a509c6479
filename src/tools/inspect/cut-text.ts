import type { CutProfile } from "../../convexity/lines/cut-profile";
import { POINT_CLASSES, type PointClass } from "../../convexity/points/point-class";
import { formatExact, formatFraction, formatNumber } from "../../words/numbers";

/** Places of one class, side by side; both ends included. */
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

/** What a cut shows, in sentences; of convexity no more than its classes prove. */
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
  return `From ${first} at A to ${last} at B; least, ${formatNumber(losses[least]!)}, at ${where}.`;
}

function describeShare({ classes }: CutProfile): string {
  const share = (name: PointClass) => classes.filter((index) => POINT_CLASSES[index] === name).length / classes.length;
  const [curvature, chords] = [share("nonconvex-curvature"), share("nonconvex-chord")];
  if (curvature + chords === 0) return "At none of its places is the loss shown to be not convex along it.";
  const how = curvature === 0 ? ", by chords alone" : chords === 0 ? ", by curvature" : "";
  return `Not convex at ${formatFraction(curvature + chords)} of its places${how}.`;
}

function describeCreases({ creases: { crossings, omitted, unexamined } }: CutProfile): string {
  if (crossings.length === 0) return "";
  const concave = crossings.filter(({ jump }) => jump < 0).length;
  const exact = crossings.filter((crossing) => crossing.exact).length;
  const total = crossings.length + omitted;
  const shown =
    omitted > 0 ? `The ${formatExact(crossings.length)} strongest of ${formatExact(total)}` : formatExact(total);
  const how = exact === crossings.length ? "exact" : exact === 0 ? "traced" : `${formatExact(exact)} of them exact`;
  const noun = total === 1 ? "crease crosses" : "creases cross";
  const rest = unexamined > 0 ? " Not every sample was looked at." : "";
  return `${shown} ${noun} it, ${formatExact(concave)} concave; ${how}.${rest}`;
}
