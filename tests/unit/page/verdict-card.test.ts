import { describe, expect, it } from "vitest";
import type { SettledFinding, Settlement } from "../../../src/convexity/verdict/settle";
import { layoutNetwork, zeroParameters } from "../../../src/model/network/layout";
import { describeForAnnouncer, describeVerdict } from "../../../src/page/verdict-card";
import type { Action, RunReport } from "../../../src/studio/state/actions";
import { belongingOf, isOutdated, nameBelonging, specOfMoment } from "../../../src/studio/state/belonging";
import { createState, reduce, shownSpec } from "../../../src/studio/state/reducer";
import { standingDetails, standingProof, verdictKind } from "../../../src/studio/state/standing-verdict";
import type { StudioState } from "../../../src/studio/state/state";
import { RANDOM_DEFAULT } from "../../support/random-default";
import { makeLandscape, makeOutcome } from "../studio/landscapes";

const LANDSCAPE = makeLandscape(2, ["convex", "nonconvex-curvature", "convex", "convex"], [1, -2, 1, 1]);
const OUTCOME = makeOutcome(LANDSCAPE);
const THETA = zeroParameters(layoutNetwork(RANDOM_DEFAULT.network));
const FINDING = {
  method: "exchange",
  gap: 1.5,
  certificate: { gap: { lower: "1.5", upper: "1.6" } },
  points: [THETA, THETA],
  slice: null,
} as unknown as SettledFinding;
const PROVED: Settlement = {
  verdict: { kind: "not-convex", scope: "loss", reason: "Exchanging hidden units raises the loss, by 1.5." },
  finding: FINDING,
};
const STEPS =
  "Swap two hidden units: the network, and so its loss, is the same. Half way between, the loss is at least 1.5 higher. A convex loss could not rise between equal points.";
const OPEN: Settlement = {
  verdict: { kind: "undecided", scope: "loss", reason: "No theorem applies." },
  finding: null,
};
const TRAJECTORY = [0, 80, 200].map((step) => ({ step, parameters: THETA, loss: 1 / (step + 1) }));

function tell(state: StudioState, ...reports: readonly RunReport[]): StudioState {
  return reports.reduce((now, report) => {
    const run = report.kind.startsWith("training-") ? now.run.trainingNumber : now.run.number;
    return reduce(now, { type: "report", run, report });
  }, state);
}

const play = (state: StudioState, ...actions: readonly Action[]): StudioState => actions.reduce(reduce, state);

const news = (settlement?: Settlement, search?: number): RunReport => ({
  kind: "landscape-progress",
  fraction: 0.1,
  landscape: null,
  ...(settlement ? { settlement } : {}),
  ...(search === undefined ? {} : { search }),
});

const trained = tell(createState(RANDOM_DEFAULT), {
  kind: "training-ended",
  outcome: { status: "finished", parameters: THETA, step: 200, message: "", trajectory: TRAJECTORY },
});
const started = tell(trained, { kind: "landscape-started" });
const proved = tell(started, news(PROVED));
const finished = tell(started, { kind: "landscape-ended", outcome: OUTCOME });

