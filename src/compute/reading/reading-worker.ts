import { LocalService } from "../service/local-service";
import type { Channel } from "../service/messages";
import { serveTasks } from "../service/serve-tasks";
import { createReadingTasks } from "./reading-tasks";

/** A worker that reads other programs' files, so that no file blocks the page and each can be given up. */
serveTasks(globalThis as unknown as Channel, new LocalService(createReadingTasks()));
