import { DATA_FIELDS } from "./data-fields";
import type { Field } from "./field";
import { GRID_FIELDS } from "./grid-fields";
import { NETWORK_FIELDS } from "./network-fields";
import { PLANE_FIELDS } from "./plane-fields";
import { TRAINING_FIELDS } from "./training-fields";

const ALL_FIELDS = { ...DATA_FIELDS, ...NETWORK_FIELDS, ...TRAINING_FIELDS, ...PLANE_FIELDS, ...GRID_FIELDS };

export type FieldName = keyof typeof ALL_FIELDS;

/** Every control of the experiment, in the order in which the panel shows them. */
export const FIELDS: Readonly<Record<FieldName, Field>> = ALL_FIELDS;
export const FIELD_NAMES = Object.keys(ALL_FIELDS) as readonly FieldName[];
