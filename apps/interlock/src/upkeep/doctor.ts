import { statSync, statfsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type LogSnapshot } from '@interlock/adapters';
import { decodeEvent, streamName, toMs, undoneEffects } from '@interlock/kernel';
import {
  type DataFolder,
  hears,
  type Holder,
  holderNow,
  type LaneStand,
  laneStands,
  READ_WHOLE_BYTES,
  type RosterEntry,
  type Setting,
  settingNames,
  settingProblems,
  settingsTable,
  tells,
  type Versions,
  versionsNow,
} from '@interlock/hosting';
import { DEFINITIONS } from '../embedded/definitions.ts';
import { type CityFiles, cityFiles, withSnapshots } from './city-files.ts';
import { type Finding } from './finding.ts';
import { type ProcessHealth, type ProcessPlace, askProcesses } from './processes/ask-processes.ts';
import { findingsOfFacts } from './findings-of-facts.ts';
import { findingsOfKeys } from './findings-of-keys.ts';
import { findingsOfLanes } from './findings-of-lanes.ts';
import { parkedIn } from './parked.ts';
import { verifyCity } from './verify.ts';

const MEGABYTE = 1_048_576;

interface NodeHealth {
  readonly node: string;
  readonly kind: string;
  readonly storeId: string;
  readonly events: number;
  readonly bytes: number;
  /** Events that its slowest view has not taken in. */
  readonly viewsBehind: number;
  readonly parked: number;
  /** Lanes that it tells and hears, and how many facts of the former are not received yet. */
  readonly tells: number;
  readonly hears: number;
  readonly untold: number;
}

export interface Diagnosis {
  readonly versions: Versions;
  readonly settings: readonly Setting[];
  readonly data: string;
  /** The process that runs the city now. */
  readonly running: Holder | undefined;
  readonly nodes: readonly NodeHealth[];
  /** Those that were asked. */
  readonly processes: readonly ProcessHealth[];
  readonly findings: readonly Finding[];
  /** What was not looked at, and how to look at it. */
  readonly notes: readonly string[];
}

/**
 * Configuration, versions and the health of a city, running or not: what lies in its folder, and what each of its processes says of itself.
 * Changes nothing.
 */
export async function diagnose(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
  places: readonly ProcessPlace[] = [],
): Promise<Diagnosis> {
  const keys = env['INTERLOCK_KEYS'];
  const files = cityFiles(dataDir, keys);
  const running = holderNow(files.folder.path);
  const asking = askProcesses(withHolders(files, running, places));
  const verified = await verifyCity(dataDir, { keys, largestBytes: VERIFY_BYTES_MAX });
  const damaged = verified.flatMap(({ node, finding }) =>
    finding
      ? [
          {
            code: finding.code,
            about: node,
            message: finding.message,
            todo: 'keep the folder for evidence; put the node back with `interlock restore --node`',
          },
        ]
      : [],
  );
  const unreadable = new Set(verified.filter(({ ok }) => !ok).map(({ node }) => node));
  const readable = { ...files, roster: files.roster.filter(({ code }) => !unreadable.has(code)) };
  const { nodes, findings } = await withSnapshots(readable, async (logs) => ({
    nodes: await healthOfAll(readable, logs),
    findings: [
      ...(await findingsOfLanes(readable, logs)),
      ...(await findingsOfLogs(logs)),
      ...(await findingsOfFacts(readable, logs, VERIFY_BYTES_MAX)),
      ...(await findingsOfEffects(readable, logs, Date.now())),
    ],
  }));
  const { processes, findings: told } = await asking;
  const found = [...damaged, ...findingsOfKeys(files), ...findings, ...behind(nodes)];
  return {
    ...{ versions: versionsNow(), settings: settingsFor(files.folder, env), data: files.folder.path, running, nodes, processes },
    notes: [...notesOn(nodes), ...notBegun(files), ...notHere(files)],
    findings: [...found, ...told.filter((one) => !isSaid(one, found)), ...findingsOfMachine(files.folder, env)],
  };
}

