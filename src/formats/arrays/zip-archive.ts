import { Inflate } from "fflate";
import { inflateWithin } from "../../experiment/inflate-within";
import { quoteText } from "../../experiment/quote";
import { FOREIGN_LIMITS } from "../foreign-limits";
import { FormatError } from "../format-error";
import { crc32 } from "./crc32";

/** The members of a zip archive. A member is unpacked when it is read. */
export interface ZipArchive {
  readonly names: readonly string[];
  /** Unpacks a member and checks its size and checksum. @throws FormatError */
  read(name: string): Uint8Array;
}

interface Member {
  readonly name: string;
  readonly method: number;
  readonly checksum: number;
  readonly packedSize: number;
  readonly size: number;
  readonly start: number;
}

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
/** The end record, which a comment of at most 65,535 bytes may follow. */
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

export const isZip = (bytes: Uint8Array): boolean =>
  bytes.length >= END_LENGTH && bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);

/**
 * Opens a zip archive by its table of members, which is checked before anything is unpacked: fflate lists damaged archives without a word.
 * @throws FormatError where the archive is damaged, too large, or holds a member whose name leaves its folder
 */
export function openZip(bytes: Uint8Array): ZipArchive {
  const members = new Map<string, Member>();
  let unpacked = 0;
  for (const member of listMembers(bytes)) {
    if (members.has(member.name)) throw new FormatError(`its member ${quoteText(member.name)} is there twice`);
    members.set(member.name, member);
    unpacked += member.size;
    if (unpacked > FOREIGN_LIMITS.unpacked) {
      throw new FormatError(`its members unpack to more than ${FOREIGN_LIMITS.unpacked} bytes, which is the limit`);
    }
  }
  return {
    names: [...members.keys()],
    read: (name) => {
      const member = members.get(name);
      if (!member) throw new FormatError(`it has no member ${quoteText(name)}`);
      return unpackMember(bytes, member);
    },
  };
}

function listMembers(bytes: Uint8Array): Member[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > FOREIGN_LIMITS.members) {
    throw new FormatError(`its ${count} members are more than ${FOREIGN_LIMITS.members}`);
  }
  const members: Member[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + ENTRY_LENGTH > end || view.getUint32(at, true) !== ENTRY_SIGNATURE) {
      throw new FormatError("it is a damaged zip archive: its table of members is broken");
    }
    const nameLength = view.getUint16(at + 28, true);
    const nameStart = at + ENTRY_LENGTH;
    at = nameStart + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (at > end) throw new FormatError("it is a damaged zip archive: its table of members is broken");
    members.push(readEntry(view, bytes.subarray(nameStart, nameStart + nameLength), nameStart - ENTRY_LENGTH));
  }
  return members;
}

function findEnd(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_LENGTH - 0xffff);
  for (let at = view.byteLength - END_LENGTH; at >= first; at--) {
    if (
      view.getUint32(at, true) === END_SIGNATURE &&
      at + END_LENGTH + view.getUint16(at + 20, true) === view.byteLength
    ) {
      return at;
    }
  }
  throw new FormatError("it is a zip archive without an end: it was cut off or damaged");
}

function readEntry(view: DataView, nameBytes: Uint8Array, at: number): Member {
  const name = new TextDecoder().decode(nameBytes);
  const parts = name.split(/[\\/]/);
  if (name.startsWith("/") || name.startsWith("\\") || parts.includes("..") || /^[a-z]:/i.test(name)) {
    throw new FormatError(`its member ${quoteText(name)} has a name that leaves the archive's folder`);
  }
  if (view.getUint16(at + 8, true) & ENCRYPTED) throw new FormatError(`its member ${quoteText(name)} is encrypted`);
  return {
    name,
    method: view.getUint16(at + 10, true),
    checksum: view.getUint32(at + 16, true),
    packedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    start: view.getUint32(at + 42, true),
  };
}

function unpackMember(bytes: Uint8Array, member: Member): Uint8Array {
  const content = unpack(findContent(bytes, member), member);
  if (content.length !== member.size) {
    throw new FormatError(`its member ${quoteText(member.name)} has ${content.length} bytes instead of ${member.size}`);
  }
  if (crc32(content) !== member.checksum) {
    throw new FormatError(`its member ${quoteText(member.name)} is damaged: its checksum is wrong`);
  }
  return content;
}

/** The packed bytes of a member, which follow its local header. */
function findContent(bytes: Uint8Array, { name, start, packedSize }: Member): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isThere = start + LOCAL_LENGTH <= bytes.length && view.getUint32(start, true) === LOCAL_SIGNATURE;
  const content = isThere
    ? start + LOCAL_LENGTH + view.getUint16(start + 26, true) + view.getUint16(start + 28, true)
    : 0;
  if (!isThere || content + packedSize > bytes.length) {
    throw new FormatError(`its member ${quoteText(name)} lies outside the file: the archive was cut off or damaged`);
  }
  return bytes.subarray(content, content + packedSize);
}

function unpack(packed: Uint8Array, { name, method, size }: Member): Uint8Array {
  if (method === STORED) return packed;
  if (method !== DEFLATED) {
    throw new FormatError(
      `its member ${quoteText(name)} is packed by method ${method}, which is neither stored nor deflated`,
    );
  }
  try {
    return inflateWithin(Inflate, packed, size);
  } catch {
    throw new FormatError(`its member ${quoteText(name)} does not unpack to the ${size} bytes that the archive claims`);
  }
}
