/**
 * The buffers of all typed arrays in a value, each once. Posted as transferred objects, they move to the receiver without a copy, and
 * the sender can no longer read them.
 */
export function listBuffers(value: unknown): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  collect(value, buffers);
  return [...buffers];
}

function collect(value: unknown, buffers: Set<ArrayBuffer>): void {
  if (typeof value !== "object" || value === null) return;
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
    return;
  }
  for (const part of Array.isArray(value) ? value : Object.values(value)) collect(part, buffers);
}
