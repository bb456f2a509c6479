import path from "node:path";
import asc from "assemblyscript/asc";
import { ROOT } from "../pages/app-build";

const SOURCE = "src/processor/assembly/point-kernel.ts";

/**
 * Compiles the float64 kernel from AssemblyScript to a WebAssembly module. The same source gives the same bytes.
 * @throws Error with the compiler's messages
 */
export async function compileKernel(): Promise<Uint8Array> {
  let module: Uint8Array | null = null;
  const options = ["-O3", "--runtime", "stub", "--enable", "simd", "--baseDir", ROOT, "--outFile", "kernel.wasm"];
  const { error, stderr } = await asc.main([path.join(ROOT, SOURCE), ...options], {
    writeFile: (_name, contents) => {
      if (typeof contents !== "string") module = contents;
    },
  });
  if (error || module === null) throw new Error(`${SOURCE}: ${stderr.toString()}`);
  return module;
}

/** The source file that holds a compiled kernel. */
export function writeKernelModule(module: Uint8Array): string {
  return `/** The module of src/processor/assembly, in base64. \`npm run kernel\` writes this file. */
export const KERNEL_MODULE =
  "${Buffer.from(module).toString("base64")}";
`;
}
