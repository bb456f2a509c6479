import "./studio/styles/studio.css";
import { createComputeService } from "./compute/client";
import { readLink } from "./studio/link-sync";
import { openStudio } from "./studio/studio";

const studio = openStudio(readLink(location.hash));
createComputeService().then(
  (service) => studio.connect(service),
  (error: unknown) => studio.fail(error instanceof Error ? error.message : "Nothing can be computed in this browser."),
);
