import { LIMITS } from "../../experiment/limits";
import { GENERATED_DATASETS, type GeneratedDataset, NAMED_DATASETS, type Spec } from "../../experiment/spec";
import { DATASET_NAMES, listOptions } from "../../words/names";
import { fileOfDataset } from "../state/dataset-files";
import { type Field, type NumberField, withSections } from "./field";

type Generated = Extract<Spec["dataset"], { kind: "generated" }>;

const SETS = [...GENERATED_DATASETS, ...NAMED_DATASETS] as const;

/** The numbers of a generated set that follows a set without such numbers. */
const FRESH: Omit<Generated, "name"> = { kind: "generated", samples: 128, noise: 0.12, seed: 7 };

function generatedNumber(
  key: "samples" | "noise" | "seed",
  about: Pick<NumberField, "label" | "title" | "whole" | "slider" | "step">,
): NumberField {
  return {
    kind: "number",
    group: "Data",
    limit: LIMITS[key],
    ...about,
    read: ({ dataset }) => (dataset.kind === "generated" ? dataset[key] : null),
    write: (spec, value) =>
      spec.dataset.kind === "generated" ? withSections(spec, { dataset: { ...spec.dataset, [key]: value } }) : spec,
  };
}

export const DATA_FIELDS = {
  dataset: {
    kind: "choice",
    group: "Data",
    label: "Data set",
    title: "What the network learns: two classes in the plane, a curve, or the three kinds of iris",
    options: ({ dataset }) => {
      const sets = listOptions<string>(DATASET_NAMES, SETS);
      return dataset.kind === "points"
        ? { [fileOfDataset(dataset) ?? DATASET_NAMES.points.label]: "points", ...sets }
        : sets;
    },
    read: ({ dataset }) => (dataset.kind === "points" ? "points" : dataset.name),
    write: (spec, value) => {
      if (value === "points") return spec;
      if (value === "iris") return withSections(spec, { dataset: { kind: "named", name: "iris" } });
      const base = spec.dataset.kind === "generated" ? spec.dataset : FRESH;
      return withSections(spec, { dataset: { ...base, name: value as GeneratedDataset } });
    },
  },
  samples: generatedNumber("samples", {
    label: "Samples",
    title: "The number of samples in the data set",
    whole: true,
    slider: { min: 8, max: 500 },
  }),
  noise: generatedNumber("noise", {
    label: "Noise",
    title: "Standard deviation of the noise, in units of the data",
    whole: false,
    slider: { min: 0, max: 1 },
    step: 0.01,
  }),
  datasetSeed: generatedNumber("seed", {
    label: "Data seed",
    title: "A whole number; another one draws other samples of the same kind",
    whole: true,
  }),
} as const satisfies Record<string, Field>;
