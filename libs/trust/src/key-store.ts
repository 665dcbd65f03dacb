import { createHmac, createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { type KeyStore, type Sealed, unreachable } from '@interlock/kernel';
import { KEY_BYTES } from './aead.ts';
import { type KeyLines, createKeyLines, keyLinesIn, memoryKeyLines, openKeyFile, writeOverNow } from './keys.file.ts';
import { type HeldKey, type Keyring, keyring } from './keyring.ts';
import { KEY_FILE_VERSION, readRecord, recordText, unwrap, wrap } from './key-records.ts';
import { KeyStoreError } from './key-store-error.ts';
import { openUnder, sealUnder } from './sealing.ts';

/** Asks the publisher for a granted key; undefined when it knows no such key. A throw (publisher down) passes on to the caller of `open`. */
export type FetchKey = (publisher: string, keyId: string) => Promise<Uint8Array | 'not-granted' | 'destroyed' | undefined>;

export interface KeyStoreOptions {
  /** Node code: first part of the names of its keys. */
  readonly node: string;
  readonly fetchKey?: FetchKey;
}

export interface KeyFileOptions extends KeyStoreOptions {
  readonly file: string;
  readonly masterKey: Uint8Array;
}

/** The kernel's port, and what erasing a person and answering a peer need besides. */
export interface NodeKeyStore extends KeyStore {
  /** Tells the node's secret from any other, and nothing of it. */
  readonly fingerprint: string;
  /** For the answer to a peer: held, gone for ever (410), or never made here. */
  stateOf(keyId: string): 'held' | 'destroyed' | 'unknown';
  /** Name of the subject's key, where there is one. Makes none. */
  keyOf(subject: string): string | undefined;
  /** Destroys a key made here or fetched (`<node>/<keyId>`); fails closed at once, durable when it resolves, may be repeated. */
  destroy(key: string): Promise<void>;
}

/** Opens a node's key file, or makes it. Throws a KeyStoreError for a damaged file, another master key, another node's or a newer file. */
export function openKeyStore({ node, file, fetchKey, ...options }: KeyFileOptions): NodeKeyStore {
  const masterKey = createSecretKey(options.masterKey);
  const lines = openKeyFile(file, () => ownerLine(node, masterKey));
  try {
    const ring = keyring(lines, masterKey);
    writeOverNow(file, ring.leftToErase);
    return keyStore({ node, lines, ring, nodeSecret: nodeSecretOf(lines, node, masterKey), ...(fetchKey && { fetchKey }) });
  } catch (error) {
    lines.close();
    throw error;
  }
}

/** Makes the node's key file where there is none, while the process goes on: opening it then waits for no disk. */
export async function createKeyFile({ node, file, masterKey }: Pick<KeyFileOptions, 'node' | 'file' | 'masterKey'>): Promise<void> {
  await createKeyLines(file, () => ownerLine(node, createSecretKey(masterKey)));
}

/** Looks at a key file, in use or not, and changes nothing: throws what opening it would, or the first key whose line was changed. */
export function examineKeyFile({ node, file, masterKey }: Pick<KeyFileOptions, 'node' | 'file' | 'masterKey'>): void {
  const master = createSecretKey(masterKey);
  const lines = { ...memoryKeyLines(''), lines: keyLinesIn(file) };
  nodeSecretOf(lines, node, master);
  keyring(lines, master).examine();
}

/** Keys that die with the process. */
export function memoryKeyStore({ node, fetchKey }: KeyStoreOptions): NodeKeyStore {
  const masterKey = newKey();
  const lines = memoryKeyLines(ownerLine(node, masterKey));
  const ring = keyring(lines, masterKey);
  return keyStore({ node, lines, ring, nodeSecret: nodeSecretOf(lines, node, masterKey), ...(fetchKey && { fetchKey }) });
}

interface Parts extends KeyStoreOptions {
  readonly lines: KeyLines;
  readonly ring: Keyring;
  readonly nodeSecret: KeyObject;
}

type Found =
  | { readonly ok: true; readonly dataKey: KeyObject }
  | { readonly ok: false; readonly code: 'KEY_UNKNOWN' | 'KEY_DESTROYED' | 'NOT_GRANTED' };

function keyStore({ node, lines, ring, nodeSecret, fetchKey }: Parts): NodeKeyStore {
  const subjectSecret = derived(nodeSecret, 'subject');
  const bodySecret = derived(nodeSecret, 'body');
  const findKey = keyFinder({ node, ring, ...(fetchKey && { fetchKey }) });
  const making = new Map<string, Promise<HeldKey>>();
  let closed = false;

  const hashedSubject = (subject: string) => createHmac('sha256', subjectSecret).update(subject).digest('base64url');
  const assertOpen = () => {
    if (closed) throw new KeyStoreError('KEYS_CLOSED', `The keys of ${node} are closed`);
  };
  const subjectKey = (subject: string): HeldKey | Promise<HeldKey> => {
    const hashed = hashedSubject(subject);
    const make = () => ring.add({ key: `${node}/${randomUUID()}`, subject: hashed, dataKey: newKey() });
    const held = ring.ofSubject(hashed);
    return held && ring.isDurable(held.key) ? held : once(making, hashed, make);
  };

  return {
    fingerprint: derived(nodeSecret, 'fingerprint').export().toString('base64url'),
    async seal(subject, commandId, path, clear) {
      assertOpen();
      const { key, dataKey } = await subjectKey(subject);
      return sealUnder(dataKey, { key, commandId, path }, clear);
    },
    async open(sealed: Sealed) {
      assertOpen();
      const held = await findKey(sealed.key);
      if (!held.ok) return held;
      const clear = openUnder(held.dataKey, sealed);
      return clear === undefined ? { ok: false, code: 'SEAL_BROKEN' } : { ok: true, clear };
    },
    async exportKey(keyId) {
      assertOpen();
      const key = `${node}/${keyId}`;
      return ring.stateOf(key) === 'held' ? Uint8Array.from(ring.dataKeyOf(key).export()) : undefined;
    },
    bodyHash: (canonicalBody) => createHmac('sha256', bodySecret).update(canonicalBody).digest('base64url'),
    stateOf: (keyId) => ring.stateOf(`${node}/${keyId}`),
    keyOf: (subject) => ring.ofSubject(hashedSubject(subject))?.key,
    async destroy(key) {
      assertOpen();
      await ring.destroy(key);
    },
    close() {
      if (closed) return;
      closed = true;
      ring.forget();
      lines.close();
    },
  };
}

/** Finds a key by name: held, or fetched from its publisher and kept. */
function keyFinder({ node, ring, fetchKey }: Pick<Parts, 'node' | 'ring' | 'fetchKey'>): (key: string) => Found | Promise<Found> {
  const fetching = new Map<string, Promise<Found>>();

  async function fetched(key: string): Promise<Found> {
    const slash = key.indexOf('/');
    const publisher = key.slice(0, slash);
    if (slash < 1 || publisher === node || !fetchKey) return { ok: false, code: 'KEY_UNKNOWN' };
    const answer = await fetchKey(publisher, key.slice(slash + 1));
    if (answer === undefined) return { ok: false, code: 'KEY_UNKNOWN' };
    if (answer === 'not-granted') return { ok: false, code: 'NOT_GRANTED' };
    if (answer === 'destroyed') {
      await ring.destroy(key);
      return { ok: false, code: 'KEY_DESTROYED' };
    }
    if (answer.length !== KEY_BYTES) throw new Error(`${publisher} answered a key of ${answer.length} bytes`);
    const { dataKey } = await ring.add({ key, dataKey: createSecretKey(answer) });
    return ring.stateOf(key) === 'held' ? { ok: true, dataKey } : { ok: false, code: 'KEY_DESTROYED' };
  }

  return function findKey(key) {
    const state = ring.stateOf(key);
    switch (state) {
      case 'held':
        return { ok: true, dataKey: ring.dataKeyOf(key) };
      case 'destroyed':
        return { ok: false, code: 'KEY_DESTROYED' };
      case 'unknown':
        return once(fetching, key, () => fetched(key));
      default:
        return unreachable(state);
    }
  };
}

/** Callers at one time share one piece of work. */
function once<Result>(running: Map<string, Promise<Result>>, name: string, work: () => Promise<Result>): Promise<Result> {
  const present = running.get(name);
  if (present) return present;
  const started = work().finally(() => running.delete(name));
  running.set(name, started);
  return started;
}

function newKey(): KeyObject {
  return createSecretKey(randomBytes(KEY_BYTES));
}

function derived(secret: KeyObject, use: string): KeyObject {
  return createSecretKey(createHmac('sha256', secret).update(use).digest());
}

function ownerLine(node: string, masterKey: KeyObject): string {
  return recordText({ type: 'keys', version: KEY_FILE_VERSION, node, box: wrap(masterKey, node, newKey()) });
}

function nodeSecretOf(lines: KeyLines, node: string, masterKey: KeyObject): KeyObject {
  const [first] = lines.lines;
  const owner = first && readRecord(first);
  if (owner?.type !== 'keys')
    throw new KeyStoreError('KEYS_DAMAGED', 'The key file does not say whose keys it holds: restore it from its backup');
  if (owner.version > KEY_FILE_VERSION)
    throw new KeyStoreError('KEYS_NEWER', 'The key file was written by a newer Interlock: start that one');
  if (owner.node !== node) throw new KeyStoreError('KEYS_OTHER_NODE', `The key file belongs to ${owner.node}, not to ${node}`);
  const secret = unwrap(masterKey, node, owner.box);
  if (!secret)
    throw new KeyStoreError('KEYS_OTHER_MASTER', `The master key of ${node} does not fit its key file: restore both from one backup`);
  return secret;
}
