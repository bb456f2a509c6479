import "./studio/styles/studio.css";
import { createComputeService } from "./compute/client";
import { readLink } from "./studio/link-sync";
import { openStudio } from "./studio/studio";

const studio = openStudio(readLink(location.hash));
try {
  window.losscape = await studio.connect(await createComputeService());
} catch (error) {
  studio.fail(error instanceof Error ? error.message : "Nothing can be computed in this browser.");
}
