import { makeUndoableViews } from '@interlock/adapters';
import { type EventStore, type Recorded, foldViews, foldedViewsOf, history } from '@interlock/kernel';
import { type StopInterval, type World } from '@interlock/simulator';
import { Broken } from './broken.ts';
import { type SimulatedCity, must } from './city.ts';
import { checkDeadlines } from './deadlines.ts';
import { checkBreaks, checkReceived } from './lane-watch.ts';
import { checkActedOnce, checkAllDone, checkOnce } from './once.ts';

/** What must be so once everything has settled. */
export async function checkQuiet(city: SimulatedCity, world: World, now: string): Promise<void> {
  await checkAllBrought(city);
  const logs = new Map<string, readonly Recorded[]>();
  for (const { code, disk } of city.members.values()) logs.set(code, await readLog(disk.log));
  for (const [code, log] of logs) {
    checkOnce(code, log);
    const { timers, effects } = city.madeOf(code);
    checkDeadlines(code, timers, log, now);
    checkAllDone(code, effects, log);
  }
  checkOutside(city, world, logs);
  // Last: what is wrong in a log says more than the view that shows it.
  await checkViews(city);
}

/** Lanes from their first fact on, settled or not. Answers how many facts each of them has brought. */
export async function checkLanes(city: SimulatedCity): Promise<ReadonlyMap<string, number>> {
  const brought = new Map<string, number>();
  for (const { from, to } of city.lanes) {
    const name = `${from} → ${to}`;
    const [source, recipient] = [must(city.members.get(from), from), must(city.members.get(to), to)];
    await checkBreaks(name, { source, recipient });
    brought.set(name, await checkReceived(name, { source, recipient, after: 0 }));
  }
  return brought;
}

async function checkAllBrought(city: SimulatedCity): Promise<void> {
  const brought = await checkLanes(city);
  for (const { from, to } of city.lanes) {
    const received = brought.get(`${from} → ${to}`) ?? 0;
    const { head } = await must(city.members.get(from), from).disk.log.readStream(`lane-${to}`, { direction: 'backwards', limit: 1 });
    if (head + 1 !== received)
      throw new Broken('all that is told is received', `${from} → ${to}: ${String(head + 1)} told, ${String(received)} received`);
  }
}

/** Rows are what a fresh fold of the log gives. */
export async function checkViews(city: SimulatedCity): Promise<void> {
  for (const { code, disk } of city.members.values()) {
    const folded = foldedViewsOf(city.madeOf(code));
    const fresh = makeUndoableViews();
    await foldViews({ store: disk.log, views: fresh, folded, through: disk.log.head() });
    for (const { view } of folded) {
      const [standing, wanted] = [[...disk.views.dump(view)], [...fresh.dump(view)]];
      const differs = wanted.find((row, place) => row !== standing[place]) ?? standing[wanted.length];
      if (differs !== undefined) throw new Broken('views equal a fresh fold of the log', `${code} ${view.name}: ${differs}`);
    }
  }
}

async function readLog(log: EventStore): Promise<readonly Recorded[]> {
  const entries: Recorded[] = [];
  for await (const { recorded } of history(log, log.head())) entries.push(recorded);
  return entries;
}

/** The core systems did only what was asked, once; and no two stops hold one account at once. */
function checkOutside(city: SimulatedCity, world: World, logs: ReadonlyMap<string, readonly Recorded[]>): void {
  checkActedOnce(
    [...logs].map(([code, log]) => ({ effects: city.madeOf(code).effects, log })),
    world.journal().entries,
  );
  const stops = world.history().stops;
  for (const [place, one] of stops.entries())
    for (const other of stops.slice(place + 1))
      if (one.account === other.account && one.from < endOf(other) && other.from < endOf(one))
        throw new Broken('no account is stopped twice at once', `${one.account} by ${one.key} and ${other.key}`);
}

function endOf({ until, endedAt }: StopInterval): string {
  return endedAt !== undefined && endedAt < until ? endedAt : until;
}
