import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ReadAllOptions, START, type StoredEvent } from '@interlock/kernel';
import { noteSigner, noteVerifier, verifyCheckpoint } from './checkpoint.ts';
import { leafHash, merkleTree } from './merkle.ts';
import { readTree } from './tree.file.ts';
import { followTree, type FollowTreeOptions } from './tree-follower.ts';
import { type LogVerdict, verifyLog } from './verify-log.ts';
import { verifyStoredLog } from './verify-stored-log.ts';

const signer = noteSigner('interlock/demo/police', new Uint8Array(32).fill(1));
const verifier = noteVerifier(signer.verifierKey);
let folder: string;
let file: string;
let log: StoredEvent[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-tree-'));
  file = join(folder, 'log.tree');
  log = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Positions leave gaps, as they may. */
function happen(count: number): void {
  for (let n = 0; n < count; n++) {
    const position = BigInt(log.length * 3);
    log.push({
      id: `e-${position}`,
      type: 'StopOrdered',
      stream: 'case-1',
      revision: log.length,
      position,
      bytes: Buffer.from(`event ${position}`),
    });
  }
}

const listeners = new Set<(head: bigint) => void>();
const store: FollowTreeOptions['store'] = {
  head: () => log.at(-1)?.position ?? START,
  onAppended(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  async readAll({ after = START, limit = 100 }: ReadAllOptions = {}) {
    const events = log.filter(({ position }) => position > after).slice(0, limit);
    const next = events.at(-1)?.position ?? after;
    return { events, next, atHead: next >= (log.at(-1)?.position ?? START) };
  },
};

function follow(options: Partial<FollowTreeOptions> = {}) {
  return followTree({ store, file, origin: 'interlock/demo/police', signer, everyMs: 3_600_000, ...options });
}

async function recorded(events: number): Promise<void> {
  const follower = await follow();
  happen(events);
  await follower.stop();
}

function verdict(): Promise<LogVerdict> {
  return verifyStoredLog({ store, file, verifier });
}

function replace(index: number, change: Partial<StoredEvent>): void {
  const event = log[index];
  if (event) log[index] = { ...event, ...change };
}

describe('the tree that follows a log (architecture.md 10)', () => {
  it('signs the root of all events, page by page and restart by restart', async () => {
    for (const events of [1, 0, 6, 2_500]) {
      await recorded(events);
      const note = readTree(file).notes.at(-1) ?? '';
      const root = merkleTree(log.map(({ bytes }) => leafHash(bytes))).root();
      expect(verifyCheckpoint(note, [verifier])).toMatchObject({ ok: true, checkpoint: { size: log.length } });
      expect(await verdict()).toMatchObject({ ok: true, size: log.length, root, compared: log.length, signed: log.length });
    }
  });

  it('signs soon after an append by itself', async () => {
    const follower = await follow({ everyMs: 1 });
    happen(3);
    const sealed = new Promise<void>((resolve) => {
      const look = () => (follower.state().sealedSize === 3 ? resolve() : void setImmediate(look));
      look();
    });
    for (const listener of listeners) listener(store.head());
    await sealed;
    await follower.stop();
    expect(listeners.size).toBe(0);
  });

  it('tells of trouble and goes on when it is over', async () => {
    const told: unknown[] = [];
    let down = true;
    const shaky = {
      ...store,
      readAll: (options?: ReadAllOptions) => (down ? Promise.reject(new Error('store down')) : store.readAll(options)),
    };
    const follower = await follow({ store: shaky, everyMs: 1, onTrouble: (error) => (down = told.push(error) < 2) });
    happen(2);
    const sealed = new Promise<void>((resolve) => {
      const look = () => (follower.state().sealedSize === 2 ? resolve() : void setImmediate(look));
      look();
    });
    for (const listener of listeners) listener(store.head());
    expect(follower.state().sealedThrough).toBe(START);
    await sealed;
    expect(told).toHaveLength(2);
    expect(follower.state().sealedThrough).toBe(store.head());
    await follower.stop();
  });

  it('takes from the log again what no checkpoint covers, whatever a crash left there', async () => {
    await recorded(5);
    happen(4);
    for (const left of [Buffer.alloc(7), Buffer.alloc(40 * 3), Buffer.alloc(40 * 9 + 1, 0xff)]) {
      appendFileSync(file, left);
      appendFileSync(`${file}.checkpoints`, 'interlock/demo/police\n9\nhalf a no');
      await recorded(1);
      expect(await verdict()).toMatchObject({ ok: true, compared: log.length, signed: log.length });
    }
  });

  it('is never made good silently: a tree that is missing, cut, changed, or signed by another', async () => {
    await recorded(5);
    const tree = readFileSync(file);
    rmSync(file);
    await expect(follow()).rejects.toThrow(expect.objectContaining({ code: 'TREE_MISSING' }));
    writeFileSync(file, tree.subarray(0, -40));
    await expect(follow()).rejects.toThrow(expect.objectContaining({ code: 'TREE_SHORT' }));
    writeFileSync(file, Buffer.concat([tree.subarray(0, 64 + 39), Buffer.of((tree[64 + 39] ?? 0) ^ 1), tree.subarray(64 + 40)]));
    await expect(follow()).rejects.toThrow(expect.objectContaining({ code: 'TREE_DAMAGED' }));
    writeFileSync(file, Buffer.concat([Buffer.from('x'), tree.subarray(1)]));
    await expect(follow()).rejects.toThrow(expect.objectContaining({ code: 'TREE_DAMAGED' }));
    writeFileSync(file, tree);
    const other = noteSigner('interlock/demo/police', new Uint8Array(32).fill(2));
    await expect(follow({ signer: other })).rejects.toThrow(expect.objectContaining({ code: 'TREE_DAMAGED' }));
    await (await follow()).stop();
  });

  it('notices a log that is an old copy, or another one', async () => {
    await recorded(5);
    const last = log.pop();
    await expect(follow()).rejects.toThrow(expect.objectContaining({ code: 'TREE_AHEAD' }));
    if (last) log.push({ ...last, bytes: Buffer.from('another event') });
    await expect(follow()).rejects.toThrow(expect.objectContaining({ code: 'TREE_DIVERGED' }));
  });

  it('is recorded anew by an explicit act, and keeps the old one', async () => {
    await recorded(5);
    const tree = readFileSync(file);
    replace(2, { bytes: Buffer.from('rewritten') });
    await (await follow({ rebuild: true })).stop();
    expect(await verdict()).toMatchObject({ ok: true, signed: 5 });
    expect(readFileSync(`${file}.replaced`)).toEqual(tree);
    expect(existsSync(`${file}.checkpoints.replaced`)).toBe(true);
  });
});

describe('verifying a log', () => {
  const rewriteLeaf = (index: number, bytes: Uint8Array) => {
    const tree = readFileSync(file);
    tree.set(leafHash(bytes), 64 + index * 40 + 8);
    writeFileSync(file, tree);
  };

  it('finds any flipped bit of any event, and where', async () => {
    await recorded(12);
    const whole = [...log];
    for (const [index, { bytes, position }] of whole.entries()) {
      for (let bit = 0; bit < bytes.length * 8; bit += 5) {
        const changed = Uint8Array.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        log = [...whole];
        replace(index, { bytes: changed });
        expect(await verdict()).toMatchObject({ ok: false, code: 'EVENT_CHANGED', position });
      }
    }
  });

  it('finds what was taken out, put in, exchanged or cut off', async () => {
    await recorded(12);
    const whole = [...log];
    log = whole.toSpliced(4, 1);
    expect(await verdict()).toMatchObject({ code: 'EVENT_MISSING', position: 12n });
    log = whole.slice(0, 9);
    expect(await verdict()).toMatchObject({ code: 'EVENT_MISSING', position: 27n });
    log = [];
    expect(await verdict()).toMatchObject({ code: 'EVENT_MISSING', position: 0n });
    log = [...whole];
    const [first] = whole;
    if (first) log.splice(5, 0, { ...first, position: 13n });
    expect(await verdict()).toMatchObject({ code: 'EVENT_INSERTED', position: 13n });
    log = [...whole];
    replace(3, { bytes: whole[7]?.bytes ?? Buffer.of() });
    replace(7, { bytes: whole[3]?.bytes ?? Buffer.of() });
    expect(await verdict()).toMatchObject({ code: 'EVENT_CHANGED', position: 9n });
  });

  it('finds an event rewritten together with its leaf hash, between the checkpoints around it', async () => {
    for (const events of [4, 4, 4]) await recorded(events);
    const rewritten = Buffer.from('rewritten');
    replace(6, { bytes: rewritten });
    rewriteLeaf(6, rewritten);
    expect(await verdict()).toMatchObject({ code: 'ROOT_DIFFERS', position: 12n }); // the second checkpoint begins there
  });

  it('tells a changed tree file from a changed log', async () => {
    await recorded(6);
    rewriteLeaf(2, Buffer.from('other'));
    expect(await verdict()).toMatchObject({ code: 'TREE_CHANGED', position: 6n });
  });

  it('does not believe a rewritten history that is signed by another key', async () => {
    await recorded(6);
    const forger = noteSigner('interlock/demo/police', new Uint8Array(32).fill(9));
    replace(2, { bytes: Buffer.from('rewritten') });
    await (await follow({ rebuild: true, signer: forger })).stop();
    expect(await verdict()).toMatchObject({ ok: false, code: 'CHECKPOINT_FORGED' });
  });

  it('holds the log to its checkpoints where the tree file is gone, and says how far it looked', async () => {
    await recorded(6);
    happen(2);
    expect(await verdict()).toMatchObject({ ok: true, size: 8, compared: 6, signed: 6 });
    rmSync(file);
    expect(await verdict()).toMatchObject({ ok: true, size: 8, compared: 0, signed: 6 });
    const [, second] = log;
    replace(1, { bytes: Buffer.from('rewritten') });
    expect(await verdict()).toMatchObject({ code: 'ROOT_DIFFERS', position: 0n });
    if (second) log[1] = second;
    log = log.slice(0, 5);
    expect(await verdict()).toMatchObject({ code: 'EVENT_MISSING', position: 13n });
    expect(await verifyLog(log)).toMatchObject({ ok: true, size: 5, compared: 0, signed: 0 });
  });

  it('does not accept checkpoints that go backwards', async () => {
    await recorded(3);
    const notes = readFileSync(`${file}.checkpoints`, 'utf8');
    writeFileSync(`${file}.checkpoints`, notes + notes);
    expect(await verdict()).toMatchObject({ code: 'CHECKPOINT_FORGED' });
  });
});