describe("a verdict before its surface", () => {
  it("is pending during the search, also while the weights alone give no proof", () => {
    expect(describeVerdict(started)).toMatchObject({ heading: "Looking for a proof", sentence: "" });
    expect(describeVerdict(tell(started, news(undefined, 0.4))).reason).toContain("(40\u00a0% done)");
    const open = tell(started, news(OPEN));
    expect([verdictKind(open), describeVerdict(open).heading]).toEqual(["pending", "Looking for a proof"]);
    expect(describeForAnnouncer(open)).toBe("");
  });

  it("is shown with its proof as soon as there is one, with a note on the surface", () => {
    expect(describeVerdict(proved)).toEqual({
      heading: "Not convex, proved",
      reason: STEPS,
      note: "The surface is computed next.",
      sentence: "",
    });
    expect([verdictKind(proved), standingProof(proved)]).toEqual(["not-convex", FINDING]);
    expect(describeForAnnouncer(proved)).toBe(`Not convex, proved. ${STEPS}`);
  });

  it("stays when the surface fails or is cancelled, with a note on that", () => {
    const failed = tell(proved, { kind: "landscape-failed", message: "The GPU did not answer in time." });
    expect(describeVerdict(failed)).toMatchObject({
      heading: "Not convex, proved",
      note: "The surface could not be computed: The GPU did not answer in time.",
    });
    expect(describeForAnnouncer(failed)).toContain("did not answer in time");
    const cancelled = tell(proved, { kind: "landscape-cancelled" });
    expect(describeVerdict(cancelled)).toMatchObject({
      heading: "Not convex, proved",
      note: "The surface was cancelled.",
    });
    const without = tell(started, { kind: "landscape-failed", message: "Why." });
    expect(describeVerdict(without)).toMatchObject({ heading: "No landscape", reason: "Why.", note: "" });
    const open = tell(started, news(OPEN), { kind: "landscape-failed", message: "Why." });
    expect(describeVerdict(open)).toMatchObject({
      heading: "Undecided",
      note: "The surface could not be computed: Why.",
    });
  });

  it("shows the creases and the whole Hessian during the search, also when the search is cancelled", () => {
    const { creases, fullHessian, measure } = OUTCOME;
    const searching = tell(started, news(OPEN), {
      kind: "landscape-progress",
      fraction: 0.9,
      landscape: LANDSCAPE,
      search: 0.3,
      details: { creases, fullHessian, measure },
    });
    expect(standingDetails(searching)?.creases).toBe(creases);
    const said = describeVerdict(searching);
    expect([said.heading, said.note]).toEqual(["Looking for a proof", ""]);
    expect(said.sentence).toContain("25");
    const cancelled = tell(searching, { kind: "landscape-cancelled" });
    expect(describeVerdict(cancelled)).toMatchObject({
      heading: "Undecided",
      note: "The surface is complete; the search for a proof was cancelled.",
    });
    expect(standingDetails(play(searching, { type: "change", field: "columns", value: 51 }))).toBeNull();
  });

  it("is forgotten with its weights and its plane, and stays where only the grid changes", () => {
    const whole = { ...OUTCOME, ...PROVED };
    const ready = tell(proved, { kind: "landscape-ended", outcome: { ...whole, finding: { ...FINDING } } });
    // The same proof, found again, keeps its object, so that its open chord stays.
    expect(ready.run.landscape.outcome?.finding).toBe(FINDING);
    expect(standingProof(play(ready, { type: "change", field: "columns", value: 51 }))).toBe(FINDING);
    expect(standingProof(play(proved, { type: "evaluate-again" }))).toBe(FINDING);
    for (const action of [
      { type: "change", field: "planeSeed", value: 9 },
      { type: "change", field: "seed", value: 9 },
      { type: "scrub", index: 1 },
    ] as const) {
      expect(standingProof(play(ready, action))).toBeNull();
    }
    const chord = { ...whole, finding: { ...FINDING, method: "grid-chord" as const } };
    const ofSlice = tell(started, { kind: "landscape-ended", outcome: chord });
    expect(standingProof(play(ofSlice, { type: "change", field: "columns", value: 51 }))).toBeNull();
  });
});

describe("a surface of other weights", () => {
  it("is named, and none of its numbers is shown", () => {
    expect([belongingOf(finished), nameBelonging(finished)]).toEqual(["present", ""]);
    expect(describeVerdict(finished).sentence).toContain("25");
    const back = play(finished, { type: "scrub", index: 1 });
    expect([belongingOf(back), isOutdated(back), nameBelonging(back)]).toEqual(["step", true, "step 200"]);
    expect(describeVerdict(back)).toMatchObject({ note: "The picture shows the surface of step 200.", sentence: "" });
    const other = play(finished, { type: "change", field: "seed", value: 9 });
    expect([belongingOf(other), nameBelonging(other)]).toEqual(["before", "the previous experiment"]);
    expect(describeVerdict(other).sentence).toBe("");
    const moved = play(finished, { type: "change", field: "planeSeed", value: 9 });
    expect([belongingOf(moved), nameBelonging(moved)]).toEqual(["before", "the previous slice"]);
    const again = play(finished, { type: "retrain" });
    expect([belongingOf(again), nameBelonging(again)]).toEqual(["step", "step 200"]);
  });

  it("stays named after its successor failed or was cancelled", () => {
    const back = tell(play(finished, { type: "scrub", index: 1 }), { kind: "landscape-started" });
    for (const end of [{ kind: "landscape-failed", message: "Why." }, { kind: "landscape-cancelled" }] as const) {
      const ended = tell(back, end);
      expect([isOutdated(ended), nameBelonging(ended)]).toEqual([true, "step 200"]);
      const said = describeVerdict(ended);
      expect([said.note, said.sentence]).toEqual([expect.stringContaining("the surface of step 200"), ""]);
    }
  });

  it("that follows a training belongs to its step in every sentence and file, and is not pale", () => {
    const progress = (step: number): RunReport => ({
      kind: "training-progress",
      progress: { step, steps: 200, losses: [{ step, loss: 1 }], parameters: THETA, secondsLeft: null },
    });
    const live = tell(
      createState(RANDOM_DEFAULT),
      progress(37),
      { kind: "landscape-live", landscape: LANDSCAPE, step: 37 },
      progress(44),
    );
    expect([belongingOf(live), isOutdated(live), nameBelonging(live)]).toEqual(["moment", false, "step 37"]);
    expect(describeVerdict(live).sentence).toMatch(/^Step 37: 25/);
    expect(specOfMoment(live, shownSpec(live)).weights).toMatchObject({ steps: 37 });
    expect(specOfMoment(finished, shownSpec(finished))).toBe(shownSpec(finished));
    const ended = tell(live, {
      kind: "training-ended",
      outcome: { status: "finished", parameters: THETA, step: 200, message: "", trajectory: TRAJECTORY },
    });
    expect([belongingOf(ended), isOutdated(ended), nameBelonging(ended)]).toEqual(["step", true, "step 37"]);
  });
});
