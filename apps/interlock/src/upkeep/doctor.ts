import { statSync, statfsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { type LogSnapshot } from '@interlock/adapters';
import { decodeEvent, streamName } from '@interlock/kernel';
import { type Holder, holderNow } from '../embedded/data-lock.ts';
import { type DataFolder } from '../embedded/data-folder.ts';
import { laneBreaks } from '../embedded/lane-breaks.ts';
import { hears, type RosterEntry, tells } from '../embedded/roster.ts';
import { type Setting, problemsOf, settingsOf } from '../start/config.ts';
import { type Versions, versionsNow } from '../start/versions.ts';
import { type CityFiles, cityFiles, withSnapshots } from './city-files.ts';
import { parkedIn } from './parked.ts';
import { verifyCity } from './verify.ts';

/** Something that a person should see to. */
export interface Finding {
  readonly code: string;
  readonly about: string;
  readonly message: string;
  readonly todo: string;
}

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
  readonly findings: readonly Finding[];
}

/** Configuration, versions and the health of a city, running or not. Changes nothing. */
export async function diagnose(dataDir: string, env: Readonly<Record<string, string | undefined>>): Promise<Diagnosis> {
  const files = cityFiles(dataDir);
  const running = holderNow(files.folder.path);
  const verified = await verifyCity(dataDir, { largestBytes: VERIFY_BYTES_MAX });
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
  const readable = { folder: files.folder, roster: files.roster.filter(({ code }) => !unreadable.has(code)) };
  const { nodes, findings } = await withSnapshots(readable, async (logs) => ({
    nodes: await Promise.all(readable.roster.map((entry) => healthOf(readable, entry, logs))),
    findings: [...(await findingsOfLanes(readable, logs)), ...(await findingsOfLogs(logs))],
  }));
  return {
    ...{ versions: versionsNow(), settings: settingsOf(env), data: files.folder.path, running, nodes },
    findings: [...damaged, ...findings, ...behind(nodes), ...findingsOfMachine(files.folder, env)],
  };
}

/** Larger logs are left to `interlock verify`, which shows how far it is. */
const VERIFY_BYTES_MAX = 64 * 1_048_576;
const FREE_BYTES_MIN = 256 * 1_048_576;
/** A view that nothing concerned moves its checkpoint every 10,000 events only. */
const BEHIND_EVENTS_MAX = 11_000;

async function healthOf({ folder, roster }: CityFiles, entry: RosterEntry, logs: ReadonlyMap<string, LogSnapshot>): Promise<NodeHealth> {
  const { code, kind } = entry;
  const log = logs.get(code);
  if (!log) throw new Error(`No log of ${code} is open`);
  const recipients = tells(entry, roster);
  const untold = await Promise.all(
    recipients.map(async (to) => {
      const told = await headOf(log, streamName('lane', to));
      const received = logs.get(to);
      return received ? Math.max(0, told - (await headOf(received, streamName('received', code)))) : 0;
    }),
  );
  return {
    ...{ node: code, kind, storeId: log.storeId },
    events: Number(log.head()) + 1,
    bytes: statSync(folder.log(code)).size,
    viewsBehind: viewsBehind(folder.views(code), log.head()),
    parked: (await parkedIn(log)).length,
    ...{ tells: recipients.length, hears: hears(entry, roster).length, untold: untold.reduce((sum, count) => sum + count, 0) },
  };
}

async function headOf(log: LogSnapshot, stream: string): Promise<number> {
  return (await log.readStream(stream, { direction: 'backwards', limit: 1 })).head;
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

async function findingsOfLanes({ roster }: CityFiles, logs: ReadonlyMap<string, LogSnapshot>): Promise<readonly Finding[]> {
  const breaks = await laneBreaks(roster, (code) => logs.get(code));
  return breaks.map(({ from, to, kind, toldThrough, receivedThrough }) =>
    kind === 'behind'
      ? {
          code: 'LOG_OLDER_THAN_TOLD',
          about: from,
          message: `${to} has received facts up to ${String(receivedThrough)} on lane ${from} → ${to}, but the log of ${from} tells only up to ${String(toldThrough)}: it was put back from an older backup`,
          todo: `put back a newer backup of ${from}; what it lacks lies in the log of ${to}. Until then it must not tell anything new on that lane`,
        }
      : {
          code: 'LANE_FORKED',
          about: from,
          message: `lane ${from} → ${to} is halted: ${from} told something else at a number that ${to} had received (it has up to ${String(receivedThrough)})`,
          todo: `put back a newer backup of ${from}; the fork is recorded in the log of ${to}`,
        },
  );
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
  const wrong = problemsOf(env).map((message) => ({
    code: 'CONFIGURATION',
    about: 'environment',
    message,
    todo: 'correct the environment',
  }));
  if (bavail * bsize >= FREE_BYTES_MIN) return wrong;
  const message = `${String(Math.floor((bavail * bsize) / 1_048_576))} MB are left on the disk of ${folder.path}`;
  return [
    ...wrong,
    { code: 'DISK_ALMOST_FULL', about: 'disk', message, todo: 'make room: a full disk refuses what is sent, and nothing is lost' },
  ];
}
