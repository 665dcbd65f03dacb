import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isSealed, type Sealed } from '@interlock/kernel';
import { keyLock } from './key-lock.file.ts';
import { type NodeKeyStore, openKeyStore } from './key-store.ts';
import { createDurably, createSecrets, readSecret } from './secret.file.ts';

const KILLS = Number(process.env['INTERLOCK_KEY_KILLS'] ?? '4');
const PROCESSES = 3;
const SUBJECTS_A_ROUND = 40;
let folder: string;
let file: string;
const children = new Set<ChildProcess>();
const opened: NodeKeyStore[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-shared-keys-'));
  file = join(folder, 'keys.jsonl');
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  for (const keys of opened.splice(0)) keys.close();
  rmSync(folder, { recursive: true });
});

/** Another process’s store, as far as the file can tell. */
function police(): NodeKeyStore {
  const keys = openKeyStore({ node: 'police', file, masterKey: new Uint8Array(32) });
  opened.push(keys);
  return keys;
}

/** Seals, opens and destroys what it is told to; its secrets are made by whichever process comes first. */
const program = (): string => `
  import { createInterface } from 'node:readline';
  import { createKeyFile, openKeyStore, readOrCreateSecret } from '${new URL('./index.ts', import.meta.url).href}';
  const at = { node: 'police', file: ${JSON.stringify(file)}, masterKey: readOrCreateSecret(${JSON.stringify(join(folder, 'master.key'))}) };
  await createKeyFile(at);
  const keys = openKeyStore(at);
  const say = (told) => process.stdout.write(JSON.stringify(told) + '\\n');
  const acts = {
    seal: (subjects) => Promise.all(subjects.map(async (subject) => say({ subject, sealed: await keys.seal(subject, 'c-1', 'name', subject) }))),
    open: async (all) => {
      const codes = await Promise.all(all.map(({ sealed }) => keys.open(sealed)));
      say({ codes: codes.map((one) => (one.ok ? one.clear : one.code)) });
    },
    destroy: (key) => keys.destroy(key),
  };
  say({ fingerprint: keys.fingerprint });
  for await (const line of createInterface({ input: process.stdin })) {
    const { act, told } = JSON.parse(line);
    await acts[act](told);
    say({ done: act });
  }
`;

interface Envelope {
  readonly subject: string;
  readonly sealed: Sealed;
}

interface Replica {
  readonly fingerprint: string;
  /** What it has sealed since this was asked last. */
  sealed(): readonly Envelope[];
  /** What it says until it is done, or dies. */
  ask(act: string, told: unknown): Promise<readonly Readonly<Record<string, unknown>>[]>;
  kill(): Promise<void>;
}

async function startReplica(): Promise<Replica> {
  const child = spawn(process.execPath, ['--conditions=@interlock/source', '--no-warnings', '--input-type=module', '-e', program()], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: import.meta.dirname,
  });
  children.add(child);
  child.stdin.on('error', () => undefined); // it was killed
  const gone = once(child, 'exit');
  const sealed: Envelope[] = [];
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hear = async (): Promise<Readonly<Record<string, unknown>> | undefined> => {
    const { value, done } = await lines.next();
    const said = done === true ? undefined : readJson(value);
    if (typeof said?.['subject'] === 'string' && isSealed(said['sealed']))
      sealed.push({ subject: said['subject'], sealed: said['sealed'] });
    return said;
  };
  const first = await hear();
  return {
    fingerprint: String(first?.['fingerprint']),
    sealed: () => sealed.splice(0),
    async ask(act, told) {
      child.stdin.write(`${JSON.stringify({ act, told })}\n`);
      const all: Readonly<Record<string, unknown>>[] = [];
      for (let said = await hear(); said && said['done'] === undefined; said = await hear()) all.push(said);
      return all;
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
      children.delete(child);
    },
  };
}

