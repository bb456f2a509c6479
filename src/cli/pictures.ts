/**
 * `npm run pictures [-- pages|thumbnails]`: makes the pictures of the README, in docs/images/, and the thumbnails of the gallery from the
 * production build.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium, type Page } from "playwright-core";
import { encodeLink } from "../spec/link";
import { parseSpec } from "../spec/parse";
import { PRESETS } from "../spec/presets";
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

const THUMBNAIL_FOLDER = path.join(ROOT, "src/studio/tools/examples/thumbnails");
/** Nearer than the page looks: there are no cards to leave room for. */
const THUMBNAIL_VIEW: View = { ...DEFAULT_VIEW, camera: { ...DEFAULT_VIEW.camera, distance: 5.6 } };
/** Shown at 132 × 88. */
const THUMBNAIL_SIZE = { width: 396, height: 264 };

/** How long a page may take to train and to draw its whole slice, in milliseconds: software rendering is slow. */
const PATIENCE = 300_000;

const folder = path.join(ROOT, "docs/images");
mkdirSync(folder, { recursive: true });
mkdirSync(THUMBNAIL_FOLDER, { recursive: true });
const [only] = process.argv.slice(2);
await ensureBuild();
const app = await serveBuild();
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments() });
try {
  if (only !== "pages") await takeThumbnails();
  // The build that the page's pictures are taken of holds the new thumbnails.
  if (only === undefined) await ensureBuild();
  if (only !== "thumbnails") for (const picture of PICTURES) await takePicture(picture);
} finally {
  await browser.close();
  await app.close();
}

async function takePicture(picture: Picture): Promise<void> {
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

/** The surface of each preset of the gallery, without ground, so that it stands on a light page and on a dark one. */
async function takeThumbnails(): Promise<void> {
  const page = await browser.newPage({ viewport: THUMBNAIL_SIZE });
  for (const { name, spec, view } of PRESETS) {
    // An embedded page is all surface.
    await page.goto(`${app.address}?embed#${encodeLink({ spec, view: { ...THUMBNAIL_VIEW, ...view } })}`);
    await page.reload();
    await page.waitForSelector('#verdict:not([data-kind="pending"])', { timeout: PATIENCE });
    await page.waitForTimeout(1000);
    const picture = await page.evaluate(async () => {
      const blob = await window.losscape!.capture({ scale: 1, legend: false, transparent: true });
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    writeFileSync(path.join(THUMBNAIL_FOLDER, `${name}.png`), Uint8Array.from(picture));
    process.stdout.write(`thumbnail of ${name}\n`);
  }
  await page.close();
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
