import { type ResolvedEvent } from '@kurrent/kurrentdb-client';
import { type StoredEvent, StoreError } from '@interlock/kernel';
import { type Names } from './names.ts';
import { positionOf } from './positions.ts';

/** Property of each event: how many of the same append follow it. Zero is where the log is whole. */
export const FOLLOWING = 'interlock-following';

/** An event as the server hands it out, and how many of its append follow it. */
export interface Recorded {
  readonly event: StoredEvent;
  readonly following: number;
}

/** Undefined for what is no event of this log. */
export function recordedOf(names: Names, { event }: ResolvedEvent): Recorded | undefined {
  if (!event?.streamId.startsWith(names.log)) return undefined;
  const { id, type, streamId, revision, position, data, metadata, isJson } = event;
  const following = followingOf(metadata);
  if (!position || position.commit !== position.prepare || isJson || !(data instanceof Uint8Array) || following === undefined) {
    const message = `Event ${String(revision)} of ${streamId} was not written by this adapter`;
    throw new StoreError('STORE_DAMAGED', message, { stream: names.streamOf(streamId), eventId: id });
  }
  return {
    event: {
      ...{ id, type, stream: names.streamOf(streamId), revision: Number(revision), position: positionOf(position.commit) },
      // Bytes of their own: what arrives may lie in a buffer that others share.
      bytes: new Uint8Array(data),
    },
    following,
  };
}

function followingOf(metadata: unknown): number | undefined {
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const text: unknown = Object.entries(metadata).find(([key]) => key === FOLLOWING)?.[1];
  return typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : undefined;
}
