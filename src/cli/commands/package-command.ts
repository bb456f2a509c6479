/** Builds what the package holds, before npm packs it. */
import { buildPackage } from "../package/build-package";

await buildPackage();