/** Whoever holds the folder, or one of its nodes, says in it where he is reached: also one that nobody named. */
function withHolders({ folder, roster }: CityFiles, running: Holder | undefined, places: readonly ProcessPlace[]): readonly ProcessPlace[] {
  const known = new Map(places.map((place) => [place.url ?? place.name, place]));
  const holders = [['city', running] as const, ...roster.map(({ code }) => [code, holderNow(folder.node(code))] as const)];
  for (const [name, holder] of holders)
    if (holder?.url !== undefined && !known.has(holder.url)) known.set(holder.url, { name, url: holder.url });
  return [...known.values()];
}

/** What a process says of its log stands in the log, with more words. */
function isSaid({ code, about }: Finding, found: readonly Finding[]): boolean {
  return found.some((one) => one.code === code && one.about === about);
}

/** As they hold for this folder, whichever the environment names. */
function settingsFor({ path }: DataFolder, env: Readonly<Record<string, string | undefined>>): readonly Setting[] {
  return settingsTable(settingNames(), env).map((setting) =>
    setting.name === 'INTERLOCK_DATA' && resolve(setting.value) !== path ? { ...setting, value: path, from: 'command line' } : setting,
  );
}

/** Larger logs are left to `interlock verify`, which shows how far it is. */
const VERIFY_BYTES_MAX = 64 * MEGABYTE;

function notesOn(nodes: readonly NodeHealth[]): readonly string[] {
  return nodes.flatMap(({ node, bytes }) => {
    if (bytes <= READ_WHOLE_BYTES) return [];
    const here = bytes > VERIFY_BYTES_MAX ? `it is not read here (over ${String(VERIFY_BYTES_MAX / MEGABYTE)} MB), and ` : '';
    const size = `${String(Math.ceil(bytes / MEGABYTE))} MB`;
    return [
      `the log of ${node} has ${size}: ${here}a start looks at the end only of logs over ${String(READ_WHOLE_BYTES / MEGABYTE)} MB; \`interlock verify\` reads all of it`,
    ];
  });
}

function notBegun({ notBegun: nodes }: CityFiles): readonly string[] {
  return nodes.length === 0 ? [] : [`not begun: ${nodes.join(', ')}; start the city, and it begins them`];
}

function notHere({ onServer }: CityFiles): readonly string[] {
  return onServer.map((node) => `the log of ${node} is no file here, only its keys were looked at: ask its processes (--at)`);
}

const FREE_BYTES_MIN = 256 * MEGABYTE;
/** A view that nothing concerned moves its checkpoint every 10,000 events only. */
const BEHIND_EVENTS_MAX = 11_000;

async function healthOfAll(files: CityFiles, logs: ReadonlyMap<string, LogSnapshot>): Promise<readonly NodeHealth[]> {
  const stands = await laneStands(files.roster, (code) => logs.get(code));
  return Promise.all(files.roster.map((entry) => healthOf(files, entry, { stands, log: logs.get(entry.code) })));
}

async function healthOf(
  { folder, roster }: CityFiles,
  entry: RosterEntry,
  { stands, log }: { readonly stands: readonly LaneStand[]; readonly log: LogSnapshot | undefined },
): Promise<NodeHealth> {
  const { code, kind } = entry;
  if (!log) throw new Error(`No log of ${code} is open`);
  const untold = stands.reduce((sum, stand) => (stand.from === code ? sum + untoldOn(stand) : sum), 0);
  return {
    ...{ node: code, kind, storeId: log.storeId },
    events: Number(log.head()) + 1,
    bytes: statSync(folder.log(code)).size,
    viewsBehind: viewsBehind(folder.views(code), log.head()),
    parked: (await parkedIn(log)).length,
    ...{ tells: tells(entry, roster).length, hears: hears(entry, roster).length, untold },
  };
}

/** Of an epoch that the recipient has not begun, all of it is untold: what it lacks of the one before is told again there. */
function untoldOn({ epoch, heldEpoch, toldThrough, receivedThrough }: LaneStand): number {
  if (epoch === heldEpoch) return Math.max(0, toldThrough - receivedThrough);
  return epoch > heldEpoch ? toldThrough + 1 : 0;
}

