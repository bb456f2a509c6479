import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import pixelmatch from "pixelmatch";
import { PNG } from "pngjs";

const FOLDER = path.resolve("tests/e2e/pictures");
const FAILED = path.join(FOLDER, "failed");
/** Pictures are compared at a third of their size, because machines smooth the edges of text differently. */
const SHRINK = 3;
/** Difference of two pixels in pixelmatch's perceptual measure (YIQ, 0 to 1) that counts as one. */
const THRESHOLD = 0.12;

/**
 * Compares a screenshot with the picture kept of it, and fails where there is none. `LOSSCAPE_UPDATE_PICTURES=1` keeps this one: look
 * at it before it is committed.
 *
 * @param share  of the pixels that may differ: a word that is longer by a letter, a line that lies a pixel lower
 */
export function expectPicture(name: string, screenshot: Buffer, share = 0.01): void {
  const picture = shrink(PNG.sync.read(screenshot));
  const file = path.join(FOLDER, `${name}.png`);
  if (process.env.LOSSCAPE_UPDATE_PICTURES === "1") {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, PNG.sync.write(picture));
    return;
  }
  if (!existsSync(file))
    throw new Error(`${file} does not exist: run the test with LOSSCAPE_UPDATE_PICTURES=1 and look at it`);
  const kept = PNG.sync.read(readFileSync(file));
  if (kept.width !== picture.width || kept.height !== picture.height) {
    throw new Error(`${name} is ${picture.width} × ${picture.height}, its picture ${kept.width} × ${kept.height}`);
  }
  const difference = new PNG({ width: kept.width, height: kept.height });
  const { width, height } = kept;
  const count = pixelmatch(kept.data, picture.data, difference.data, width, height, { threshold: THRESHOLD });
  if (count <= share * width * height) return;
  mkdirSync(FAILED, { recursive: true });
  writeFileSync(path.join(FAILED, `${name}.png`), PNG.sync.write(picture));
  writeFileSync(path.join(FAILED, `${name}-difference.png`), PNG.sync.write(difference));
  const percent = ((100 * count) / (width * height)).toFixed(1);
  throw new Error(`${name}: ${percent} % of the picture differ; both are in ${FAILED}`);
}

/** Means over squares of SHRINK × SHRINK pixels; what is left at the edges is dropped. */
function shrink(source: PNG): PNG {
  const [width, height] = [Math.floor(source.width / SHRINK), Math.floor(source.height / SHRINK)];
  const small = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 4; channel++) {
        let sum = 0;
        for (let dy = 0; dy < SHRINK; dy++) {
          for (let dx = 0; dx < SHRINK; dx++) {
            sum += source.data[4 * ((SHRINK * y + dy) * source.width + SHRINK * x + dx) + channel]!;
          }
        }
        small.data[4 * (y * width + x) + channel] = Math.round(sum / SHRINK ** 2);
      }
    }
  }
  return small;
}
