import { makeMemoryEventStore } from '@interlock/adapters';
import { type EventStore, encodeEvent, idOf, instant } from '@interlock/kernel';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { laneBreaks, laneStands } from './lane-breaks.ts';
import { type RosterEntry } from '../roster.ts';

const ROSTER: readonly RosterEntry[] = [
  { code: 'police', member: 'police', kind: 'police' },
  { code: 'city', member: 'city', kind: 'city' },
];

let logs: { readonly police: EventStore; readonly city: EventStore };
beforeEach(() => {
  logs = { police: makeMemoryEventStore(), city: makeMemoryEventStore() };
});

type Event = readonly [type: string, data?: Readonly<Record<string, unknown>>, id?: string];

async function write(code: 'police' | 'city', stream: string, ...events: readonly Event[]): Promise<void> {
  const { head } = await logs[code].readStream(stream, { direction: 'backwards', limit: 1 });
  const envelopes = events.map(([type, data = {}, id = type]) =>
    encodeEvent({
      ...{ id: idOf(id, type), type, schemaVersion: 1, stream, data },
      meta: { actor: { kind: 'lane', name: 'police' } },
      recordedAt: instant('2026-11-22T04:00:00.000Z'),
    }),
  );
  await logs[code].append([{ stream, expected: head === -1 ? 'no-stream' : head, events: envelopes }]);
}

const logOf = (code: string): EventStore | undefined => (code === 'police' || code === 'city' ? logs[code] : undefined);
const kinds = async () => (await laneBreaks(ROSTER, logOf)).map(({ broken }) => broken);

const OPENED: Event = ['police.lane-opened.v1', { epoch: 1 }];
const [A, B, C] = ['a', 'b', 'c'].map((id): Event => ['police.case-reported.v1', { caseId: id }, id]);
if (!A || !B || !C) throw new Error('Three facts');

describe('the two ends of a lane', () => {
  it('fit while the recipient holds what the source told, or the first part of it', async () => {
    await write('police', 'lane-city', OPENED, A, B);
    expect(await laneStands(ROSTER, logOf)).toEqual([
      { from: 'police', to: 'city', epoch: 1, toldThrough: 2, heldEpoch: 1, receivedThrough: -1 },
    ]);
    await write('city', 'received-police', OPENED, A);
    expect(await kinds()).toEqual([]);
  });

  it('break where the source has lost facts, an epoch, or told others since', async () => {
    await write('police', 'lane-city', OPENED, A);
    await write('city', 'received-police', OPENED, A, B);
    expect(await kinds()).toEqual(['behind']);
    await write('police', 'lane-city', C);
    expect(await kinds()).toEqual(['forked']);
    await write('city', 'received-police.e2', ['police.lane-opened.v1', { epoch: 2, after: 2 }, 'second']);
    expect(await kinds()).toEqual(['behind']);
  });

  it('are broken by a fork on record until the lane is opened again', async () => {
    await write('police', 'lane-city', OPENED, A);
    await write('city', 'received-police', OPENED, A);
    await write('city', 'fork-police', ['LaneForked', { epoch: 1, number: 1 }]);
    expect(await kinds()).toEqual(['forked']);
    await write('police', 'lane-city.e2', ['police.lane-opened.v1', { epoch: 2, after: 1 }, 'second'], B);
    expect(await kinds()).toEqual([]);
    await write('city', 'received-police.e2', ['police.lane-opened.v1', { epoch: 2, after: 1 }, 'second'], B);
    expect(await kinds()).toEqual([]);
  });

  it('do not go on where the new epoch begins elsewhere than the recipient stands', async () => {
    await write('police', 'lane-city', OPENED, A, B);
    await write('police', 'lane-city.e2', ['police.lane-opened.v1', { epoch: 2, after: 2 }, 'second']);
    expect(await kinds()).toEqual(['epoch-refused']);
    await write('city', 'received-police', OPENED, A);
    expect(await kinds()).toEqual(['epoch-refused']);
    await write('city', 'received-police', B);
    expect(await kinds()).toEqual([]);
  });

  it('are halted by a fact that is not the source’s to tell, until the recipient takes it', async () => {
    await write('police', 'lane-city', OPENED, A);
    await write('city', 'received-police', OPENED);
    await write('police', 'forked-city', ['LaneHalted', { epoch: 1, code: 'LANE_FACT_REFUSED', number: 1 }]);
    expect(await kinds()).toEqual(['fact-refused']);
    await write('city', 'received-police', A);
    expect(await kinds()).toEqual([]);
  });
});
