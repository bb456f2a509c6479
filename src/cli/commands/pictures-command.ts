/**
 * `npm run pictures [-- thumbnails | pages [NAME …]]`: makes the pictures of the README, in docs/images/, and the thumbnails of the
 * gallery from the production build.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium, type Page } from "playwright-core";
import { encodeLink } from "../../experiment/link";
import { PRESETS } from "../../experiment/presets";
import { DEFAULT_VIEW, type View } from "../../experiment/view";
import { browserArguments, ensureBrowser } from "../find-browser.mjs";
import { GALLERY, type GalleryPicture } from "../gallery/gallery";
import { PATIENCE } from "../gallery/tool-results";
import { ensureBuild, ROOT, serveBuild } from "../pages/app-build";

const THUMBNAIL_FOLDER = path.join(ROOT, "src/tools/examples/thumbnails");
/** The camera is closer than on the page, because a thumbnail has no cards beside the surface. */
const THUMBNAIL_VIEW: View = { ...DEFAULT_VIEW, camera: { ...DEFAULT_VIEW.camera, distance: 5.6 } };
/** Shown at 132 × 88. */
const THUMBNAIL_SIZE = { width: 396, height: 264 };

const folder = path.join(ROOT, "docs/images");
mkdirSync(folder, { recursive: true });
mkdirSync(THUMBNAIL_FOLDER, { recursive: true });
const [only, ...names] = process.argv.slice(2);
const chosen = GALLERY.filter(({ name }) => names.length === 0 || names.includes(name));
await ensureBuild();
const app = await serveBuild();
const browser = await chromium.launch({ executablePath: ensureBrowser(), args: browserArguments() });
try {
  if (only !== "pages") await takeThumbnails();
  // The pictures of the page come second, because they show the new thumbnails.
  if (only === undefined) await ensureBuild();
  if (only !== "thumbnails") for (const picture of chosen) await takePicture(picture);
} finally {
  await browser.close();
  await app.close();
}

async function takePicture(picture: GalleryPicture): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: picture.width, height: picture.height },
    colorScheme: picture.scheme,
  });
  const { spec, view } = picture;
  await page.goto(`${app.address}#${encodeLink({ spec, view: { ...DEFAULT_VIEW, ...view } })}`);
  await waitForVerdict(page);
  await picture.act?.(page);
  await waitForVerdict(page);
  await page.screenshot({ path: path.join(folder, `${picture.name}.png`) });
  await page.close();
  process.stdout.write(`docs/images/${picture.name}.png\n`);
}

/** The surface of each preset of the gallery, with a transparent background, for a light and a dark page. */
async function takeThumbnails(): Promise<void> {
  const page = await browser.newPage({ viewport: THUMBNAIL_SIZE });
  for (const { name, spec, view } of PRESETS) {
    // An embedded page shows only the surface.
    await page.goto(`${app.address}?embed#${encodeLink({ spec, view: { ...THUMBNAIL_VIEW, ...view } })}`);
    await page.reload();
    await page.waitForSelector('#verdict[data-phase="ready"]', { timeout: PATIENCE });
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

/** Waits until the page has computed everything. */
async function waitForVerdict(page: Page): Promise<void> {
  await page.locator('#verdict[data-phase="ready"] .doors').waitFor({ state: "attached", timeout: PATIENCE });
  // Time for the surface's last morph.
  await page.waitForTimeout(1500);
}
