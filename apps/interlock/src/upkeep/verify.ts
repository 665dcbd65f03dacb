import { statSync } from 'node:fs';
import { type LogSnapshot, openLogSnapshot, verifySqliteLog } from '@interlock/adapters';
import { START, compareLane, decodeEvent } from '@interlock/kernel';
import { type LogVerdict, noteVerifier, verifyStoredLog } from '@interlock/trust';
import { type DataFolder, type RosterEntry, tells, verifierKeyOf } from '@interlock/hosting';
import { type CityFiles, cityFiles } from './city-files.ts';

interface LogFinding {
  readonly code: string;
  /** First bad one; unset where the damage has no position (an index, the file’s header). */
  readonly position?: bigint;
  readonly message: string;
}

export interface VerifiedNode {
  readonly node: string;
  readonly ok: boolean;
  readonly events: number;
  /** Hex of the tree’s root over all events. */
  readonly root?: string;
  /** Events whose bytes were held against a recorded leaf, and events under the last signed root. */
  readonly compared: number;
  readonly signed: number;
  readonly finding?: LogFinding;
  /** Set where there is nothing to verify yet: the first start ended before it came to this log. */
  readonly isNotBegun?: true;
}

export interface VerifyOptions {
  readonly deep?: boolean;
  /** Folder of keys that processes share. */
  readonly keys?: string | undefined;
  /** Larger logs are passed over. */
  readonly largestBytes?: number;
  onNode?(node: string, done: number, all: number): void;
}

/** Recomputes every leaf and root of every log. With `deep` also holds the two ends of every lane against each other, fact for fact. */
export async function verifyCity(
  dataDir: string,
  { deep = false, keys, largestBytes = Infinity, onNode = () => undefined }: VerifyOptions = {},
): Promise<readonly VerifiedNode[]> {
  const all = cityFiles(dataDir, keys);
  const files = { ...all, roster: all.roster.filter(({ code }) => statSync(all.folder.log(code)).size <= largestBytes) };
  const verified: VerifiedNode[] = [];
  for (const [index, { code }] of files.roster.entries()) {
    verified.push(await verifyNode(files.folder, code));
    onNode(code, index + 1, files.roster.length);
  }
  verified.push(...all.notBegun.map((node) => ({ node, ok: true, events: 0, compared: 0, signed: 0, isNotBegun: true }) as const));
  verified.push(...all.vanished.map((node) => lost(node, all.folder.log(node))));
  if (!deep || verified.some(({ ok }) => !ok)) return verified;
  return Promise.all(verified.map(async (one) => withLanes(one, files)));
}

function lost(node: string, log: string): VerifiedNode {
  const message = `${log} is gone, and the tree of its hashes tells that it was there`;
  return { node, ok: false, events: 0, compared: 0, signed: 0, finding: { code: 'LOG_MISSING', message } };
}

async function verifyNode(folder: DataFolder, code: string): Promise<VerifiedNode> {
  const bad = (finding: LogFinding): VerifiedNode => ({ node: code, ok: false, events: 0, compared: 0, signed: 0, finding });
  try {
    const file = verifySqliteLog(folder.log(code));
    if (!file.sound) {
      const { firstBadPosition, reason } = file;
      return bad({ code: 'LOG_DAMAGED', message: reason, ...(firstBadPosition !== undefined && { position: firstBadPosition }) });
    }
    const store = openLogSnapshot(folder.log(code));
    try {
      const renamed = await firstRenamed(store);
      if (renamed) return bad(renamed);
      return await verifyTree(folder, code, store);
    } finally {
      store.close();
    }
  } catch (error) {
    return bad({ code: codeOf(error), message: error instanceof Error ? error.message : String(error) });
  }
}

const LATER_SNAPSHOTS = 5;

async function verifyTree(folder: DataFolder, code: string, store: LogSnapshot): Promise<VerifiedNode> {
  const key = verifierKeyOf(folder, code);
  const verify = (): Promise<LogVerdict> =>
    verifyStoredLog({ store, file: folder.tree(code), ...(key !== undefined && { verifier: noteVerifier(key) }) });
  let verdict = await verify();
  // The tree of a running city grows while we read: what it has and the snapshot lacks must be there in a later one.
  for (let turn = 0; !verdict.ok && verdict.code === 'EVENT_MISSING' && turn < LATER_SNAPSHOTS; turn += 1) {
    store.refresh();
    verdict = await verify();
  }
  const events = Number(store.head()) + 1;
  if (!verdict.ok) {
    const { code: fault, position, message } = verdict;
    return { node: code, ok: false, events, compared: 0, signed: 0, finding: { code: fault, position, message } };
  }
  const { compared, signed } = verdict;
  const seen = { node: code, events, root: Buffer.from(verdict.root).toString('hex'), compared, signed };
  // A crash leaves at most some seconds unsigned; a log without any tree has nothing to be held against.
  if (events > 0 && signed === 0)
    return {
      ...seen,
      ok: false,
      finding: { code: 'TREE_MISSING', message: `no signed root of ${code} is there: nobody can tell whether its log was changed` },
    };
  return { ...seen, ok: true };
}

/** Stream and type lie in tables beside the hashed bytes, which name them too. */
async function firstRenamed(store: LogSnapshot): Promise<LogFinding | undefined> {
  for (let after = START, atHead = false; !atHead;) {
    const page = await store.readAll({ after });
    for (const event of page.events) {
      const { stream, type, id } = decodeEvent(event);
      if (stream !== event.stream || type !== event.type || id !== event.id)
        return {
          code: 'EVENT_RENAMED',
          position: event.position,
          message: `The event at position ${String(event.position)} lies under another stream, type or id than its bytes say`,
        };
    }
    ({ atHead, next: after } = page);
  }
  return undefined;
}

/** What a node was told must be what its peer’s log says it told. */
async function withLanes(verified: VerifiedNode, { folder, roster }: CityFiles): Promise<VerifiedNode> {
  const entry = roster.find(({ code }) => code === verified.node);
  if (!entry) return verified;
  for (const to of tells(entry, roster)) {
    const finding = await findingOfLane(folder, entry, to);
    if (finding) return { ...verified, ok: false, finding };
  }
  return verified;
}

async function findingOfLane(folder: DataFolder, { code: from }: RosterEntry, to: string): Promise<LogFinding | undefined> {
  // The recipient first: what it has by now, its source had told before.
  const recipient = openLogSnapshot(folder.log(to));
  const source = openLogSnapshot(folder.log(from));
  try {
    const different = await compareLane({ lane: { from, to }, source, recipient });
    if (!different) return undefined;
    const { code, epoch, number, position } = different;
    const where = `${to} holds fact ${String(number)} of lane ${from} → ${to}${epoch > 1 ? `, epoch ${String(epoch)}` : ''} (its position ${String(position)})`;
    return {
      code,
      position,
      message: `${where}, ${from} ${code === 'LANE_FORKED' ? 'told another' : 'does not have it'}: see \`interlock doctor\` and \`interlock lanes reopen\``,
    };
  } finally {
    source.close();
    recipient.close();
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : 'UNREADABLE';
}
