import type { ComputeEngine } from "../engine/engine";
import { createReferenceEngine } from "../engine/reference-engine";
import { createWebglEngine } from "../engine/webgl-engine";
import { LocalService } from "./local-service";
import type { Channel } from "./messages";
import { serveTasks } from "./serve-tasks";
import type { StartedMessage, StartMessage } from "./start-message";
import { createTasks } from "./tasks";

const channel = globalThis as unknown as Channel;

async function startEngine({ engine, reason }: StartMessage): Promise<ComputeEngine | null> {
  if (engine === "reference") return createReferenceEngine(reason);
  return createWebglEngine().catch(() => null);
}

async function start(message: StartMessage): Promise<void> {
  const engine = await startEngine(message);
  if (engine) serveTasks(channel, new LocalService(createTasks(engine)));
  channel.postMessage({ isStarted: engine !== null } satisfies StartedMessage);
}

addEventListener("message", ({ data }: MessageEvent<StartMessage>) => void start(data), { once: true });
