import { expect, it, vi } from "vitest";
import { choosePlace } from "../../../../src/cli/output/choose-place";

it.each([
  [9, 1, "process", false],
  [60, 59, "page", true],
  [60, 61, "process", true],
] as const)(
  "takes the faster place for a long job, and opens no page for a short one: %d s against %d s",
  async (...row) => {
    const [here, there, place, isMeasured] = row;
    const measure = vi.fn(async () => there);
    expect(await choosePlace(here, measure)).toBe(place);
    expect(measure).toHaveBeenCalledTimes(isMeasured ? 1 : 0);
  },
);

it("stays with the processor where no page can be opened, and says why", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const refuse = () => Promise.reject(new Error("No browser was found."));
  expect(await choosePlace(60, refuse)).toBe("process");
  expect(warn).toHaveBeenCalledWith(expect.stringMatching(/processor computes: No browser was found\.$/));
  warn.mockRestore();
});
