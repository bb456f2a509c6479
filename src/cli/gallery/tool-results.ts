import type { Page } from "playwright-core";

/** Time limit for everything on a page, in milliseconds: software rendering is slow. */
export const PATIENCE = 300_000;

/** Waits for both sides of the open comparison. */
export async function compareBoth(page: Page): Promise<void> {
  await waitFor(page, '.compare:has([data-side="a"][data-phase="ready"]):has([data-side="b"][data-phase="ready"])');
}

/** Trains the seeds of the open solutions tool and connects two of them. Their plane is defined, but not yet computed. */
export async function connectSolutions(page: Page): Promise<void> {
  await page.click("#train-seeds");
  await page.locator("#cancel-work").waitFor({ state: "detached", timeout: PATIENCE });
  await page.getByRole("button", { name: "Connect A, B" }).click();
  await waitFor(page, "#connection");
}

/** Runs the open race to its end. */
export async function finishRace(page: Page): Promise<void> {
  await page.click("#race-start");
  await page.locator("#race-phase", { hasText: "Finished" }).waitFor({ timeout: PATIENCE });
}

/** Runs the open survey of two activations to its end. */
export async function finishSurvey(page: Page, planes: number, seeds: number): Promise<void> {
  await page.fill("#survey-planes", `${planes}`);
  await page.fill("#survey-seeds", `${seeds}`);
  await page.press("#survey-seeds", "Enter");
  const standing = page.locator("#survey-standing", { hasText: new RegExp(`^${2 * planes} slices`) });
  await standing.waitFor({ timeout: PATIENCE });
}

export async function waitFor(page: Page, selector: string): Promise<void> {
  await page.locator(selector).first().waitFor({ timeout: PATIENCE });
}
