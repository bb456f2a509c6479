import { refuse } from "./refuse";

/** One field of a protobuf message: an integer, or bytes (of a fixed width, a text, a message or packed numbers). */
export type Field =
  | { readonly number: number; readonly integer: bigint }
  | { readonly number: number; readonly bytes: Uint8Array };

const CUT = "the file is damaged or cut off";

/** The fields of a message in their order. Nothing is copied: bytes are views of the message. @throws FormatError */
export function readFields(message: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;

  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) refuse(CUT);
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    return refuse(CUT);
  };
  const take = (length: bigint): Uint8Array => {
    if (length < 0n || length > BigInt(message.length - at)) refuse(CUT);
    const bytes = message.subarray(at, at + Number(length));
    at += bytes.length;
    return bytes;
  };

  while (at < message.length) {
    const key = varint();
    const number = Number(key >> 3n);
    switch (Number(key & 7n)) {
      case 0:
        fields.push({ number, integer: varint() });
        break;
      case 1:
        fields.push({ number, bytes: take(8n) });
        break;
      case 2:
        fields.push({ number, bytes: take(varint()) });
        break;
      case 5:
        fields.push({ number, bytes: take(4n) });
        break;
      default:
        refuse(CUT);
    }
    if (number < 1) refuse(CUT);
  }
  return fields;
}

/** The bytes of every field of this number. */
export function bytesOf(fields: readonly Field[], number: number): Uint8Array[] {
  return fields.flatMap((field) => (field.number === number && "bytes" in field ? [field.bytes] : []));
}

/** The text of a field; the last one counts, and none is an empty text. @throws FormatError where it is not UTF-8 */
export function textOf(fields: readonly Field[], number: number): string {
  return decodeText(bytesOf(fields, number).at(-1) ?? new Uint8Array());
}

/** @throws FormatError where the bytes are not UTF-8 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return refuse(CUT);
  }
}

/** The integers of a repeated field, packed or not. */
export function integersOf(fields: readonly Field[], number: number): number[] {
  return fields.flatMap((field) => {
    if (field.number !== number) return [];
    if ("integer" in field) return [Number(field.integer)];
    return unpackIntegers(field.bytes);
  });
}

function unpackIntegers(bytes: Uint8Array): number[] {
  const integers: number[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of bytes) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (shift > 70n) refuse(CUT);
    if (byte < 0x80) {
      integers.push(Number(BigInt.asIntN(64, value)));
      value = 0n;
      shift = 0n;
    }
  }
  if (shift > 0n) refuse(CUT);
  return integers;
}

/** All bytes of a repeated field of floats or doubles, packed or not, joined. */
export function joinedBytesOf(fields: readonly Field[], number: number): Uint8Array {
  const parts = bytesOf(fields, number);
  if (parts.length === 1) return parts[0]!;
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
