/**
 * The engine without the page, in Node and in a browser: every function computes in float64 on the calling thread and on workers of its own,
 * and lets events run every few milliseconds. All numbers are those of the commands: a result of `evaluateLandscape` is a result file.
 */
export type { Certificate } from "../convexity/certificate/schema";
export type { Verification } from "../convexity/certificate/verify";
export type { PointClass } from "../convexity/points/point-class";
export type { Verdict } from "../convexity/verdict/verdict";
export { parseSpec, SpecError } from "../experiment/parse";
export type { LayerWeights, Spec } from "../experiment/spec";
export type { ResultDocument } from "../formats/files/result-file";
export { evaluateLandscape } from "./compute-landscape";
export type { ComputeOptions, Engine, Progress, SpecInput } from "./options";
export { type Proof, proveNotConvex } from "./prove-not-convex";
export { type Training, type TrainingPoint, train } from "./train";
export { type VerifyOptions, verifyCertificate } from "./verify-certificate";
