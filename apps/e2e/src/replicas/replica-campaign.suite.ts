import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openKurrentStores, openLogSnapshot } from '@interlock/adapters';
import { rosterOf } from '@interlock/hosting';
import { playAgainst } from '@interlock/interlock';
import { type EventStore, type Instant, type Recorded, history } from '@interlock/kernel';
import { readRegister } from '@interlock/office';
import { policeNode } from '@interlock/police';
import { type Scenario, type StoryResult, diceOf } from '@interlock/simulator';
import { brokenBy } from '../simulation/broken.ts';
import { checkDeadlines } from '../simulation/deadlines.ts';
import { checkOnce } from '../simulation/once.ts';
import { comparable } from '../stories/comparable.suite.ts';
import { type PoliceReplicas, startPoliceReplicas } from './police-replicas.suite.ts';

export interface ReplicaCampaign {
  readonly result: StoryResult;
  readonly kills: number;
  /** Longest time between two acts of the story, machine time. */
  readonly longestActMs: number;
  /** From a kill until another process in its place took requests. */
  readonly longestAwayMs: number;
  /** How many requests of the story each process was given. */
  readonly given: readonly number[];
  /** Empty when every promise was kept. */
  readonly broken: readonly string[];
}

/** While what follows an act is at work. */
const INTO_THE_ACT_MS = 30;

/**
 * Plays a story while the two processes of the police are killed in turn, in the midst of what follows an act: at most so many times, as
 * often as there are acts. Whoever was killed is back before the other one is killed.
 */
export async function runReplicaCampaign(options: {
  readonly scenario: Scenario;
  readonly data: string;
  readonly kills: number;
  readonly seed: number;
}): Promise<ReplicaCampaign> {
  const { scenario, data } = options;
  const replicas = await startPoliceReplicas(data);
  const dice = diceOf(options.seed);
  let [kills, longestActMs, longestAwayMs, lastAct] = [0, 0, 0, performance.now()];
  let killing: Promise<void> = Promise.resolve();
  let endedAt = scenario.startsAt;
  const killNext = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, dice.between(0, INTO_THE_ACT_MS)));
    const began = performance.now();
    await replicas.kill(kills);
    kills += 1;
    longestAwayMs = Math.max(longestAwayMs, performance.now() - began);
  };
  try {
    const result = await playAgainst({
      ...{ scenario, file: `${scenario.name}.yaml`, city: { url: replicas.city.url }, progress: () => undefined },
      async onAct(_act, story) {
        endedAt = story.city.now();
        const now = performance.now();
        longestActMs = Math.max(longestActMs, now - lastAct);
        await killing;
        lastAct = performance.now();
        if (kills >= options.kills) return;
        killing = killNext();
        // Whoever awaits it hears of it; nobody else does before.
        killing.catch(() => undefined);
      },
    });
    await killing;
    const given = [...replicas.balancer.given.values()];
    const broken = [...(await brokenIn(replicas, { data, endedAt })), ...viewsApart(replicas)];
    return { result, kills, longestActMs: Math.round(longestActMs), longestAwayMs: Math.round(longestAwayMs), given, broken };
  } finally {
    const ended = await replicas.stop();
    if (ended.leftOver.length > 0) throw new Error(`Left over: ${ended.leftOver.join(', ')}`);
  }
}

/**
 * What two plays of the story must say alike. A bank whose own deadline is the same moment as the police’s hears of theirs before or after it, and
 * notes one event more or less: its count depends on who is faster.
 */
export function toldAlike(result: StoryResult): unknown {
  const { events, ...document } = comparable(result);
  return { ...document, events: Object.entries(events).filter(([kind]) => kind !== 'bank') };
}

/** A view per process, made of the same log; the killed ones went on from what was in their files. */
function viewsApart({ folders }: PoliceReplicas): readonly string[] {
  const [one, two] = folders.map(rowsIn);
  return one === two && (one ?? '').length > 1_000 ? [] : ['the views of the two processes differ'];
}

function rowsIn(folder: string): string {
  const views = readdirSync(join(folder, 'police')).filter((name) => /^views\..+\.sqlite$/.test(name));
  return views
    .flatMap((name) => {
      const db = new DatabaseSync(join(folder, 'police', name), { readOnly: true });
      try {
        const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'police_%' ORDER BY name").all();
        return tables.map(({ name: table }) => JSON.stringify([table, db.prepare(`SELECT * FROM "${String(table)}" ORDER BY key`).all()]));
      } finally {
        db.close();
      }
    })
    .join('\n');
}

/**
 * After the story, as the logs tell it: every fact is received once and in its order, whatever the police were told to do is done once, each of
 * their deadlines recorded once, whichever process it was that did it, and a subject has one key.
 */
async function brokenIn(
  { store: url, keys }: PoliceReplicas,
  { data, endedAt }: { readonly data: string; readonly endedAt: Instant },
): Promise<readonly string[]> {
  const stores = openKurrentStores({ url });
  try {
    const police = await stores.open('police');
    const others = rosterOf(readRegister().members).flatMap(({ code }) => (code === 'police' ? [] : [code]));
    const apart: string[] = [];
    for (const other of others) apart.push(...(await lanesApart(police, other, join(data, other, 'log.sqlite'))));
    const twice = brokenInLog(await readLog(police), endedAt);
    return [...apart, ...twice, ...keysTwice(readFileSync(join(keys, 'police', 'keys.jsonl'), 'utf8'))];
  } finally {
    await stores.close();
  }
}

async function readLog(store: EventStore): Promise<readonly Recorded[]> {
  const log: Recorded[] = [];
  for await (const { recorded } of history(store, store.head())) log.push(recorded);
  return log;
}

function brokenInLog(log: readonly Recorded[], endedAt: Instant): readonly string[] {
  return [
    ...(log.some(({ type }) => type === 'StopOrdered') ? [] : ['the police’s log tells of no order']),
    ...brokenBy(() => {
      checkOnce('police', log);
    }),
    ...brokenBy(() => {
      checkDeadlines('police', policeNode.timers, log, endedAt);
    }),
  ];
}

async function lanesApart(police: EventStore, other: string, path: string): Promise<readonly string[]> {
  const snapshot = openLogSnapshot(path);
  try {
    const [told, taken] = [await idsIn(police, `lane-${other}`), await idsIn(snapshot, 'received-police')];
    const [heard, said] = [await idsIn(police, `received-${other}`), await idsIn(snapshot, 'lane-police')];
    return [
      ...(told === taken ? [] : [`police → ${other} differs at its ends`]),
      ...(heard === said ? [] : [`${other} → police differs at its ends`]),
    ];
  } finally {
    snapshot.close();
  }
}

async function idsIn(log: Pick<EventStore, 'readStream'>, stream: string): Promise<string> {
  return (await log.readStream(stream)).events.map(({ id, revision }) => `${String(revision)} ${id}`).join('\n');
}

function keysTwice(file: string): readonly string[] {
  const subjects = [...file.matchAll(/"subject":"([^"]+)"/g)].map(([, subject]) => subject);
  return subjects.length > 0 && new Set(subjects).size === subjects.length ? [] : [`${String(subjects.length)} keys, some for one subject`];
}
