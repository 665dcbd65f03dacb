import { type Actor, type Node } from '@interlock/kernel';
import { readRegister } from '@interlock/office';
import { EXIT, Fault, openDataFolder, rosterOf, systemClock } from '@interlock/hosting';
import { openEmbeddedCity } from '../embedded/embedded-city.ts';
import { openOutside } from '../demo/outside-world.ts';
import { cityFiles, ofStoppedCity } from './city-files.ts';
import { parkedFacts } from './parked.ts';

export interface ParkedChoice {
  readonly dataDir: string;
  /** Whole event id, or its beginning where that is unambiguous. */
  readonly eventId: string;
  /** Staff number of whoever does it: it is recorded. */
  readonly person: string;
}

/** Tries a parked fact, and what waits behind it, again. Opens the stopped city for it; answers how many were processed. */
export function redriveParked(choice: ParkedChoice): Promise<number> {
  return withPolicy(choice, (policy, eventId, actor) => policy.redrive(eventId, actor));
}

/** Leaves a parked fact for good, with the reason: a recorded act. */
export function skipParked(choice: ParkedChoice & { readonly reason: string }): Promise<boolean> {
  return withPolicy(choice, (policy, eventId, actor) => policy.skip(eventId, choice.reason, actor));
}

type Policy = ReturnType<Node['policies']>[number];

async function withPolicy<Result>(
  { dataDir, eventId, person }: ParkedChoice,
  work: (policy: Policy, eventId: string, actor: Actor) => Promise<Result>,
): Promise<Result> {
  cityFiles(dataDir);
  const found = (await parkedFacts(dataDir)).filter((one) => one.eventId.startsWith(eventId));
  const [fact] = found;
  if (!fact || found.length > 1) throw notOne(eventId, found.length);
  const register = readRegister();
  const folder = ofStoppedCity(() =>
    openDataFolder(
      dataDir,
      rosterOf(register.members).map(({ code }) => code),
    ),
  );
  const outside = openOutside(folder, systemClock);
  try {
    const city = await openEmbeddedCity({ folder, register, clock: systemClock, outside, report: () => undefined });
    try {
      const policy = city
        .get(fact.node)
        ?.policies()
        .find(({ name }) => name === fact.policy);
      if (!policy) throw new Error(`${fact.node} has no policy ${fact.policy}`);
      const result = await work(policy, fact.eventId, { kind: 'person', member: 'police', person, role: 'lead', unit: 'city-centre' });
      await city.settled();
      return result;
    } finally {
      await city.stop();
    }
  } finally {
    outside.close();
    folder.lock.release();
  }
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
