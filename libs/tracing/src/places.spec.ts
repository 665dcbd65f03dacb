import { describe, expect, it } from '@jest/globals';
import { type TraceItem } from './items.ts';
import { uncoveredFen } from './reading.ts';
import { account, booked, carried, freeze, lots, minute, move, ownHold, pay, payBack, places, read, stop } from './story.suite.ts';

const LAPSE = 48 * 60;
const paid = pay('A', { from: 'company', to: 'm1', fen: 1000, at: 0 });
const second = pay('B', { from: 'widow', to: 'm1', fen: 300, at: 1 });

describe('R-136: a case’s loss lies in exactly one of six places', () => {
  it.each([
    [9, { lostFen: 1000, atRiskFen: 1000 }],
    [10, { lostFen: 1000, stoppedFen: 1000 }],
    [10 + LAPSE - 1, { lostFen: 1000, stoppedFen: 1000 }],
    [10 + LAPSE, { lostFen: 1000, atRiskFen: 1000 }],
  ])('stopped from the bank’s answer up to, not including, the end: minute %d', (at, expected) => {
    expect(places(read([paid, stop('m1', { at: 10 })], at), 'A')).toEqual(expected);
  });

  it('stays stopped where a renewal starts as the first stop ends', () => {
    const items = [paid, stop('m1', { at: 10 }), stop('m1', { at: 10 + LAPSE })];
    expect(places(read(items, 10 + LAPSE), 'A')).toEqual({ lostFen: 1000, stoppedFen: 1000 });
  });

  it('is at risk again when the stop is released', () => {
    const released: TraceItem = { type: 'stop-end', id: 'released', stopId: 'stop-m1-10', at: minute(20) };
    const items = [released, paid, stop('m1', { at: 10 })];
    expect(places(read(items, 19), 'A')).toEqual({ lostFen: 1000, stoppedFen: 1000 });
    expect(places(read(items, 20), 'A')).toEqual({ lostFen: 1000, atRiskFen: 1000 });
  });

  it('counts money that arrives on a stopped account as stopped, of whatever case', () => {
    const reading = read([paid, stop('m1', { at: 10 }), pay('B', { from: 'widow', to: 'm1', fen: 300, at: 15 })], 20);
    expect(places(reading, 'B')).toEqual({ lostFen: 300, stoppedFen: 300 });
  });

  it('is in question under a bank’s own hold alone, and stopped under both', () => {
    const ended: TraceItem = { type: 'own-hold-end', id: 'ended', holdId: 'hold-m1', at: minute(9000) };
    const items = [paid, ownHold('m1', 5), stop('m1', { at: 10 }), ended];
    const at = (when: number): unknown => places(read(items, when), 'A');
    expect(at(5)).toEqual({ lostFen: 1000, inQuestionFen: 1000 });
    expect(at(10)).toEqual({ lostFen: 1000, stoppedFen: 1000 });
    expect(at(10 + LAPSE)).toEqual({ lostFen: 1000, inQuestionFen: 1000 });
    expect(at(9000)).toEqual({ lostFen: 1000, atRiskFen: 1000 });
  });

  it.each(['cash-atm', 'pos', 'abroad', 'virtual-currency'] as const)('has escaped by %s', (kind) => {
    const out = booked('out', { from: 'm1', fen: 400, at: 5, kind });
    expect(places(read([paid, out, stop('m1', { at: 10 })], 20), 'A')).toEqual({ lostFen: 1000, escapedFen: 400, stoppedFen: 600 });
  });

  it('is returned when it comes back by itself, and then no longer traced', () => {
    const reading = read([
      paid,
      second,
      move({ from: 'm1', to: 'company', fen: 1200, at: 5 }),
      move({ from: 'company', to: 'shop', fen: 1500, at: 6 }),
    ]);
    expect(places(reading, 'A')).toEqual({ lostFen: 1000, returnedFen: 1000 });
    expect(carried(reading, 'company-shop-6')).toEqual(['B 200']); // the other case's money is still chased there
    expect(reading.movements.find(({ to }) => to === account('company'))?.arrived).toEqual([{ caseId: 'B', fen: 200 }]);
  });

  it('is returned on any account that the case’s victim paid from', () => {
    const items = [paid, pay('A', { from: 'private', to: 'm2', fen: 80, at: 3 }), move({ from: 'm1', to: 'private', fen: 1000, at: 2 })];
    expect(places(read(items), 'A')).toEqual({ lostFen: 1080, returnedFen: 1000, atRiskFen: 80 });
  });

  it('is the sum of the places at every minute', () => {
    const items = [
      paid,
      second,
      move({ from: 'm1', to: 'm2', fen: 700, at: 3 }),
      ownHold('m2', 4),
      move({ from: 'm1', to: 'company', fen: 100, at: 5 }),
      booked('out', { from: 'm1', fen: 50, at: 6, kind: 'pos' }),
      stop('m1', { at: 7 }),
      freeze('A', 'm1', { fen: 120, at: 8 }),
      payBack('A', 'm1', { fen: 60, at: 9 }),
    ];
    for (let at = -1; at < 12; at += 1) {
      for (const { lostFen, ...six } of read(items, at).places.values()) {
        expect(Object.values(six).reduce((sum, fen) => sum + fen, 0)).toBe(lostFen);
      }
    }
    expect(places(read(items, 12), 'A')).toEqual({
      lostFen: 1000,
      inQuestionFen: 700,
      returnedFen: 160,
      escapedFen: 50,
      frozenFen: 60,
      stoppedFen: 30,
    });
  });
});

