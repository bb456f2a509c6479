import "./page/styles/studio.css";
import { createComputeService } from "./compute/service/client";
import { readEngineStart } from "./page/engine-setting";
import { prepareRenderer } from "./scene/renderer/open-renderer";

// The two workers start before the code of the page is here: this script and what it imports are small.
const starting = createComputeService(readEngineStart(location.search));
prepareRenderer();
void import("./page/open-page").then(({ openPage }) => openPage(starting));
