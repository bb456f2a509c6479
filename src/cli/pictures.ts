/** `npm run pictures`: makes the pictures of the README from the production build, in docs/images/. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { chromium, type Page } from "playwright-core";
import { encodeLink } from "../spec/link";
import { parseSpec } from "../spec/parse";
import { DEFAULT_VIEW, type View } from "../spec/view";
import { ensureBuild, ROOT, serveBuild } from "./app-build";
import { browserArguments, ensureBrowser } from "./find-browser.mjs";

interface Picture {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: "light" | "dark";
  readonly activation: "relu" | "sigmoid";
  readonly view: Partial<View>;
  readonly experiment?: {
    readonly plane: unknown;
    readonly xRange: [number, number];
    readonly yRange: [number, number];
  };
}

const PICTURES: readonly Picture[] = [
  { name: "page-light", width: 1440, height: 900, scheme: "light", activation: "relu", view: {} },
  {
    name: "page-dark",
    width: 1440,
    height: 900,
    scheme: "dark",
    activation: "sigmoid",
    view: { coloring: "curvature" },
  },
  {
    name: "exchange",
    width: 1440,
    height: 900,
    scheme: "light",
    activation: "relu",
    view: { height: "linear", creases: false },
    experiment: {
      plane: { kind: "permutation", layer: 0, units: [3, 6], seed: 3 },
      xRange: [-0.25, 1.25],
      yRange: [-0.4, 0.4],
    },
  },
  { name: "phone", width: 390, height: 844, scheme: "light", activation: "relu", view: {} },
];

/** How long a page may take to train and to draw its whole slice, in milliseconds: software rendering is slow. */
const PATIENCE = 300_000;

const folder = path.join(ROOT, "docs/images");
mkdirSync(folder, { recursive: true });
await ensureBuild();
const app = await serveBuild();
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments() });
try {
  for (const picture of PICTURES) {
    const page = await browser.newPage({
      viewport: { width: picture.width, height: picture.height },
      colorScheme: picture.scheme,
    });
    await page.goto(`${app.address}#${describeLink(picture)}`);
    await waitForVerdict(page);
    await page.screenshot({ path: path.join(folder, `${picture.name}.png`) });
    await page.close();
    process.stdout.write(`docs/images/${picture.name}.png\n`);
  }
} finally {
  await browser.close();
  await app.close();
}

/** The page's default experiment with another activation, seen as the picture asks. */
function describeLink({ activation, view, experiment }: Picture): string {
  const spec = parseSpec({
    format: "losscape-spec",
    version: 1,
    dataset: { kind: "generated", name: "moons", samples: 128, noise: 0.12, seed: 7 },
    network: { layers: [2, 8, 8, 1], activation },
    loss: { kind: "bce" },
    weights: { kind: "trained", optimizer: "adam", learningRate: 0.03, steps: 200, seed: 1 },
    plane: experiment?.plane ?? { kind: "random", normalization: "filter", seed: 3 },
    grid: {
      columns: 129,
      rows: 129,
      xRange: experiment?.xRange ?? [-1.5, 1.5],
      yRange: experiment?.yRange ?? [-1.5, 1.5],
    },
    fullHessian: "center",
  });
  return encodeLink({ spec, view: { ...DEFAULT_VIEW, ...view } });
}

/** The verdict comes last, when nothing is left to compute. */
async function waitForVerdict(page: Page): Promise<void> {
  await page.getByText("Not convex, proved").first().waitFor({ timeout: PATIENCE });
  // The surface's last morph.
  await page.waitForTimeout(1000);
}