describe('R-208: a freeze of a sum covers the case’s own lots first, then others’, oldest first', () => {
  it('leaves the rest stopped, and at risk when the stop runs out', () => {
    const items = [paid, stop('m1', { at: 10 }), freeze('A', 'm1', { fen: 600, at: 20 })];
    expect(places(read(items, 19), 'A')).toEqual({ lostFen: 1000, stoppedFen: 1000 });
    expect(places(read(items, 20), 'A')).toEqual({ lostFen: 1000, frozenFen: 600, stoppedFen: 400 });
    expect(places(read(items, 10 + LAPSE), 'A')).toEqual({ lostFen: 1000, frozenFen: 600, atRiskFen: 400 });
  });

  it('covers its own lot although another case’s is older', () => {
    const reading = read([paid, second, freeze('B', 'm1', { fen: 300, at: 20 })]);
    expect(places(reading, 'B')).toEqual({ lostFen: 300, frozenFen: 300 });
    expect(places(reading, 'A')).toEqual({ lostFen: 1000, atRiskFen: 1000 });
  });

  it('covers another case’s lots with what its own do not need', () => {
    const reading = read([paid, second, freeze('B', 'm1', { fen: 500, at: 20 })]);
    expect(places(reading, 'A')).toEqual({ lostFen: 1000, frozenFen: 200, atRiskFen: 800 });
  });

  it('lets uncovered lots move and holds the covered ones back', () => {
    const items = [paid, second, freeze('A', 'm1', { fen: 900, at: 20 }), move({ from: 'm1', to: 'm2', fen: 5000, at: 30 })];
    const reading = read(items);
    expect(carried(reading, 'm1-m2-30')).toEqual(['A 100', 'B 300']);
    expect(lots(reading, 'm1')).toEqual(['A 900']);
  });

  it('does not hold back a movement of the instant in which it starts', () => {
    const items = [paid, freeze('A', 'm1', { fen: 1000, at: 20 }), move({ from: 'm1', to: 'm2', fen: 400, at: 20 })];
    expect(places(read(items, 20), 'A')).toEqual({ lostFen: 1000, frozenFen: 600, atRiskFen: 400 });
  });

  it.each([
    [49, []],
    [50, ['A 1000']],
  ])('has run out for a movement of the minute of its end: minute %d', (at, expected) => {
    const items = [paid, freeze('A', 'm1', { fen: 1000, at: 20, until: 50 }), move({ from: 'm1', to: 'm2', fen: 1000, at })];
    expect(carried(read(items), `m1-m2-${at}`)).toEqual(expected);
  });

  it('runs on when renewed before its end, and ends when lifted', () => {
    const renewed: TraceItem = { type: 'freeze-renewal', id: 'r', freezeId: 'freeze-A-m1', until: minute(90) };
    const lifted: TraceItem = { type: 'freeze-end', id: 'l', freezeId: 'freeze-A-m1', at: minute(70) };
    const items = [renewed, lifted, paid, freeze('A', 'm1', { fen: 1000, at: 20, until: 50 })];
    expect(places(read(items, 69), 'A')).toEqual({ lostFen: 1000, frozenFen: 1000 });
    expect(places(read(items, 70), 'A')).toEqual({ lostFen: 1000, atRiskFen: 1000 });
  });

  it('tells what a freeze order would be for: stopped, and neither frozen nor ordered', () => {
    const items = [paid, second, stop('m1', { at: 10 }), freeze('A', 'm1', { fen: 600, at: 20 })];
    expect(uncoveredFen(read(items, 20), 'A', account('m1'))).toBe(400);
    expect(uncoveredFen(read(items, 20), 'A', account('m1'), [{ caseId: 'A', fen: 400 }])).toBe(0);
    expect(uncoveredFen(read(items, 20), 'B', account('m1'))).toBe(300);
    expect(uncoveredFen(read(items, 10 + LAPSE), 'A', account('m1'))).toBe(0); // nothing is stopped any more
  });
});

describe('R-301: an executed return pays the victim out of what is frozen', () => {
  const frozen = [paid, second, freeze('A', 'm1', { fen: 1000, at: 20 })];

  it('moves the case’s frozen money to returned, and the freeze covers nothing else for it', () => {
    const reading = read([...frozen, payBack('A', 'm1', { fen: 700, at: 30 })]);
    expect(places(reading, 'A')).toEqual({ lostFen: 1000, returnedFen: 700, frozenFen: 300 });
    expect(places(reading, 'B')).toEqual({ lostFen: 300, atRiskFen: 300 });
  });

  it('is one with the booking of its reference', () => {
    const paidBack: TraceItem = {
      type: 'return',
      id: 'r',
      caseId: 'A',
      account: account('m1'),
      amountFen: 700,
      at: minute(30),
      reference: 'back',
    };
    const booking = booked('out', { from: 'm1', to: 'company', fen: 700, at: 30, reference: 'back' });
    const reading = read([...frozen, paidBack, booking]);
    expect(places(reading, 'A')).toEqual({ lostFen: 1000, returnedFen: 700, frozenFen: 300 });
    expect(lots(reading, 'm1')).toEqual(['A 300', 'B 300']); // the booking carried nothing of its own
  });
});
