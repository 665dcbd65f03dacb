import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type EventStore } from '@interlock/kernel';
import { type SqliteStores } from '../sqlite/sqlite-stores.ts';
import { verifySqliteLog } from '../sqlite/verify-log.ts';
import { type KillAppend, nameOf, writesOf } from './kill-appends.ts';
import { type KillLedger, foldLog, makeLedger } from './kill-ledger.ts';

export interface KillCampaign {
  readonly stores: SqliteStores;
  readonly path: string;
  readonly kills: number;
  readonly callers: number;
  /** Chooses the moments; the same seed chooses the same ones, the machine does the rest. */
  readonly seed: number;
  readonly progress?: (kills: number) => void;
}

export interface KillReport {
  readonly kills: number;
  /** Kills that hit appends begun and not yet acknowledged. */
  readonly hitInFlight: number;
  readonly acknowledgedAppends: number;
  /** Not acknowledged when the process died, yet found stored: the gap between commit and acknowledgement was hit. */
  readonly storedUnacknowledged: number;
  /** Of those in flight that were not stored, each was appended again and taken. */
  readonly appendedAgain: number;
  readonly events: number;
  /** Empty when every promise was kept. */
  readonly broken: readonly string[];
}

/** Longest time between a child's first acknowledgement and its end. */
const WRITING_MS_MAX = 25;
const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
const KILL_CHILD = fileURLToPath(new URL(`./kill-child.${EXTENSION}`, import.meta.url));
const STORE_CHILD = fileURLToPath(new URL(`./store-child.${EXTENSION}`, import.meta.url));

interface Round {
  readonly begun: ReadonlyMap<string, KillAppend>;
  readonly acknowledged: ReadonlyMap<string, { readonly head: number; readonly position: bigint }>;
}

/**
 * Kills a writing process again and again at moments it does not know, opens what it left behind, and holds it against what
 * the dead process had said: nothing acknowledged may be missing, no append stored in part, no revision skipped, no id twice.
 * What was in flight is then appended again, with the same ids and expectations: stored once, whichever way it had gone.
 */
export async function runKillCampaign(campaign: KillCampaign): Promise<KillReport> {
  const random = seeded(campaign.seed);
  const ledger = makeLedger();
  const broken: string[] = [];
  let hitInFlight = 0;
  let acknowledgedAppends = 0;
  let storedUnacknowledged = 0;
  let appendedAgain = 0;
  await warmUp(campaign.path);
  for (let round = 1; round <= campaign.kills; round += 1) {
    const heard = await killOne(campaign, round, random() * WRITING_MS_MAX);
    const inFlight = [...heard.begun].filter(([name]) => !heard.acknowledged.has(name));
    if (inFlight.length > 0) hitInFlight += 1;
    acknowledgedAppends += heard.acknowledged.size;
    const store = await campaign.stores.open(campaign.path);
    try {
      broken.push(...(await foldLog(store, ledger)), ...missing(heard, ledger));
      const stored = inFlight.filter(([name]) => ledger.appends.has(name)).length;
      storedUnacknowledged += stored;
      appendedAgain += inFlight.length - stored;
      broken.push(...(await appendAgain(store, inFlight, ledger)));
      broken.push(...(await foldLog(store, ledger)));
    } finally {
      await store.close();
    }
    campaign.progress?.(round);
  }
  const verified = verifySqliteLog(campaign.path);
  if (!verified.sound) broken.push(`the file is damaged: ${verified.reason}`);
  else if (verified.events !== ledger.ids.size) broken.push(`${verified.events} events in the file, ${ledger.ids.size} were seen`);
  return { kills: campaign.kills, hitInFlight, acknowledgedAppends, storedUnacknowledged, appendedAgain, events: ledger.ids.size, broken };
}

/** What was in flight, with the same ids and expectations: a repetition exactly where it had been stored. */
async function appendAgain(
  store: EventStore,
  inFlight: readonly (readonly [string, KillAppend])[],
  ledger: KillLedger,
): Promise<readonly string[]> {
  const outcomes = inFlight.map(async ([name, append]) => {
    const { deduplicated } = await store.append(writesOf(append));
    return deduplicated === ledger.appends.has(name)
      ? []
      : [`${name}: appended again it was ${deduplicated ? '' : 'not '}taken for a repetition`];
  });
  return (await Promise.all(outcomes)).flat();
}

/** A child of its own: nothing of a test runner, and modules compiled once for all of them. */
function startChild(path: string, program: string, ...args: readonly string[]): ChildProcessByStdio<null, Readable, null> {
  const env = { ...process.env, NODE_COMPILE_CACHE: `${path}-compiled` };
  return spawn(process.execPath, ['--conditions=@interlock/source', program, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Makes the log, and what later children start faster from. */
async function warmUp(path: string): Promise<void> {
  const child = startChild(path, STORE_CHILD, 'open', path);
  child.stdout.resume();
  await once(child, 'close');
}

/** Starts a child, lets it write for a while after its first acknowledgement, kills it and gives what it had said. */
async function killOne({ path, callers }: KillCampaign, round: number, afterMs: number): Promise<Round> {
  const child = startChild(path, KILL_CHILD, path, String(round), String(callers));
  const closed = once(child, 'close');
  let said = '';
  let armed = false;
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    said += text;
    if (armed || !said.includes('done')) return;
    armed = true;
    setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  await closed;
  if (child.signalCode !== 'SIGKILL') throw new Error(`The child ended by itself (${child.exitCode}) in round ${round}`);
  return readRound(said, round);
}

/** The last line may be cut: then its step had not begun. */
function readRound(said: string, round: number): Round {
  const begun = new Map<string, KillAppend>();
  const acknowledged = new Map<string, { readonly head: number; readonly position: bigint }>();
  for (const line of said.split('\n').slice(0, -1)) {
    const [step, caller, number, head, position] = line.split(' ');
    const append = { round, caller: Number(caller), number: Number(number), head: Number(head) };
    if (step === 'begin') begun.set(nameOf(append), append);
    else acknowledged.set(nameOf(append), { head: Number(head), position: BigInt(position ?? -1) });
  }
  return { begun, acknowledged };
}

function missing({ acknowledged }: Round, ledger: KillLedger): readonly string[] {
  return [...acknowledged].flatMap(([name, { head, position }]) => {
    const stored = ledger.appends.get(name);
    if (!stored) return [`${name}: acknowledged at ${position} and lost`];
    const told = stored.ownHead === head && stored.position === position;
    return told ? [] : [`${name}: acknowledged at ${position} as revision ${head}, stored at ${stored.position} as ${stored.ownHead}`];
  });
}

/** mulberry32: small and the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
