import "./page/styles/studio.css";
import { createComputeService } from "./compute/service/client";
import { loadTypeface } from "./drawing/typeface/typeface";
import { readLast } from "./page/autosave";
import { readEngineStart } from "./page/engine-setting";
import { openStudio } from "./page/page";
import { isEmbedded } from "./studio/run/embed";
import { readLink } from "./studio/run/read-link";
import { messageOf } from "./words/error-message";

// Started first: the worker opens while the page is built.
const starting = createComputeService(readEngineStart(location.search));
const embedded = isEmbedded(location.search);
await loadTypeface();
const studio = openStudio(readLink(location.hash, embedded ? null : readLast()), embedded);
try {
  window.losscape = await studio.connect(await starting);
} catch (error) {
  studio.fail(messageOf(error));
}
