import { EngineSelection } from "../engine/engine-selection";
import { LocalService } from "./local-service";
import type { Channel } from "./messages";
import { serveTasks } from "./serve-tasks";
import type { StartedMessage, StartMessage } from "./start-message";
import { createTasks } from "./tasks";

const channel = globalThis as unknown as Channel;

async function start(message: StartMessage): Promise<void> {
  serveTasks(channel, new LocalService(createTasks(await EngineSelection.open(message))));
  channel.postMessage({ isStarted: true } satisfies StartedMessage);
}

addEventListener("message", ({ data }: MessageEvent<StartMessage>) => void start(data), { once: true });
