import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Papa from "papaparse";
import type { Page } from "playwright-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseSurveyText, type SurveyDocument } from "../../src/formats/files/survey-file";
import { readPngText, SPEC_KEYWORD } from "../../src/formats/pictures/png-text";
import { type CommandOutcome, runLandscape, runLandscapeByNpm } from "../support/command-line";
import { openPage, useBrowser } from "./fixture";
import { findViolations, judgeAnew, linkTo, PATIENCE, SMALL_SPEC, saveText, waitForVerdict } from "./studio-page";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "losscape-"));
  write("spec.json", SMALL_SPEC);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, content: unknown) => writeFileSync(path.join(folder, name), JSON.stringify(content));
const read = (name: string): string => readFileSync(path.join(folder, name), "utf8");
const readTable = (text: string) => Papa.parse<Record<string, string>>(text.trim(), { header: true });

function expectOneLine({ code, stdout, stderr }: CommandOutcome, wanted: number): void {
  expect(code).toBe(wanted);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^[^\n]+\n$/);
}

describe("a survey on the command line", () => {
  it("writes its document and its table, with its progress on stderr", async () => {
    const options = [
      "--backend",
      "reference",
      "--survey",
      "3",
      "--seeds",
      "2",
      "--out",
      "survey.json",
      "--csv",
      "survey.csv",
    ];
    const outcome = await runLandscapeByNpm(["spec.json", ...options], { folder });
    expect([outcome.code, outcome.stdout]).toEqual([0, ""]);
    expect(outcome.stderr).toMatch(/^(\s*\d+\s% {2}surveying\n)+$/);
    expect(readdirSync(folder).sort()).toEqual(["spec.json", "survey.csv", "survey.json"]);
    const survey = parseSurveyText(read("survey.json"));
    expect(survey).toMatchObject({ complete: true, planned: { planes: 3, seeds: 2 }, backend: { kind: "reference" } });
    expect(survey.rows.map(({ activation, weightSeed, planeSeed }) => [activation, weightSeed, planeSeed])).toEqual([
      ["sigmoid", 2, 5],
      ["relu", 2, 5],
      ["sigmoid", 3, 6],
      ["sigmoid", 3, 7],
      ["relu", 3, 6],
      ["relu", 3, 7],
    ]);
    // The summary in the file is the summary of its rows.
    expect(JSON.parse(read("survey.json")).summary).toEqual(survey.summary);
    const { data, errors } = readTable(read("survey.csv"));
    expect(errors).toEqual([]);
    expect(data.map(({ nonconvex }) => Number(nonconvex))).toEqual(survey.rows.map(({ nonconvex }) => nonconvex));
  });

  it("runs in the page's own code, agrees with the reference around given weights, and draws its plot", async () => {
    const layers = [
      {
        kernel: [
          [1, -0.5],
          [-1, 0.75],
        ],
        bias: [0.25, -0.5],
      },
      { kernel: [[1.5], [-2]], bias: [0.125] },
    ];
    write("given.json", {
      ...SMALL_SPEC,
      network: { layers: [2, 2, 1], activation: "tanh" },
      weights: { kind: "given", layers },
    });
    const survey = async (backend: string, ...options: string[]): Promise<SurveyDocument> => {
      const all = [
        "given.json",
        "--survey",
        "3",
        "--activations",
        "tanh,gelu",
        "--backend",
        backend,
        "--quiet",
        ...options,
      ];
      const outcome = await runLandscape(all, { folder });
      expect([outcome.code, outcome.stderr]).toEqual([0, ""]);
      return parseSurveyText(outcome.stdout);
    };
    const webgl = await survey("webgl", "--png", "plot.png");
    const reference = await survey("reference");
    expect([webgl.backend.kind, reference.backend.kind]).toEqual(["webgl", "reference"]);
    expect(webgl.rows).toHaveLength(6);
    webgl.rows.forEach((row, i) => {
      const other = reference.rows[i]!;
      expect([row.activation, row.planeSeed]).toEqual([other.activation, other.planeSeed]);
      // Both are computed in float64, with either backend.
      expect(Math.abs(row.center!.min - other.center!.min)).toBeLessThanOrEqual(
        row.center!.error + other.center!.error,
      );
      // A point that float32 proves not convex is not convex: float64 proves it too, or cannot decide.
      expect(row.nonconvex!).toBeLessThanOrEqual(other.nonconvex! + other.classes!.undecided);
      const [lowest, exact] = [row.lowest!, other.lowest!];
      expect(lowest.curvature + lowest.error).toBeGreaterThanOrEqual(exact.curvature - exact.error);
    });
    webgl.centers.forEach((center, i) => {
      const other = reference.centers[i]!.hessian!;
      const allowed = center.hessian!.tolerance + other.tolerance;
      expect(Math.abs(center.hessian!.min - other.min)).toBeLessThanOrEqual(allowed);
    });
    const png = readFileSync(path.join(folder, "plot.png"));
    expect([png.toString("latin1", 1, 4), png.readUInt32BE(16)]).toEqual(["PNG", 3 * 560]);
    expect(JSON.parse(readPngText(png, SPEC_KEYWORD)!)).toEqual(webgl.spec);
  });

  it("says in one line what is wrong with its options, and what does not fit the spec", async () => {
    const layers = [
      {
        kernel: [
          [1, 0, 1],
          [0, 1, 1],
        ],
        bias: [0, 0, 0],
      },
      { kernel: [[1], [1], [1]], bias: [0] },
    ];
    write("given.json", { ...SMALL_SPEC, weights: { kind: "given", layers } });
    const cases: [string[], string][] = [
      [["spec.json", "--survey", "0"], "--survey: 0 is below 1\n"],
      [["spec.json", "--survey", "2", "--seeds", "3"], "--seeds: 3 is above 2, the number of planes\n"],
      [["spec.json", "--survey", "--activations", "relu"], "--activations: 1 entries are fewer than 2\n"],
      [["spec.json", "--seeds", "3"], "--seeds: is an option of a survey and needs --survey\n"],
      [["given.json", "--survey", "4", "--seeds", "2"], "--seeds: 2 seeds need trained weights, and these are given\n"],
      [
        ["spec.json", "--survey", "--csv", "nowhere/table.csv"],
        "--csv: nowhere/table.csv: no such file or directory\n",
      ],
    ];
    for (const [options, line] of cases) {
      const outcome = await runLandscape([...options, "--out", "survey.json"], { folder });
      expectOneLine(outcome, 2);
      expect(outcome.stderr).toBe(line);
    }
    expect(readdirSync(folder).sort()).toEqual(["given.json", "spec.json"]);
  });

  it("fails in one line where every training diverges, and leaves nothing behind when it is interrupted", async () => {
    write("wild.json", {
      ...SMALL_SPEC,
      loss: { kind: "mse", l2: 1000 },
      weights: { kind: "trained", optimizer: "sgd", learningRate: 100, steps: 400 },
    });
    const options = ["--backend", "reference", "--survey", "2", "--out", "survey.json"];
    const wild = await runLandscape(["wild.json", ...options, "--quiet"], { folder });
    expectOneLine(wild, 1);
    expect(wild.stderr).toMatch(/^No plane could be measured\. .* at step \d+/);
    const onStderr = (_: string, stop: (signal: NodeJS.Signals) => void) => stop("SIGINT");
    const stopped = await runLandscape(["spec.json", ...options], { folder, onStderr });
    expect(stopped.signal ?? stopped.code).not.toBe(0);
    expect(readdirSync(folder).sort()).toEqual(["spec.json", "wild.json"]);
  });
});

