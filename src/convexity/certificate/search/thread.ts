import { type ActivationRule, activationRule } from "../../../model/network/activations";
import { runForward } from "../../../model/network/evaluate";
import { isLinearLayer, type NetworkLayout, type Parameters, zeroParameters } from "../../../model/network/layout";
import { withEntries } from "./candidate";

/**
 * The path of one number through a network whose other weights are all 0: into the first unit of one hidden layer, through the first units
 * of the later layers, which are linear, and into one output.
 *
 *     z = c + v·gain·(φ(w·x + b) + offset)
 */
export interface Thread {
  /** φ of the last hidden layer that is not linear, or of the first layer if all are linear. */
  readonly rule: ActivationRule;
  /** Whether φ is the identity and the unit is in the first layer, so that inputs can be used. */
  readonly linear: boolean;
  /** Whether there are later linear layers, whose weights amplify. */
  readonly canAmplify: boolean;
  /** The value that a residual connection adds to φ when all earlier weights are 0. */
  readonly offset: number;
  /** Places the numbers of one point in a parameter vector. */
  place(numbers: ThreadNumbers): Parameters;
}

/** One point of weight space on a thread. */
export interface ThreadNumbers {
  /** Kernel entries into the unit, [inputs], where the thread is linear. */
  readonly w?: readonly number[];
  readonly b: number;
  readonly v: number;
  readonly c: number;
  /** The factor by which the later layers multiply the unit's value; 1 where they cannot amplify. */
  readonly gain: number;
}

/** The thread into one output; null without a hidden layer. */
export function findThread(layout: NetworkLayout, output: number): Thread | null {
  const hidden = layout.layers.slice(0, -1);
  if (hidden.length === 0) return null;
  const bent = hidden.findLastIndex((layer) => !isLinearLayer(layer, layout));
  const start = Math.max(bent, 0);
  const unit = hidden[start]!;
  const behind = hidden.slice(start + 1);
  const last = layout.layers.at(-1)!;
  const rule = activationRule(unit.activation, layout.leakySlope);
  const zero = runForward(layout, zeroParameters(layout), new Float64Array(layout.inputs));
  const place = ({ w = [], b, v, c, gain }: ThreadNumbers): Parameters => {
    const entries = new Map<number, number>([
      [unit.bias, b],
      [last.kernel + output, v],
      [last.bias + output, c],
    ]);
    w.forEach((entry, i) => {
      entries.set(unit.kernel + i * unit.units, entry);
    });
    for (const [k, layer] of behind.entries()) {
      const factor = k === 0 ? gain : 1;
      // A residual connection already passes the value on with factor 1.
      entries.set(layer.kernel, layer.residual ? factor - 1 : factor);
    }
    return withEntries(layout, entries);
  };
  return {
    rule,
    linear: bent < 0,
    canAmplify: behind.length > 0,
    offset: zero.outputs[start]![0]! - rule.value(0),
    place,
  };
}

/** The path of one input through the first units of all hidden layers into one output: z = c + v·h(x_i + b), with all other weights 0. */
export interface Chain {
  /** The output of the last hidden layer's first unit as a function of the argument of the first layer's first unit. */
  readonly value: (argument: number) => number;
  place(numbers: { readonly b: number; readonly v: number; readonly c: number }): Parameters;
}

export function makeChain(layout: NetworkLayout, input: number, output: number): Chain {
  const hidden = layout.layers.slice(0, -1);
  const last = layout.layers.at(-1)!;
  const rules = hidden.map(({ activation }) => activationRule(activation, layout.leakySlope));
  const value = (argument: number) =>
    rules
      .slice(1)
      .reduce(
        (before, rule, k) => rule.value(before) + (hidden[k + 1]!.residual ? before : 0),
        rules[0]!.value(argument),
      );
  const place: Chain["place"] = ({ b, v, c }) => {
    const entries = new Map<number, number>(hidden.slice(1).map(({ kernel }) => [kernel, 1]));
    entries.set(hidden[0]!.kernel + input * hidden[0]!.units, 1).set(hidden[0]!.bias, b);
    entries.set(last.kernel + output, v).set(last.bias + output, c);
    return withEntries(layout, entries);
  };
  return { value, place };
}
