import { describe, expect, it } from '@jest/globals';
import { newArrivals } from './reading.ts';
import { account, booked, carried, cashOut, lots, minute, move, pay, places, read } from './story.suite.ts';

const paid = pay('A', { from: 'company', to: 'm1', fen: 1000, at: 0 });

describe('R-135: traced money leaves an account first, oldest inflow first', () => {
  it('is at risk where it arrived as long as nobody says more', () => {
    expect(places(read([paid]), 'A')).toEqual({ lostFen: 1000, atRiskFen: 1000 });
    expect(lots(read([paid]), 'm1')).toEqual(['A 1000']);
  });

  it('goes on before ordinary money, up to the amount moved', () => {
    const reading = read([paid, move({ from: 'm1', to: 'm2', fen: 300, at: 5 }), move({ from: 'm1', to: 'm3', fen: 900, at: 6 })]);
    expect(carried(reading, 'm1-m2-5')).toEqual(['A 300']);
    expect(carried(reading, 'm1-m3-6')).toEqual(['A 700']); // the other 200 were the account's own
    expect(lots(reading, 'm1')).toEqual([]);
  });

  it('is not carried by a movement before the inflow', () => {
    const reading = read([paid, move({ from: 'm1', to: 'm2', fen: 300, at: -5 })]);
    expect(carried(reading, 'm1-m2--5')).toEqual([]);
    expect(reading.accounts.has(account('m2'))).toBe(false);
  });

  it('carries several victims’ money in the order of the inflows, and keeps that order on the next account', () => {
    const items = [
      pay('B', { from: 'widow', to: 'm1', fen: 50, at: 2 }),
      pay('A', { from: 'company', to: 'm1', fen: 100, at: 0 }),
      pay('A', { from: 'company', to: 'm1', fen: 40, at: 3 }),
      move({ from: 'm1', to: 'm2', fen: 170, at: 4 }),
      move({ from: 'm2', to: 'm3', fen: 120, at: 5 }),
    ];
    const reading = read(items);
    expect(carried(reading, 'm1-m2-4')).toEqual(['A 100', 'B 50', 'A 20']);
    expect(carried(reading, 'm2-m3-5')).toEqual(['A 100', 'B 20']);
    expect(lots(reading, 'm2')).toEqual(['B 30', 'A 20']);
  });

  it('goes round and arrives again as the newest lot, counted gross each time', () => {
    const items = [
      paid,
      pay('B', { from: 'widow', to: 'm1', fen: 500, at: 1 }),
      move({ from: 'm1', to: 'm2', fen: 1000, at: 2 }),
      move({ from: 'm2', to: 'm1', fen: 600, at: 3 }),
    ];
    const reading = read(items);
    expect(lots(reading, 'm1')).toEqual(['B 500', 'A 600']);
    expect(reading.accounts.get(account('m1'))?.cases.get('A')?.tracedInFen).toBe(1600);
    expect(places(reading, 'A')).toEqual({ lostFen: 1000, atRiskFen: 1000 });
  });

  it('is re-counted after a late report about an earlier movement', () => {
    const later = [paid, move({ from: 'm1', to: 'm3', fen: 1000, at: 10 }), cashOut({ from: 'm3', fen: 1000, at: 20 })];
    expect(places(read(later), 'A')).toEqual({ lostFen: 1000, escapedFen: 1000 });
    const reading = read([...later, move({ from: 'm1', to: 'm2', fen: 800, at: 5 })]);
    expect(places(reading, 'A')).toEqual({ lostFen: 1000, escapedFen: 200, atRiskFen: 800 });
    expect(newArrivals(read(later), reading).map(({ reference }) => reference)).toEqual(['m1-m2-5']);
  });

  it('is one movement where both banks report the reference', () => {
    const told = { from: 'm1', to: 'm2', fen: 400, at: 5 };
    const both = read([paid, booked('out', told), booked('in', told)]);
    expect(places(both, 'A')).toEqual({ lostFen: 1000, atRiskFen: 1000 });
    expect(lots(both, 'm2')).toEqual(['A 400']);
    expect(both).toEqual(read([paid, booked('in', told)]));
  });

  it('is one movement where a bank reports the payment itself', () => {
    const seen = booked('in', { from: 'company', to: 'm1', fen: 1000, at: 0, reference: paid.reference });
    expect(read([seen, paid])).toEqual(read([paid]));
  });

  it('is gone to a place not yet reported where the paid account is not named', () => {
    const unnamed = booked('out', { from: 'm1', fen: 400, at: 5, reference: 'x' });
    expect(places(read([paid, unnamed]), 'A')).toEqual({ lostFen: 1000, atRiskFen: 1000 });
    expect(lots(read([paid, unnamed]), 'm1')).toEqual(['A 600']);
    const named = booked('in', { from: 'm1', to: 'm2', fen: 400, at: 5, reference: 'x' });
    expect(lots(read([named, paid, unnamed]), 'm2')).toEqual(['A 400']);
  });
});

