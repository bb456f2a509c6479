/** How a file stores a number. */
export type NumberType =
  | "float16"
  | "float32"
  | "float64"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64";

/** An array of numbers as float64, in row-major order: the last index moves first. Every number is exactly that of the file. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
  readonly type: NumberType;
}

export const BYTES_OF_TYPE: Readonly<Record<NumberType, number>> = {
  float16: 2,
  float32: 4,
  float64: 8,
  int8: 1,
  int16: 2,
  int32: 4,
  int64: 8,
  uint8: 1,
  uint16: 2,
  uint32: 4,
  uint64: 8,
};

type Read = (view: DataView, at: number, isLittle: boolean) => number;

const READERS: Readonly<Record<NumberType, Read>> = {
  float16: (view, at, isLittle) => widenFloat16(view.getUint16(at, isLittle)),
  float32: (view, at, isLittle) => view.getFloat32(at, isLittle),
  float64: (view, at, isLittle) => view.getFloat64(at, isLittle),
  int8: (view, at) => view.getInt8(at),
  int16: (view, at, isLittle) => view.getInt16(at, isLittle),
  int32: (view, at, isLittle) => view.getInt32(at, isLittle),
  int64: (view, at, isLittle) => Number(view.getBigInt64(at, isLittle)),
  uint8: (view, at) => view.getUint8(at),
  uint16: (view, at, isLittle) => view.getUint16(at, isLittle),
  uint32: (view, at, isLittle) => view.getUint32(at, isLittle),
  uint64: (view, at, isLittle) => Number(view.getBigUint64(at, isLittle)),
};

/** Reads `count` numbers from the beginning of the bytes, which must be long enough. */
export function readNumbers(bytes: Uint8Array, type: NumberType, count: number, isLittle: boolean): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = BYTES_OF_TYPE[type];
  const read = READERS[type];
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = read(view, i * size, isLittle);
  return values;
}

function widenFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}
/** A bound on the relative error of writing a real number as this type: half the distance of two neighbours. Integers are taken as they are. */
export function storageRounding(type: NumberType): number {
  const bits: Partial<Record<NumberType, number>> = { float16: 11, float32: 24, float64: 53 };
  const significant = bits[type];
  return significant === undefined ? 0 : 2 ** -significant;
}
