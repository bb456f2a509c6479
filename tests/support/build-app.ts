import { ensureBuild } from "../../src/cli/app-build";

/** Makes the production build once, before the end-to-end tests. */
export async function setup(): Promise<void> {
  await ensureBuild();
}