/** The most advanced view tells how far the node has come; places of lanes lie in the same table. */
function viewsBehind(file: string, head: bigint): number {
  if (!statSync(file, { throwIfNoEntry: false })) return Number(head) + 1;
  const db = new DatabaseSync(file, { readOnly: true, timeout: 1_000 });
  try {
    const row = db.prepare("SELECT max(checkpoint) AS checkpoint FROM sys_views WHERE name NOT LIKE 'lane%'").get();
    const checkpoint = row?.['checkpoint'];
    return Number(head) - (typeof checkpoint === 'number' ? checkpoint : -1);
  } catch {
    return Number(head) + 1; // no table yet: they are folded at the next start
  } finally {
    db.close();
  }
}

async function findingsOfLogs(logs: ReadonlyMap<string, LogSnapshot>): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const [node, log] of logs) {
    for (const { policy, eventId, reason } of await parkedIn(log))
      found.push({
        ...{ code: 'FACT_PARKED', about: node, message: `${policy} could not process ${eventId}: ${reason}` },
        todo: '`interlock parked redrive` once the cause is gone, or `interlock parked skip` with a reason',
      });
    const { events } = await log.readStream(streamName('clock', node), { direction: 'backwards', limit: 1 });
    const last = events[0] && decodeEvent(events[0]);
    if (last?.type === 'ClockJumped')
      found.push({
        ...{
          code: 'CLOCK_JUMPED',
          about: node,
          message: `the clock jumped at ${last.recordedAt}; deadlines were not recorded from then on`,
        },
        todo: 'set the machine’s clock right; recording goes on after a minute of agreement',
      });
  }
  return found;
}

/** An outside may take its time before anybody looks at it. */
const UNDONE_MS_MAX = 60_000;

/** One finding for each effect and node; the streams are named by their pseudonyms, as everywhere. */
async function findingsOfEffects(
  { roster }: CityFiles,
  logs: ReadonlyMap<string, LogSnapshot>,
  nowMs: number,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const { code, kind } of roster) {
    const log = logs.get(code);
    for (const { name } of log ? DEFINITIONS[kind].effects : []) {
      const undone = log ? await undoneEffects(log, [name]) : [];
      const late = undone.filter(({ askedAt }) => nowMs - toMs(askedAt) > UNDONE_MS_MAX);
      const [first] = late;
      if (!first) continue;
      const others = late.length === 1 ? '' : ` and ${String(late.length - 1)} more`;
      found.push({
        ...{ code: 'EFFECT_UNDONE', about: code },
        message: `${name} has not been done for ${first.stream} since ${first.askedAt}${others}`,
        todo: 'it is tried again and again while the city runs, the log of the process says with what error: see to what is outside, or to the key that is missing',
      });
    }
  }
  return found;
}

function behind(nodes: readonly NodeHealth[]): readonly Finding[] {
  return nodes
    .filter(({ viewsBehind: count }) => count > BEHIND_EVENTS_MAX)
    .map(({ node, viewsBehind: count }) => ({
      ...{ code: 'VIEWS_BEHIND', about: node, message: `views are ${String(count)} events behind the log` },
      todo: 'they catch up when the city runs; if they do not, `interlock rebuild`',
    }));
}

function findingsOfMachine(folder: DataFolder, env: Readonly<Record<string, string | undefined>>): readonly Finding[] {
  const { bavail, bsize } = statfsSync(folder.path);
  const wrong = settingProblems(settingNames(), env).map((message) => ({
    code: 'CONFIGURATION',
    about: 'environment',
    message,
    todo: 'correct the environment',
  }));
  if (bavail * bsize >= FREE_BYTES_MIN) return wrong;
  const message = `${String(Math.floor((bavail * bsize) / MEGABYTE))} MB are left on the disk of ${folder.path}`;
  return [
    ...wrong,
    { code: 'DISK_ALMOST_FULL', about: 'disk', message, todo: 'make room: a full disk refuses what is sent, and nothing is lost' },
  ];
}
