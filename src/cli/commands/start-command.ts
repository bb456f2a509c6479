/** `npm start [-- --no-open]`: builds the app where its sources have changed, serves it, opens it and prints its address. */
import { ensureBuild, serveBuild } from "../pages/app-build";

const PORT = 4173;

/** Whether the machine has a screen. */
function hasDisplay(): boolean {
  if (process.env.CI) return false;
  if (process.platform !== "linux") return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

process.stderr.write("Building the app…\n");
await ensureBuild();
const app = await serveBuild({ port: PORT, open: hasDisplay() && !process.argv.includes("--no-open") });
process.stdout.write(`Losscape is at ${app.address}  (Ctrl-C ends it)\n`);
