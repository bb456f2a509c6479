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

/** The share of the pixels that may differ: a word that is longer by a letter, a line that lies a pixel lower. */
const SHARE = 0.01;

/** Whether a screenshot is the picture kept of it; never while pictures are kept anew. */
export function isKeptPicture(name: string, screenshot: Buffer): boolean {
  const file = path.join(FOLDER, `${name}.png`);
  if (process.env.LOSSCAPE_UPDATE_PICTURES === "1" || !existsSync(file)) return false;
  const [kept, picture] = [PNG.sync.read(readFileSync(file)), shrink(PNG.sync.read(screenshot))];
  return kept.width === picture.width && kept.height === picture.height && findDifference(kept, picture).share <= SHARE;
}

/**
 * Compares a screenshot with the picture kept of it. `LOSSCAPE_UPDATE_PICTURES=1` keeps this one: look at it before it is committed.
 *
 * @returns what is wrong with it in one sentence, or nothing
 */
export function comparePicture(name: string, screenshot: Buffer): string[] {
  const picture = shrink(PNG.sync.read(screenshot));
  const file = path.join(FOLDER, `${name}.png`);
  if (process.env.LOSSCAPE_UPDATE_PICTURES === "1") {
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(file, PNG.sync.write(picture));
    return [];
  }
  if (!existsSync(file)) return [`${file} does not exist: run the test with LOSSCAPE_UPDATE_PICTURES=1 and look at it`];
  const kept = PNG.sync.read(readFileSync(file));
  if (kept.width !== picture.width || kept.height !== picture.height) {
    return [`${name} is ${picture.width} × ${picture.height}, its picture ${kept.width} × ${kept.height}`];
  }
  const { share, picture: difference } = findDifference(kept, picture);
  if (share <= SHARE) return [];
  mkdirSync(FAILED, { recursive: true });
  writeFileSync(path.join(FAILED, `${name}.png`), PNG.sync.write(picture));
  writeFileSync(path.join(FAILED, `${name}-difference.png`), PNG.sync.write(difference));
  return [`${name}: ${(100 * share).toFixed(1)} % of the picture differ; both are in ${FAILED}`];
}

/** Whether two screenshots of one size are alike, by the same measure. */
export function measureDifference(one: Buffer, other: Buffer): number {
  return findDifference(shrink(PNG.sync.read(one)), shrink(PNG.sync.read(other))).share;
}

function findDifference(one: PNG, other: PNG): { readonly share: number; readonly picture: PNG } {
  const { width, height } = one;
  const picture = new PNG({ width, height });
  const count = pixelmatch(one.data, other.data, picture.data, width, height, { threshold: THRESHOLD });
  return { share: count / (width * height), picture };
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