/** The last line of a killed process may be half a line. */
function readJson(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- printed by the program above
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

const openedBy = async (replica: Replica, all: readonly Envelope[]): Promise<unknown> => (await replica.ask('open', all))[0]?.['codes'];

describe('a key file that several processes have open, one of them killed again and again', () => {
  it(`has one key for a subject, which opens everywhere; destroyed once, it is everywhere (${String(KILLS)} kills)`, async () => {
    const replicas = await Promise.all(Array.from({ length: PROCESSES }, startReplica));
    expect(new Set(replicas.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    const all: Envelope[] = [];
    const destroyed = new Set<string>();
    for (let round = 0; round < KILLS; round += 1) {
      const subjects = Array.from({ length: SUBJECTS_A_ROUND }, (_, index) => `p1.${String(round)}-${String(index)}`);
      const victim = round % PROCESSES;
      const sealing = replicas.map((replica, index) => replica.ask('seal', index % 2 === 0 ? subjects : subjects.toReversed()));
      await new Promise((resolve) => setTimeout(resolve, (round * 3) % 11));
      await replicas[victim]?.kill();
      await Promise.all(sealing);
      for (const replica of replicas) all.push(...replica.sealed());
      replicas[victim] = await startReplica();
      // Destroyed by one, refused by all, at once.
      const gone = all.findLast(({ sealed }) => !destroyed.has(sealed.key));
      if (!gone) continue;
      await replicas[(victim + 1) % PROCESSES]?.ask('destroy', gone.sealed.key);
      destroyed.add(gone.sealed.key);
      for (const replica of replicas) expect(await openedBy(replica, [gone])).toEqual(['KEY_DESTROYED']);
    }
    const keysOf = Map.groupBy(all, ({ subject }) => subject);
    expect([...keysOf].filter(([, envelopes]) => new Set(envelopes.map(({ sealed }) => sealed.key)).size !== 1)).toEqual([]);
    expect(keysOf.size).toBe(KILLS * SUBJECTS_A_ROUND);
    const expected = all.map(({ subject, sealed }) => (destroyed.has(sealed.key) ? 'KEY_DESTROYED' : subject));
    for (const replica of replicas) expect(await openedBy(replica, all)).toEqual(expected);
  }, 120_000);
});

describe('two processes with one key file', () => {
  it('use a key that either made, and refuse what either destroyed, without being opened again', async () => {
    const [one, two] = [police(), police()];
    const sealed = await one.seal('p1.victim', 'c-1', 'name', '王小明');
    expect(await two.open(sealed)).toEqual({ ok: true, clear: '王小明' });
    expect((await two.seal('p1.victim', 'c-2', 'name', '王小明')).key).toBe(sealed.key);
    expect(two.keyOf('p1.victim')).toBe(sealed.key);
    await two.destroy(sealed.key);
    const keyId = sealed.key.slice('police/'.length);
    expect(await one.open(sealed)).toEqual({ ok: false, code: 'KEY_DESTROYED' });
    expect(await one.exportKey(keyId)).toBeUndefined();
    expect(one.stateOf(keyId)).toBe('destroyed');
    expect(one.keyOf('p1.victim')).toBeUndefined();
    await one.destroy(sealed.key);
    const next = await one.seal('p1.victim', 'c-3', 'name', '王小明');
    expect(next.key).not.toBe(sealed.key);
    expect(await two.open(next)).toEqual({ ok: true, clear: '王小明' });
    expect(readFileSync(file, 'latin1').match(/"type":"destroyed"/g)).toHaveLength(1);
  });

  it('make one key for a subject that both seal for at once', async () => {
    const [one, two] = [police(), police()];
    const sealed = await Promise.all(
      Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? one : two).seal('p1.victim', `c-${String(n)}`, 'name', 'x')),
    );
    expect(new Set(sealed.map(({ key }) => key)).size).toBe(1);
    expect(readFileSync(file, 'latin1').split('\n')).toHaveLength(3); // owner, key, end
  });

  it('take a line that the other is writing for no damage, and what a dead one left for no line', async () => {
    const [one, two] = [police(), police()];
    const first = await one.seal('p1.first', 'c-1', 'name', 'first');
    const whole = readFileSync(file, 'latin1');
    const half = whole.slice(whole.indexOf('\n') + 1, -20);
    appendFileSync(file, half);
    expect(await two.open(first)).toEqual({ ok: true, clear: 'first' });
    const second = await two.seal('p1.second', 'c-2', 'name', 'second');
    expect(readFileSync(file, 'latin1').startsWith(`${whole}{"box"`)).toBe(true);
    expect(readFileSync(file, 'latin1').split('\n')).toHaveLength(4); // owner, two keys, end: nothing of the half
    expect(await one.open(second)).toEqual({ ok: true, clear: 'second' });
    for (const sealed of [first, second]) expect(await police().open(sealed)).toMatchObject({ ok: true });
  });

  it('leave a line alone that another is writing while they are opened', async () => {
    const one = police();
    const first = await one.seal('p1.first', 'c-1', 'name', 'first');
    const writer = keyLock(`${file}.lock`);
    await writer.during(async () => {
      appendFileSync(file, '{"box":"half');
      expect(await police().open(first)).toEqual({ ok: true, clear: 'first' });
      expect(readFileSync(file, 'latin1').endsWith('{"box":"half')).toBe(true);
    });
    writer.close();
    police();
    expect(readFileSync(file, 'latin1').endsWith('"}\n')).toBe(true);
  });

  it('say so when the file was put back under them', async () => {
    const one = police();
    const before = readFileSync(file);
    const sealed = await one.seal('p1.first', 'c-1', 'name', 'first');
    await one.open(sealed);
    writeFileSync(file, before);
    await expect(one.open(sealed)).rejects.toThrow(expect.objectContaining({ code: 'KEYS_DAMAGED' }));
  });
});

describe('secrets that several processes make at once', () => {
  it('are those of the first, and nothing else is left there', async () => {
    const secret = join(folder, 'master.key');
    const [one, two] = await Promise.all([1, 2].map(async () => createSecrets([secret]).then(() => readSecret(secret))));
    expect(one).toEqual(two);
    createDurably(secret, new Uint8Array(32));
    expect(readSecret(secret)).toEqual(one);
    expect(readdirSync(folder)).toEqual(['master.key']);
  });
});
