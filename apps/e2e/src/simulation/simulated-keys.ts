import { createHash } from 'node:crypto';
import { type KeyStore, type Sealed, idOf } from '@interlock/kernel';

export interface SimulatedKeysOptions {
  readonly node: string;
  /** Asks the publisher whether it granted the key; throws while it cannot be reached. */
  isGranted(publisher: string, keyId: string): Promise<boolean>;
}

/** Keys that every run makes alike, which no real key may be. They seal nothing from whoever looks, but open only where they were granted. */
export function simulatedKeys({ node, isGranted }: SimulatedKeysOptions): KeyStore {
  const fetched = new Set<string>();
  return {
    seal: (subject, commandId, path, clear) =>
      Promise.resolve({
        ...{ sealed: 1, key: `${node}/${idOf('simulated key', node, subject)}`, commandId, path },
        box: Buffer.from(JSON.stringify([commandId, path, clear])).toString('base64url'),
      }),
    async open(sealed) {
      const [publisher = '', keyId = ''] = sealed.key.split('/');
      if (publisher !== node && !fetched.has(sealed.key)) {
        if (!(await isGranted(publisher, keyId))) return { ok: false, code: 'NOT_GRANTED' };
        fetched.add(sealed.key);
      }
      const clear = clearOf(sealed);
      return clear === undefined ? { ok: false, code: 'SEAL_BROKEN' } : { ok: true, clear };
    },
    exportKey: () => Promise.resolve(undefined),
    bodyHash: (canonicalBody) => createHash('sha256').update(node).update(canonicalBody).digest('base64url'),
    close: () => undefined,
  };
}

/** An envelope that was moved to another field or command does not open. */
function clearOf({ box, commandId, path }: Sealed): string | undefined {
  const parts: unknown = JSON.parse(Buffer.from(box, 'base64url').toString());
  if (!Array.isArray(parts) || parts[0] !== commandId || parts[1] !== path) return undefined;
  return String(parts[2]);
}