describe("a survey on the page", () => {
  useBrowser();

  async function openSurvey(): Promise<{ page: Page; errors: string[] }> {
    const { page, errors } = await openPage(linkTo(SMALL_SPEC), { viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(PATIENCE);
    await page.click('[data-tool="survey"]');
    await page.waitForSelector("#survey-start");
    return { page, errors };
  }

  async function startSurvey(page: Page, planes: number, seeds: number): Promise<void> {
    await page.fill("#survey-planes", `${planes}`);
    await page.fill("#survey-seeds", `${seeds}`);
    // Enter takes the number and starts the survey.
    await page.press("#survey-seeds", "Enter");
  }

  const save = (page: Page, name: string) =>
    saveText(page, () => page.getByRole("button", { name, exact: true }).click());

  const readStanding = (page: Page) => page.locator("#survey-standing").innerText();

  it("runs, shows its results, is saved, and opens one of its planes", async () => {
    const { page, errors } = await openSurvey();
    await startSurvey(page, 3, 2);
    await page.waitForFunction(() => document.querySelector("#survey-standing")?.textContent?.startsWith("6 slices"));
    expect(await page.locator("#survey-conclusion").innerText()).toMatch(
      /ReLU.*Sigmoid.*2 seeds|same non-convex share/s,
    );
    expect(await page.locator("#survey-limits").innerText()).toContain("is not proved convex");
    const plot = page.locator(".survey-plot svg");
    expect(await plot.locator("desc").textContent()).toMatch(/Median share .* Sigmoid [\d.]+\s% *, ReLU/);

    const survey = parseSurveyText(await save(page, "JSON"));
    expect(survey).toMatchObject({ complete: true, planned: { planes: 3, seeds: 2 }, backend: { kind: "processor" } });
    expect(survey.rows.every(({ status }) => status === "measured")).toBe(true);
    const { data } = readTable(await save(page, "CSV"));
    expect(data.map(({ nonconvex }) => Number(nonconvex))).toEqual(survey.rows.map(({ nonconvex }) => nonconvex));
    expect(await save(page, "Plot as SVG")).toMatch(/^<svg xmlns/);
    expect(await findViolations(page)).toEqual([]);

    // The page opens the ReLU plane with the largest share; it still belongs to this survey.
    const relu = survey.rows.filter(({ activation }) => activation === "relu");
    const largest = relu.reduce((most, row) => (row.nonconvex! > most.nonconvex! ? row : most));
    await page.locator('.survey-results button[title^="Show the ReLU plane with the largest"]').click();
    await waitForVerdict(page);
    const shown = await page.evaluate(() =>
      [...document.querySelectorAll(".panel .lil-number")].map((field) => [
        field.querySelector(".lil-name")?.textContent,
        Number(field.querySelector("input")?.value),
      ]),
    );
    expect(Object.fromEntries(shown)).toMatchObject({
      "Plane seed": largest.planeSeed,
      "Weight seed": largest.weightSeed,
    });
    expect(await page.locator("#survey-earlier").count()).toBe(0);

    // The results stay while the drawer is closed. After a change of the experiment they belong to the one before.
    await page.keyboard.press("Escape");
    await page.evaluate(() => document.querySelector<HTMLElement>('[data-tool="survey"]')?.click());
    expect(await readStanding(page)).toContain("6 slices");
    await page.evaluate(() => document.querySelector<HTMLElement>('[data-tool="examples"]')?.click());
    await page.click('[data-preset="logistic"]');
    await page.click('[data-tool="survey"]');
    await page.click("#survey-earlier button");
    await page.waitForSelector("#survey-earlier", { state: "detached" });
    expect(errors).toEqual([]);
    await page.close();
  });

  it("lets the page compute first, can be cancelled, opens again from its file, and refuses impossible values", async () => {
    const { page, errors } = await openSurvey();
    await page.fill("#survey-planes", "0");
    await page.press("#survey-planes", "Tab");
    expect(await page.locator("#survey-planes-note").innerText()).toBe("0 is below 1.");
    expect(await page.locator("#survey-start").isDisabled()).toBe(true);
    await startSurvey(page, 1000, 1000);
    await page.waitForSelector("#survey-standing");
    // A change of the experiment is computed at once, although the survey still runs.
    await judgeAnew(page, () => page.click('label[title^="Activation Tanh"]'));
    const countSlices = async () => Number.parseInt(await readStanding(page), 10);
    const before = await countSlices();
    await expect.poll(countSlices, { timeout: PATIENCE }).toBeGreaterThan(before);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForFunction(() => document.documentElement.dataset.theme === "dark");
    expect(await findViolations(page)).toEqual([]);
    await page.click("#survey-cancel");
    await page.waitForSelector("#survey-cancel", { state: "detached" });
    expect(await readStanding(page)).toMatch(/^\d+ of 2000 slices of 17 × 17 points before the survey ended\.$/);

    const text = await save(page, "JSON");
    const partial = parseSurveyText(text);
    expect(partial.complete).toBe(false);
    await page.reload();
    await page.waitForSelector("#survey-open:not([disabled])");
    const choose = async (content: string) => {
      const chooser = page.waitForEvent("filechooser");
      await page.click("#survey-open");
      await (await chooser).setFiles({ name: "a.json", mimeType: "application/json", buffer: Buffer.from(content) });
    };
    await choose("{}");
    await page.getByText("a.json: survey.format: is missing.").waitFor();
    await choose(text);
    await page.waitForSelector("#survey-standing");
    expect(await readStanding(page)).toContain(`${partial.rows.length} of 2000 slices`);
    expect(errors).toEqual([]);
    await page.close();
  });
});
