import { describe, expect, it } from '@jest/globals';
import { type Decider, type Instant, type NodeDefinition, type Stream, accept, idOf, instant, plusMs, timers, to } from '@interlock/kernel';
import { type HouseParts, houseNode, makeParts, startHouses } from './two-houses.suite.ts';

type AlarmCommand =
  { readonly type: 'SetAlarm'; readonly dueAt: Instant; readonly at: Instant } | { readonly type: 'Ring'; readonly at: Instant };
type AlarmEvent = { readonly type: 'AlarmSet'; readonly dueAt: Instant } | { readonly type: 'Rang' };

/** What was set rings once; between settings it stays silent. */
const decider: Decider<AlarmCommand, { readonly isSet: boolean; readonly rings: number }, AlarmEvent, { readonly type: 'Broken' }> = {
  initial: { isSet: false, rings: 0 },
  decide(command, { isSet }) {
    if (command.type === 'SetAlarm') return accept<AlarmEvent>({ type: 'AlarmSet', dueAt: command.dueAt });
    return isSet ? accept<AlarmEvent>({ type: 'Rang' }) : accept();
  },
  evolve: ({ rings }, event) => (event.type === 'AlarmSet' ? { isSet: true, rings } : { isSet: false, rings: rings + 1 }),
};
const alarm: Stream<AlarmCommand, { readonly isSet: boolean; readonly rings: number }, AlarmEvent, { readonly type: 'Broken' }> = {
  category: 'alarm',
  decider,
};
const ring = timers<AlarmEvent>({
  name: 'house_ring',
  on: ['AlarmSet'],
  changes: (event) =>
    event.type === 'AlarmSet' ? [{ set: 'bedroom', dueAt: event.dueAt, then: to(alarm, 'bedroom', { type: 'Ring' }) }] : [],
});
const definition: NodeDefinition = { ...houseNode, streams: [...houseNode.streams, alarm], timers: [ring] };
const DUE_AT = instant('2026-03-01T00:01:00.000Z');

async function start(parts: HouseParts) {
  const houses = await startHouses(parts, definition);
  const north = houses.node('north');
  return {
    ...{ houses, north },
    async set(about: string, dueAt: Instant) {
      await north.context.handle(alarm, {
        commandId: idOf('set', about),
        key: 'bedroom',
        command: { type: 'SetAlarm', dueAt },
        actor: { kind: 'person', member: 'north', person: 'p-1', role: 'clerk', unit: 'desk' },
        body: { dueAt },
      });
      await houses.settled();
    },
    async fire() {
      const fired = await north.timers.fireDue();
      await houses.settled();
      return fired;
    },
    rings: async () => (await north.context.load(alarm, 'bedroom')).state.rings,
  };
}

describe('a deadline that is set again', () => {
  it('for the moment at which it fired before, fires once more and is over', async () => {
    const parts = makeParts(['north']);
    const { houses, north, set, fire, rings } = await start(parts);
    await set('first', DUE_AT);
    parts.clock.advance(60_000);
    expect([await fire(), await rings()]).toEqual([1, 1]);
    await set('again', DUE_AT);
    expect([await fire(), await rings()]).toEqual([1, 2]);
    expect(north.timers.nextDue()).toBeUndefined();
    expect(await fire()).toBe(0);
    await houses.stop();
  });

  it('before it fired, fires once, at the moment that was named last', async () => {
    const parts = makeParts(['north']);
    const { houses, north, set, fire, rings } = await start(parts);
    await set('first', DUE_AT);
    await set('same', DUE_AT);
    await set('later', plusMs(DUE_AT, 1));
    parts.clock.advance(60_000);
    expect(await fire()).toBe(0);
    parts.clock.advance(1);
    expect([await fire(), await rings()]).toEqual([1, 1]);
    expect(north.timers.nextDue()).toBeUndefined();
    await houses.stop();
  });

  it('is known as fired from a log whose firings were named by id and moment alone', async () => {
    const parts = makeParts(['north']);
    const first = await start(parts);
    await first.set('first', DUE_AT);
    parts.clock.advance(60_000);
    await first.north.context.handle(alarm, {
      commandId: idOf('timer', 'house_ring', 'bedroom', DUE_AT),
      key: 'bedroom',
      command: { type: 'Ring' },
      actor: { kind: 'timer', name: 'house_ring' },
      body: { type: 'Ring' },
    });
    await first.houses.settled();
    expect([await first.fire(), await first.rings()]).toEqual([0, 1]);
    await first.set('again', DUE_AT);
    expect([await first.fire(), await first.rings()]).toEqual([1, 2]);
    expect(first.north.timers.nextDue()).toBeUndefined();
    await first.houses.stop();
  });
});
