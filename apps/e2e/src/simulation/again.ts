import { type CommandAnswer, type EventStore, canonicalText } from '@interlock/kernel';
import { Broken } from './broken.ts';
import { type SimulatedCity, must } from './city.ts';
import { checkViews } from './invariants.ts';
import { type Playground } from './played.ts';

/** Whoever sends a command again that was answered with something recorded gets that answer again, and nothing is written. */
export async function checkRepeats(city: SimulatedCity, played: Playground): Promise<void> {
  for (const { node, command, answer } of [...played.answered]) {
    if (answer.position === undefined) continue;
    const { log } = must(city.members.get(node), node).disk;
    const before = log.head();
    const again = await played.send(node, command);
    const where = `${node} ${command.name} ${command.commandId}`;
    if (textOf(again) !== textOf(answer))
      throw new Broken('no acknowledged command is lost', `${where}: ${textOf(again)}, first ${textOf(answer)}`);
    if (log.head() !== before) throw new Broken('a command that is sent again writes nothing', where);
  }
}

/** All but whether it is a repetition, however its fields are ordered. */
function textOf(answer: CommandAnswer): string {
  const plain: unknown = JSON.parse(
    JSON.stringify(answer, (name, value: unknown) => (name === 'repeated' ? undefined : typeof value === 'bigint' ? String(value) : value)),
  );
  return canonicalText(plain);
}

/** Nodes that have forgotten their views and where their policies and effects stood do everything again, and nothing new comes of it. */
export async function checkRerun(city: SimulatedCity, played: Playground): Promise<void> {
  for (const member of city.members.values()) await member.stop();
  const before = headsOf(city);
  for (const { disk } of city.members.values()) {
    disk.views.forget();
    disk.log = withoutPlaces(disk.log);
  }
  city.heal();
  city.start();
  await played.quiet();
  for (const [code, head] of headsOf(city)) {
    const known = before.get(code) ?? head;
    if (known === head) continue;
    const { disk } = must(city.members.get(code), code);
    const [fresh] = (await disk.log.readAll({ after: known, limit: 1 })).events;
    throw new Broken('policies that run again dispatch nothing new', `${code}: ${String(fresh?.type)} in ${String(fresh?.stream)}`);
  }
  await checkViews(city);
}

function headsOf({ members }: SimulatedCity): ReadonlyMap<string, bigint> {
  return new Map([...members.values()].map(({ code, disk }) => [code, disk.log.head()]));
}

/** A log without the streams in which policies and effects keep their places, now and later. */
function withoutPlaces(log: EventStore): EventStore {
  const isPlace = (stream: string): boolean => /^(?:policy|effect)-/.test(stream);
  return {
    ...log,
    readStream: (stream, options) => (isPlace(stream) ? Promise.resolve({ events: [], head: -1 }) : log.readStream(stream, options)),
    append(writes) {
      if (!writes.every(({ stream }) => isPlace(stream))) return log.append(writes);
      const answered = writes.map(({ stream, events }) => ({ stream, firstRevision: 0, lastRevision: events.length - 1 }));
      return Promise.resolve({ position: log.head(), writes: answered, deduplicated: false });
    },
  };
}
