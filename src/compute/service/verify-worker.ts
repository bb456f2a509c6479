import { checkCertificate } from "../jobs/check-certificate";
import { LocalService } from "./local-service";
import type { Channel } from "./messages";
import { serveTasks } from "./serve-tasks";

/** A worker that checks one certificate, so that a long check delays nothing else. */
serveTasks(globalThis as unknown as Channel, new LocalService({ verify: checkCertificate }));
