import { expose } from "comlink";
import { checkCertificate } from "./check-certificate";

/** What the worker offers that checks one certificate: a heavy one holds nothing else up. */
export interface VerifyEntry {
  check: typeof checkCertificate;
}

const entry: VerifyEntry = { check: checkCertificate };

expose(entry);