describe('R-135: what a case lost is what its payments took from its victim', () => {
  it('counts from the entry of the case on', () => {
    const entered = pay('A', { from: 'company', to: 'm1', fen: 1000, at: 0, entered: 30 });
    expect(read([entered], 29).places.size).toBe(0);
    expect(read([entered], 29).accounts.size).toBe(0);
    expect(places(read([entered], 30), 'A')).toEqual({ lostFen: 1000, atRiskFen: 1000 });
  });

  it('re-counts movements known before a payment is entered', () => {
    const items = [paid, move({ from: 'm1', to: 'm2', fen: 1000, at: 5 })];
    const late = pay('B', { from: 'widow', to: 'm1', fen: 70, at: -3, entered: 60 });
    expect(carried(read([...items, late], 59), 'm1-m2-5')).toEqual(['A 1000']);
    expect(carried(read([...items, late], 60), 'm1-m2-5')).toEqual(['B 70', 'A 930']);
  });

  it('leaves out what a payment carried of another case: a victim whose account is a mule’s', () => {
    const items = [paid, pay('B', { from: 'm1', to: 'm9', fen: 1500, at: 5 })];
    const reading = read(items);
    expect(carried(reading, 'm1-m9-5')).toEqual(['A 1000', 'B 500']);
    expect(places(reading, 'A')).toEqual({ lostFen: 1000, atRiskFen: 1000 });
    expect(places(reading, 'B')).toEqual({ lostFen: 500, atRiskFen: 500 });
  });

  it('is nothing for a payment made wholly of another case’s money, whose account is level 1 all the same', () => {
    const reading = read([paid, pay('B', { from: 'm1', to: 'm9', fen: 600, at: 5 })]);
    expect(places(reading, 'B')).toEqual({});
    const paidTo = reading.accounts.get(account('m9'));
    expect(paidTo?.cases.get('B')).toMatchObject({ level: 1, tracedInFen: 0 });
    expect(paidTo?.cases.get('A')).toMatchObject({ level: 2, tracedInFen: 600 });
  });

  it('moves the other case’s money before the second victim’s case is entered, and takes it out of the loss afterwards', () => {
    const items = [paid, pay('B', { from: 'm1', to: 'm9', fen: 1500, at: 5, entered: 50 })];
    expect(lots(read(items, 49), 'm9')).toEqual(['A 1000']);
    expect(lots(read(items, 50), 'm9')).toEqual(['A 1000', 'B 500']);
  });

  it('counts a payment that two cases report once, for the case entered first', () => {
    const twice = [paid, pay('B', { from: 'company', to: 'm1', fen: 1000, at: 0, entered: 40 })];
    expect(places(read(twice), 'A')).toEqual({ lostFen: 1000, atRiskFen: 1000 });
    expect(places(read(twice), 'B')).toEqual({});
  });
});

describe('R-123: level is the shortest hop from the victim', () => {
  it('counts hops over movements that carried the case’s money', () => {
    const reading = read([
      paid,
      move({ from: 'm1', to: 'm2', fen: 600, at: 2 }),
      move({ from: 'm2', to: 'm3', fen: 600, at: 3 }),
      move({ from: 'm1', to: 'm3', fen: 400, at: 4 }),
      move({ from: 'm3', to: 'm4', fen: 1000, at: 5 }),
      move({ from: 'm1', to: 'm5', fen: 1000, at: 6 }), // carries nothing any more
    ]);
    const levels = ['company', 'm1', 'm2', 'm3', 'm4', 'm5'].map((name) => reading.accounts.get(account(name))?.cases.get('A')?.level);
    expect(levels).toEqual([0, 1, 2, 2, 3, undefined]);
  });

  it('names the accounts in the order reached', () => {
    const reading = read([paid, move({ from: 'm1', to: 'm3', fen: 1, at: 3 }), move({ from: 'm1', to: 'm2', fen: 1, at: 4 })]);
    const reached = [...reading.accounts.values()]
      .flatMap((one) => ({ name: one.account, order: one.cases.get('A')?.reachedOrder }))
      .filter(({ order }) => order !== undefined)
      .sort((a, b) => (a.order ?? 0) - (b.order ?? 0));
    expect(reached.map(({ name }) => name)).toEqual(['m1', 'm3', 'm2'].map(account));
  });
});

describe('R-126: an account reached from two victims is one node', () => {
  it('knows each case’s level and money, and the first inflow of all', () => {
    const reading = read([paid, pay('B', { from: 'widow', to: 'm2', fen: 50, at: 1 }), move({ from: 'm1', to: 'm2', fen: 200, at: 3 })]);
    const shared = reading.accounts.get(account('m2'));
    expect(shared?.cases.get('A')).toMatchObject({ level: 2, onAccountFen: 200, firstInflowAt: minute(3) });
    expect(shared?.cases.get('B')).toMatchObject({ level: 1, onAccountFen: 50, firstInflowAt: minute(1) });
    expect(shared?.firstTracedInflowAt).toBe(minute(1));
    expect(shared?.tracedFen).toBe(250);
    expect(shared?.bank).toBe('bank-of-m2');
  });
});
