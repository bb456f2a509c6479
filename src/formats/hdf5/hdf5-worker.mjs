/** The entry of the thread in Node: it makes Node read TypeScript, then runs hdf5-worker.ts. */
const { register } = await import("tsx/esm/api");
register();
await import(new URL("./hdf5-worker.ts", import.meta.url).href);
