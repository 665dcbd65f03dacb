import { describe, expect, it } from '@jest/globals';
import { type Instant } from '@interlock/kernel';
import { type Phase, createAgenda } from './agenda.ts';
import { createVirtualClock } from './virtual-clock.ts';

const NOON: Instant = '2021-03-22T04:00:00.000Z';
const LATER: Instant = '2021-03-22T04:01:00.000Z';
const LATEST: Instant = '2021-03-22T04:02:00.000Z';

describe('a virtual clock', () => {
  it('stands still until it is moved, and wakes in the order of the moments', () => {
    const clock = createVirtualClock(NOON);
    const woken: string[] = [];
    clock.wakeAt(LATEST, () => woken.push(`latest at ${clock.now()}`));
    clock.wakeAt(LATER, () => {
      woken.push(`later at ${clock.now()}`);
      clock.wakeAt(LATEST, () => woken.push('asked while waking'));
    });
    const cancel = clock.wakeAt(LATER, () => woken.push('cancelled'));
    cancel();
    expect(clock.nextWake()).toBe(LATER);
    clock.advanceTo(LATEST);
    expect(woken).toEqual([`later at ${LATER}`, `latest at ${LATEST}`, 'asked while waking']);
    expect([clock.now(), clock.monotonicMs(), clock.nextWake()]).toEqual([LATEST, 120_000, undefined]);
    expect(() => {
      clock.advanceTo(NOON);
    }).toThrow(RangeError);
  });

  it('wakes for a moment already past, once there is a way to cancel it', async () => {
    const clock = createVirtualClock(LATER);
    const woken: string[] = [];
    clock.wakeAt(NOON, () => woken.push('past'));
    clock.wakeAt(NOON, () => woken.push('cancelled'))();
    expect(woken).toEqual([]);
    await Promise.resolve();
    expect(woken).toEqual(['past']);
  });
});

describe('an agenda', () => {
  it('takes by instant, then movements, own holds, bank answers, officers’ acts, then as they came about', () => {
    const agenda = createAgenda<string>();
    const add = (at: Instant, phase: Phase, act: string): void => {
      agenda.add({ at, phase, act });
    };
    add(LATER, 'movement', 'later');
    add(NOON, 'officer', 'first officer');
    add(NOON, 'officer', 'second officer');
    add(NOON, 'bank-answer', 'answer');
    add(NOON, 'movement', 'first movement');
    add(NOON, 'own-hold', 'hold');
    add(NOON, 'movement', 'second movement');
    const order: string[] = [];
    for (let planned = agenda.take(); planned; planned = agenda.take()) {
      order.push(planned.act);
      if (planned.act === 'first officer') add(NOON, 'bank-answer', 'answer to the first officer');
    }
    expect(order).toEqual([
      'first movement',
      'second movement',
      'hold',
      'answer',
      'first officer',
      'answer to the first officer',
      'second officer',
      'later',
    ]);
  });

  it('drops what need not be done any more', () => {
    const agenda = createAgenda<string>();
    for (const act of ['a', 'b', 'a']) agenda.add({ at: NOON, phase: 'movement', act });
    expect(agenda.drop(({ act }) => act === 'a')).toBe(2);
    expect([agenda.size, agenda.next()?.act]).toEqual([1, 'b']);
  });
});
