import { openLogSnapshot } from '@interlock/adapters';
import { EXIT, Fault, systemClock } from '@interlock/hosting';
import { type BackfilledLane, type UntoldFacts, backfillLane, untoldFacts } from '@interlock/kernel';
import { DEFINITIONS } from '../embedded/definitions.ts';
import { entryNamed, withStoppedLog } from './city-files.ts';
import { chosen } from './lanes.ts';

export interface BackfillChoice {
  readonly dataDir: string;
  /** `police.case-ended.v1`. */
  readonly contract: string;
  readonly from: string;
  readonly to: string;
  /** Why, on record beside the lane; no personal data. */
  readonly reason: string;
  /** Staff number of whoever does it: it is recorded. */
  readonly person: string;
}

/** What would be told later; the city may be running, and nothing of it is changed. */
export async function planBackfill(choice: BackfillChoice): Promise<UntoldFacts> {
  const { files, streams } = partsOf(choice);
  const store = openLogSnapshot(files.folder.log(choice.from));
  try {
    return told(choice, await untoldFacts({ ...laneOf(choice), store, streams }));
  } finally {
    store.close();
  }
}

/** Tells what was never told on the lane of a stopped node: a recorded act in its log, page by page; begun again, it goes on where it ended. */
export async function backfillCityLane(choice: BackfillChoice): Promise<UntoldFacts> {
  const { files, actor, streams } = partsOf(choice);
  const { reason } = choice;
  return withStoppedLog(files, choice.from, async (store) =>
    told(choice, await backfillLane({ ...laneOf(choice), store, streams, clock: systemClock, actor, reason })),
  );
}

function laneOf({ contract, from, to }: BackfillChoice) {
  return { contract, lane: { from, to } };
}

function partsOf(choice: BackfillChoice) {
  const { files, actor } = chosen(choice);
  const { contract, from } = choice;
  const kind = entryNamed(files, from)?.kind;
  if (!kind || ![from, kind].some((publisher) => contract.startsWith(`${publisher}.`)))
    throw new Fault({
      code: 'CONTRACT_NOT_OWN',
      what: `${from} does not tell ${contract}`,
      why: `a node tells contracts of its own: ${kind ?? from}.….v1`,
      how: 'see `libs/contracts` for those that there are',
      exit: EXIT.usage,
    });
  return { files, actor, streams: DEFINITIONS[kind].streams };
}

function told({ contract, from, to }: BackfillChoice, done: BackfilledLane): UntoldFacts {
  if (done.ok) return done;
  throw new Fault({
    code: done.code,
    what: `Nothing can be told on ${from} → ${to} yet`,
    why: `${from} has not opened this lane: ${contract} would have no number`,
    how: `start ${from} once, then do this`,
    exit: EXIT.conflict,
  });
}
