import { messageOf } from "../../words/error-message";

/** Below this, in seconds, no browser is started to see whether WebGL is faster: its start alone takes some seconds. */
const QUICK_SECONDS = 10;

/**
 * The place of a job where the reader leaves it open: this process with the processor, or a page with WebGL. A page is tried only where the
 * job takes long, and is not needed.
 *
 * @param here  estimated seconds in this process
 * @param measureThere  opens the page and estimates the seconds there
 */
export async function choosePlace(here: number, measureThere: () => Promise<number>): Promise<"process" | "page"> {
  if (here <= QUICK_SECONDS) return "process";
  try {
    return here <= (await measureThere()) ? "process" : "page";
  } catch (error) {
    console.warn(`WebGL could not be tried, so the processor computes: ${messageOf(error)}`);
    return "process";
  }
}
