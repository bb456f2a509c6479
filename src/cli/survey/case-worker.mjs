/** The entry of a worker thread: it makes Node read TypeScript, then runs case-worker.ts. */
const { register } = await import("tsx/esm/api");
register();
await import(new URL("./case-worker.ts", import.meta.url).href);
