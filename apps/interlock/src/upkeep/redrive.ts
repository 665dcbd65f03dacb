import { makeInProcessExchange, makeMemoryViews } from '@interlock/adapters';
import { EXIT, Fault, NO_REFERENCES, type OpenNodeFolders, type RosterEntry, rosterOf, systemClock, tells } from '@interlock/hosting';
import { type Actor, type EventStore, type Node, startNode } from '@interlock/kernel';
import { readRegister } from '@interlock/office';
import { openKeyStore, readSecret } from '@interlock/trust';
import { DEFINITIONS } from '../embedded/definitions.ts';
import { cityFiles, entryNamed, withStoppedLog } from './city-files.ts';
import { parkedFacts } from './parked.ts';

export interface ParkedChoice {
  readonly dataDir: string;
  /** Whole event id, or its beginning where that is unambiguous. */
  readonly eventId: string;
  /** Staff number of whoever does it: it is recorded. */
  readonly person: string;
}

/** Tries a parked fact, and what waits behind it, again. Its node is stopped meanwhile; answers how many were processed. */
export function redriveParked(choice: ParkedChoice): Promise<number> {
  return withPolicy(choice, (policy, eventId, actor) => policy.redrive(eventId, actor));
}

/** Leaves a parked fact for good, with the reason: a recorded act. */
export function skipParked(choice: ParkedChoice & { readonly reason: string }): Promise<boolean> {
  return withPolicy(choice, (policy, eventId, actor) => policy.skip(eventId, choice.reason, actor));
}

type Policy = ReturnType<Node['policies']>[number];

/** The node alone and of it the policy alone: nothing else of it acts meanwhile, and what it tells leaves at its next start. */
async function withPolicy<Result>(
  { dataDir, eventId, person }: ParkedChoice,
  work: (policy: Policy, eventId: string, actor: Actor) => Promise<Result>,
): Promise<Result> {
  const files = cityFiles(dataDir);
  const found = (await parkedFacts(dataDir)).filter((one) => one.eventId.startsWith(eventId));
  const [fact] = found;
  if (!fact || found.length > 1) throw notOne(eventId, found.length);
  const entry = entryNamed(files, fact.node);
  if (!entry) throw new Error(`No log of ${fact.node} is open`);
  return withStoppedLog(files, fact.node, async (store, folder) => {
    const node = await startAlone(entry, { store, folder, policy: fact.policy });
    try {
      const [policy] = node.policies();
      if (!policy) throw new Error(`${fact.node} has no policy ${fact.policy}`);
      return await work(policy, fact.eventId, { kind: 'person', member: entry.member, person, role: 'lead', unit: 'city-centre' });
    } finally {
      await node.stop();
    }
  });
}

async function startAlone(
  entry: RosterEntry,
  { store, folder, policy }: { readonly store: EventStore; readonly folder: OpenNodeFolders; readonly policy: string },
): Promise<Node> {
  const { code, member, kind } = entry;
  const { members, units } = readRegister();
  const roster = rosterOf(members);
  const definition = DEFINITIONS[kind];
  const keys = openKeyStore({
    ...{ node: code, file: folder.keys(code), masterKey: readSecret(folder.masterKey(code)) },
    fetchKey: () => Promise.reject(new Error('No other node is asked while this one is stopped')),
  });
  const node = await startNode<unknown>({
    // A policy turns no number into a reference: facts carry them.
    ...{ code, member, store, keys, references: NO_REFERENCES, clock: systemClock, ports: undefined },
    definition: {
      ...{ kind, streams: definition.streams, receives: definition.receives, commands: [], queries: [] },
      ...{ views: [], memories: [], effects: [], timers: [] },
      policies: definition.policies.filter(({ name }) => name === policy),
    },
    views: makeMemoryViews(),
    // Nobody takes what is sent here: it stays on its lane.
    exchange: makeInProcessExchange(),
    source: { fetch: () => Promise.resolve([]) },
    tells: tells(entry, roster),
    hears: [],
    peers: new Map(roster.map((peer) => [peer.code, peer.kind])),
    units: new Map(units.map((unit) => [unit.code, unit.kind])),
    report: () => undefined,
  });
  return {
    ...node,
    async stop() {
      await node.stop();
      keys.close();
    },
  };
}

function notOne(eventId: string, count: number): Fault {
  return new Fault({
    code: count === 0 ? 'NOT_PARKED' : 'AMBIGUOUS',
    what: count === 0 ? `No parked fact ${eventId}` : `${String(count)} parked facts begin with ${eventId}`,
    why: count === 0 ? 'it was processed, skipped, or never parked' : 'the beginning of the id does not tell them apart',
    how: 'see `interlock parked list` and give more of the id',
    exit: EXIT.notFound,
  });
}
