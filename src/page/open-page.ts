import type { ComputeService } from "../compute/service/tasks";
import { isEmbedded } from "../studio/run/embed";
import { readLink } from "../studio/run/read-link";
import { readLast } from "./autosave";
import { openStudio } from "./page";

/** Opens the page at its address. @param starting  the compute service, which starts meanwhile */
export async function openPage(starting: Promise<ComputeService>): Promise<void> {
  const embedded = isEmbedded(location.search);
  const link = readLink(location.href, embedded ? null : readLast());
  const scripting = await openStudio(link, starting, embedded);
  if (scripting) window.losscape = scripting;
}
