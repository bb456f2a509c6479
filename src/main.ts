import "./page/styles/studio.css";
import { createComputeService } from "./compute/service/client";
import { loadTypeface } from "./drawing/typeface/typeface";
import { readLast } from "./page/autosave";
import { readEngineStart } from "./page/engine-setting";
import { openStudio } from "./page/page";
import { prepareRenderer } from "./scene/renderer/open-renderer";
import { isEmbedded } from "./studio/run/embed";
import { readLink } from "./studio/run/read-link";
import { messageOf } from "./words/error-message";

/** A function, because other chunks import this one, and would wait for an `await` outside a function. */
async function openPage(): Promise<void> {
  // Started first: both workers load while the page is built.
  const starting = createComputeService(readEngineStart(location.search));
  prepareRenderer();
  const embedded = isEmbedded(location.search);
  await loadTypeface();
  const studio = await openStudio(readLink(location.href, embedded ? null : readLast()), embedded);
  try {
    window.losscape = await studio.connect(await starting);
  } catch (error) {
    studio.fail(messageOf(error));
  }
}

void openPage();
