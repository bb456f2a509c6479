/**
 * `npm run kernel`: compiles the float64 kernel and keeps it in src/processor/kernel-module.ts, so that a build, a worker and Node need no
 * compiler and fetch nothing. Run it when a file of src/processor/assembly or src/processor/memory-layout.ts changes.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { compileKernel, writeKernelModule } from "../kernel/compile-kernel";
import { ROOT } from "../pages/app-build";

writeFileSync(path.join(ROOT, "src/processor/kernel-module.ts"), writeKernelModule(await compileKernel()));
