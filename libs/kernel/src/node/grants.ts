import { type Told } from '../contract.ts';
import { type EventStore, type StreamWrite } from '../event-store.ts';
import { idOf } from '../ids.ts';
import { type Instant } from '../instant.ts';
import { keysIn } from '../sealed.ts';
import { decodeEvent, encodeEvent } from '../stored-event.ts';
import { streamName } from '../stream.ts';

/** Nodes that never hold keys: opening a field is asked of a node that does. */
const KEYLESS = new Set(['city', 'gateway']);

/** Every person and account of a case has a key: what is known of them is read again rather than kept for ever. */
const KNOWN_MAX = 20_000;

interface Holders {
  readonly recipients: Set<string>;
  head: number;
}

/** Who holds which of this node’s keys, from its own `key-<keyId>` streams. */
export interface Grants {
  /** Writes that grant what these facts need and nobody granted yet. Throws when a fact carries another node’s key. */
  writesFor(told: readonly Told[], causedBy: { readonly eventId: string; readonly at: Instant }): Promise<readonly StreamWrite[]>;
  granted(keyId: string, recipient: string): Promise<boolean>;
  /** After an append: what was written counts; or, after a conflict, is read again. */
  committed(writes: readonly StreamWrite[]): void;
  forget(): void;
}

export function createGrants(node: string, store: EventStore): Grants {
  const known = new Map<string, Holders>();

  const holdersOf = async (keyId: string): Promise<Holders> => {
    const cached = known.get(keyId);
    if (cached) return cached;
    const page = await store.readStream(streamName('key', keyId));
    const recipients = new Set<string>();
    for (const event of page.events) {
      const { type, data } = decodeEvent(event);
      if (type === 'KeyGranted' && typeof data['recipient'] === 'string') recipients.add(data['recipient']);
    }
    const holders = { recipients, head: page.head };
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(keyId, holders);
    return holders;
  };

  return {
    async writesFor(told, causedBy) {
      const missing = new Map<string, Set<string>>();
      for (const fact of told) {
        for (const key of keysIn(fact.data)) {
          const keyId = ownKeyId(node, key);
          if (KEYLESS.has(fact.to) || fact.to === node) continue;
          const holders = await holdersOf(keyId);
          if (!holders.recipients.has(fact.to)) missing.set(keyId, (missing.get(keyId) ?? new Set()).add(fact.to));
        }
      }
      const writes: StreamWrite[] = [];
      for (const [keyId, recipients] of missing) {
        const { head } = await holdersOf(keyId);
        const stream = streamName('key', keyId);
        const events = [...recipients].map((recipient) =>
          encodeEvent({
            id: idOf('grant', node, keyId, recipient),
            type: 'KeyGranted',
            schemaVersion: 1,
            stream,
            data: { keyId, recipient },
            meta: { actor: { kind: 'lane', name: node }, causationId: causedBy.eventId },
            recordedAt: causedBy.at,
          }),
        );
        writes.push({ stream, expected: head === -1 ? 'no-stream' : head, events });
      }
      return writes;
    },
    async granted(keyId, recipient) {
      if ((await holdersOf(keyId)).recipients.has(recipient)) return true;
      // A replica may have granted it since.
      known.delete(keyId);
      return (await holdersOf(keyId)).recipients.has(recipient);
    },
    committed(writes) {
      for (const write of writes) known.delete(write.stream.slice('key-'.length));
    },
    forget: () => {
      known.clear();
    },
  };
}

function ownKeyId(node: string, key: string): string {
  const [owner, keyId] = key.split('/');
  if (owner !== node || keyId === undefined)
    throw new Error(`A fact of ${node} carries a key of ${String(owner)}: open it with a purpose and seal anew`);
  return keyId;
}
