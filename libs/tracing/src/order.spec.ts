import { describe, expect, it } from '@jest/globals';
import { type MovementItem } from './items.ts';
import { booked, carried, lots, pay, read } from './story.suite.ts';

/** A movement as both banks book it, each with its own serial. */
function both(told: { from: string; to: string; fen: number; at: number; out: number; in: number }): readonly MovementItem[] {
  const { out, in: inward, ...movement } = told;
  return [booked('out', { ...movement, serial: out }), booked('in', { ...movement, serial: inward })];
}

const paid = pay('A', { from: 'company', to: 'm1', fen: 100, at: 0, reference: 'z-payment' });
const arrival = booked('in', { from: 'company', to: 'm1', fen: 100, at: 0, reference: 'z-payment', serial: 10 });

describe('R-125, R-135: at one instant the ledger serials of each account’s bank decide', () => {
  it('carries nothing by a movement booked before the inflow of the same instant', () => {
    const before = both({ from: 'm1', to: 'm2', fen: 100, at: 0, out: 9, in: 1 });
    expect(carried(read([paid, arrival, ...before]), 'm1-m2-0')).toEqual([]);
  });

  it('carries the money by a movement booked after it', () => {
    const after = both({ from: 'm1', to: 'm2', fen: 100, at: 0, out: 11, in: 1 });
    expect(carried(read([paid, arrival, ...after]), 'm1-m2-0')).toEqual(['A 100']);
  });

  it('follows a chain through several banks within one instant, whatever their numbers', () => {
    const chain = [
      ...both({ from: 'm3', to: 'm4', fen: 100, at: 0, out: 6, in: 1 }),
      ...both({ from: 'm2', to: 'm3', fen: 100, at: 0, out: 800, in: 5 }),
      ...both({ from: 'm1', to: 'm2', fen: 100, at: 0, out: 11, in: 700 }),
    ];
    expect(lots(read([...chain, paid, arrival]), 'm4')).toEqual(['A 100']);
  });

  it('keeps lots that arrive at one instant in the paid bank’s order', () => {
    const second = pay('B', { from: 'widow', to: 'm1', fen: 50, at: 0, reference: 'a-payment' });
    const later = booked('in', { from: 'widow', to: 'm1', fen: 50, at: 0, reference: 'a-payment', serial: 11 });
    expect(lots(read([second, paid, later, arrival]), 'm1')).toEqual(['A 100', 'B 50']);
    expect(lots(read([second, paid]), 'm1')).toEqual(['B 50', 'A 100']); // no bank has reported: the smaller reference
  });

  it('goes by the payment system’s references where the account’s bank has not reported', () => {
    const before = booked('in', { from: 'm1', to: 'm2', fen: 100, at: 0, reference: 'y-before', serial: 1 });
    const after = booked('in', { from: 'm1', to: 'm3', fen: 100, at: 0, reference: 'z-zonward', serial: 1 });
    const reading = read([after, before, paid]);
    expect(carried(reading, 'y-before')).toEqual([]);
    expect(carried(reading, 'z-zonward')).toEqual(['A 100']);
  });

  it('goes there and back within one instant', () => {
    const there = both({ from: 'm1', to: 'm2', fen: 100, at: 0, out: 11, in: 1 });
    const back = [
      booked('out', { from: 'm2', to: 'm1', fen: 60, at: 0, reference: 'a-back', serial: 2 }),
      booked('in', { from: 'm2', to: 'm1', fen: 60, at: 0, reference: 'a-back', serial: 12 }),
    ];
    const reading = read([...back, ...there, arrival, paid]);
    expect(lots(reading, 'm1')).toEqual(['A 60']);
    expect(lots(reading, 'm2')).toEqual(['A 40']);
  });

  it('gives one answer where the reports of an instant contradict each other', () => {
    // m1 says it received before it sent, m2 says it sent before it received: no order fits both.
    const items = [
      paid,
      arrival,
      ...both({ from: 'm1', to: 'm2', fen: 100, at: 0, out: 12, in: 2 }),
      ...both({ from: 'm2', to: 'm1', fen: 30, at: 0, out: 3, in: 11 }),
    ];
    const reading = read(items);
    expect(lots(reading, 'm1').concat(lots(reading, 'm2'))).toHaveLength(2);
    expect(read([...items].reverse())).toEqual(reading);
  });

  it('gives one answer where nobody has reported and every movement waits for another', () => {
    const seen = [
      booked('in', { from: 'm1', to: 'm2', fen: 100, at: 0, serial: 1 }),
      booked('in', { from: 'm2', to: 'm3', fen: 100, at: 0, serial: 1 }),
      booked('in', { from: 'm3', to: 'm1', fen: 100, at: 0, serial: 11 }),
    ];
    const reading = read([paid, arrival, ...seen]);
    expect(reading.places.get('A')?.atRiskFen).toBe(100);
    expect(read([...seen, arrival, paid].reverse())).toEqual(reading);
  });
});
