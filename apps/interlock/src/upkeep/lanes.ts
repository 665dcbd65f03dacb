import { openLogSnapshot } from '@interlock/adapters';
import { type PersonActor, type ReopenedLane, START, reopenLane } from '@interlock/kernel';
import { readRegister } from '@interlock/office';
import { EXIT, Fault, type LaneStand, laneStands, rosterOf, systemClock, tells } from '@interlock/hosting';
import { type CityFiles, cityFiles, entryNamed, withSnapshots, withStoppedLog } from './city-files.ts';
import { type PeerPlace, withRecipient } from './lane-recipient.ts';

/** Every lane of a city, running or not, as its two ends stand. */
export function cityLanes(dataDir: string): Promise<readonly LaneStand[]> {
  const files = cityFiles(dataDir);
  return withSnapshots(files, (logs) => laneStands(files.roster, (code) => logs.get(code)));
}

export interface ReopenChoice {
  readonly dataDir: string;
  readonly from: string;
  readonly to: string;
  /** Why, on record on the lane; no personal data. */
  readonly reason: string;
  /** Staff number of whoever does it: it is recorded. */
  readonly person: string;
  /** Where the recipient is asked if its log is not in the folder. */
  readonly peer: PeerPlace;
}

export type Reopened = Extract<ReopenedLane, { readonly ok: true }>;

/** What reopening would do; the city may be running, and nothing of it is changed. */
export async function planReopening(choice: ReopenChoice): Promise<Reopened> {
  const { files, actor } = chosen(choice);
  const store = openLogSnapshot(files.folder.log(choice.from));
  try {
    const unwritten = { readStream: store.readStream, append: () => Promise.resolve({ position: START, writes: [], deduplicated: false }) };
    const asked = await withRecipient(files, choice, (peer) => reopenLane({ ...wishOf(choice, actor), store: unwritten, peer }));
    return await reopened(choice, asked);
  } finally {
    store.close();
  }
}

/**
 * Opens a lane of a stopped node again that was put back from an older backup: fetches back what the recipient holds, and begins a new epoch. A recorded act in the source’s log, which is signed when it is done; no other log is changed.
 */
export async function reopenCityLane(choice: ReopenChoice): Promise<Reopened> {
  const { files, actor } = chosen(choice);
  return withRecipient(files, choice, (peer) =>
    withStoppedLog(files, choice.from, async (store) => reopened(choice, await reopenLane({ ...wishOf(choice, actor), store, peer }))),
  );
}

function wishOf({ from, to, reason }: ReopenChoice, actor: PersonActor) {
  return { lane: { from, to }, clock: systemClock, actor, reason };
}

/** The lane’s files, and who acts as its source. */
export function chosen({ dataDir, from, to, person }: Omit<ReopenChoice, 'reason' | 'peer'>): {
  readonly files: CityFiles;
  readonly actor: PersonActor;
} {
  const files = cityFiles(dataDir);
  const source = entryNamed(files, from);
  if (!source || !tells(source, rosterOf(readRegister().members)).includes(to))
    throw new Fault({
      code: 'LANE_UNKNOWN',
      what: `There is no lane ${from} → ${to} in this city`,
      why: source ? `${from} tells ${to} nothing` : `no log of ${from} lies in the folder`,
      how: 'see `interlock lanes` for those that are there',
      exit: EXIT.notFound,
    });
  return { files, actor: { kind: 'person', member: source.member, person, role: 'lead', unit: 'city-centre' } };
}

async function reopened({ dataDir, from, to }: ReopenChoice, done: ReopenedLane): Promise<Reopened> {
  if (done.ok) return done;
  const stand = (await cityLanes(dataDir)).find((lane) => lane.from === from && lane.to === to);
  const isBroken = stand?.broken !== undefined;
  throw new Fault({
    code: done.code,
    what: `Lane ${from} → ${to} is not opened again`,
    why: isBroken
      ? `what halts it is no loss of its source's log (${stand.broken}): a new epoch would not mend it`
      : 'both ends mean the same: what is missing at the recipient is sent as ever',
    how: isBroken ? 'see `interlock doctor` for what to do' : 'nothing; start the city',
    exit: EXIT.conflict,
  });
}
