import { checkCertificate } from "../jobs/check-certificate";
import { LocalService } from "./local-service";
import type { Channel } from "./messages";
import { serveTasks } from "./serve-tasks";

/** A worker that checks one certificate: a heavy one holds nothing else up. */
serveTasks(globalThis as unknown as Channel, new LocalService({ verify: checkCertificate }));
