import { crc32 } from 'node:zlib';

/** One row of the log as its checksum sees it. */
export interface ChecksumRow {
  readonly position: number;
  readonly stream: number;
  readonly revision: number;
  readonly type: number;
  readonly id: Uint8Array;
  readonly bytes: Uint8Array;
}

const header = new Uint8Array(48);
const numbers = new Float64Array(header.buffer, 0, 4);

/**
 * CRC-32 over the whole row: SQLite itself does not notice a flipped bit in a value. Finds accidents only; what somebody
 * changed on purpose is found by the log's Merkle tree.
 */
export function checksumOf({ position, stream, revision, type, id, bytes }: ChecksumRow): number {
  numbers[0] = position;
  numbers[1] = stream;
  numbers[2] = revision;
  numbers[3] = type;
  header.set(id, 32);
  return crc32(bytes, crc32(header));
}
