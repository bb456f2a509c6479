import { ensureBuild, ROOT } from "../../../src/cli/pages/app-build";
import type { ValuesOf } from "../measured";
import type { NODE_ROWS } from "../rows";
import { median } from "../stopwatch";
import { measureOpeningTask, type Opening, openPage } from "./open-page";
import { serveFolder } from "./serve-folder";

const ROUNDS = 3;

/** The page's start, each time in a new browser. */
export async function measureOpening(): Promise<ValuesOf<typeof NODE_ROWS.opening>> {
  await ensureBuild();
  const build = await serveFolder(ROOT);
  try {
    const openings: Opening[] = [];
    const tasks: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      openings.push(await openPage(build));
      tasks.push(await measureOpeningTask(build));
    }
    const middle = (read: (opening: Opening) => number) => ({ value: median(openings.map(read)) });
    return {
      "from opening to the first surface": middle(({ surface }) => surface / 1000),
      "from opening to the verdict": middle(({ verdict }) => verdict / 1000),
      "from opening to the whole surface": middle(({ whole }) => whole / 1000),
      "scripts before the first surface": middle(({ scripts }) => scripts / 1000),
      "longest task of the page's thread": middle(({ longestTask }) => longestTask),
      "longest task of the page's thread, processor time": { value: median(tasks) },
    };
  } finally {
    await build.close();
  }
}
