import { type Lane } from '@interlock/kernel';
import { Broken } from './broken.ts';
import { type SimulatedCity, must } from './city.ts';
import { type SimulatedMember } from './member.ts';

/** What must be so at any moment, whatever is under way. */
export interface LaneWatch {
  look(): Promise<void>;
  lookAt(lane: Lane): Promise<void>;
}

export function watchLanes(city: SimulatedCity): LaneWatch {
  const seen = new Map<string, number>();
  const lookAt = async ({ from, to }: Lane): Promise<void> => {
    const name = `${from} → ${to}`;
    const [source, recipient] = [must(city.members.get(from), from), must(city.members.get(to), to)];
    const received = await checkReceived(name, { source, recipient, after: seen.get(name) ?? 0 });
    seen.set(name, received);
    await checkWatermark(name, { source, recipient, received });
    await checkBreaks(name, { source, recipient });
  };
  return {
    lookAt,
    async look() {
      for (const lane of city.lanes) await lookAt(lane);
      checkTroubles(city);
    },
  };
}

interface Ends {
  readonly source: SimulatedMember;
  readonly recipient: SimulatedMember;
}

/** What is received is what was told, under its number. Answers how many facts it is. */
export async function checkReceived(name: string, { source, recipient, after }: Ends & { readonly after: number }): Promise<number> {
  const received = (await recipient.disk.log.readStream(`received-${source.code}`, { from: after })).events;
  if (received.length === 0) return after;
  const told = (await source.disk.log.readStream(`lane-${recipient.code}`, { from: after, limit: received.length })).events;
  for (const [place, fact] of received.entries()) {
    if (fact.id === told[place]?.id) continue;
    throw new Broken('what is received is what was told, under its number', `${name}: number ${String(after + place)}`);
  }
  return after + received.length;
}

/** A watermark that the recipient counts promises that everything up to it has come. */
async function checkWatermark(name: string, { source, recipient, received }: Ends & { readonly received: number }): Promise<void> {
  const watermark = recipient.now()?.lanes.watermark(source.code);
  if (!watermark) return;
  const [next] = (await source.disk.log.readStream(`lane-${recipient.code}`, { from: received, limit: 1 })).events;
  if (next && next.position <= BigInt(watermark.position))
    throw new Broken('a watermark promises only what has come', `${name}: number ${String(received)} is missing`);
}

/** A gap that its source could not fill at once is none: it is filled later. */
const BREAKS = new Set(['LaneForked', 'LaneBehind', 'LaneHalted']);

/** Nobody has put an old log back: then no end of a lane has anything to say against the other. */
export async function checkBreaks(name: string, { source, recipient }: Ends): Promise<void> {
  const ends = [
    { log: source.disk.log, stream: `forked-${recipient.code}` },
    { log: recipient.disk.log, stream: `fork-${source.code}` },
  ];
  for (const { log, stream } of ends) {
    const broken = (await log.readStream(stream)).events.find(({ type }) => BREAKS.has(type));
    if (broken) throw new Broken('no lane breaks', `${name}: ${broken.type} is recorded in ${stream}`);
  }
}

/** Code that threw what no weather throws. */
function checkTroubles({ troubles }: SimulatedCity): void {
  const unexpected = troubles.find(({ code }) => code === undefined || code === 'UNEXPECTED' || code === 'LANE_EPOCH_REFUSED');
  if (unexpected)
    throw new Broken('nothing fails but what the weather breaks', `${unexpected.node} ${unexpected.consumer}: ${unexpected.message}`);
}
