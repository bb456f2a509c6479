import "./studio/styles/studio.css";
import { createComputeService } from "./compute/service/client";
import { loadTypeface } from "./scene/typeface/typeface";
import { readLast } from "./studio/autosave";
import { isEmbedded } from "./studio/embed";
import { readLink } from "./studio/link-sync";
import { openStudio } from "./studio/studio";

// The worker loads and its context opens while the page is built: the first training is what takes longest to come.
const starting = createComputeService();
const embedded = isEmbedded(location.search);
await loadTypeface();
const studio = openStudio(readLink(location.hash, embedded ? null : readLast()), embedded);
try {
  window.losscape = await studio.connect(await starting);
} catch (error) {
  studio.fail(error instanceof Error ? error.message : "Nothing can be computed in this browser.");
}
