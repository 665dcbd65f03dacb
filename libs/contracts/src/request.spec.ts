import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type BodyOf, command, query, text } from './request.ts';
import { fen } from './words.ts';

const payMoney = command('bank.pay-money.v1', { amountFen: fen.min(1), note: text(10).optional() });
const body: BodyOf<typeof payMoney> = { amountFen: 5 };

describe('a command contract', () => {
  it('reads a body that fits', () => {
    expect(payMoney.read(body)).toEqual({ ok: true, body: { amountFen: 5 } });
  });

  it.each([0, -5, 1.5, Number.NaN, 2 ** 60, '5'])('refuses %p as a sum of money, naming the field and not the value', (amountFen) => {
    const read = payMoney.read({ amountFen });
    expect(read.ok ? [] : read.problems.map(({ path }) => path)).toEqual(['amountFen']);
    expect(JSON.stringify(read)).not.toContain(String(2 ** 60));
  });

  it('refuses two megabytes of text, blank text and text that is no Unicode', () => {
    for (const note of ['x'.repeat(2_000_000), '   ', '\ud800']) {
      const read = payMoney.read({ amountFen: 5, note });
      expect(read.ok ? 'read' : read.problems[0]?.path).toBe('note');
      expect(JSON.stringify(read).length).toBeLessThan(300);
    }
  });

  it.each([
    ['x'.repeat(11), 'Too long: at most 10 characters; shorten it, and keep the whole among the papers of the case'],
    ['', 'Empty: write 1 to 10 characters, or leave the field out where it may be missing'],
    ['a\u0000b', 'Has a control character: take it out, and send it again'],
    ['a\u001b[2J', 'Has a control character: take it out, and send it again'],
    [7, 'Not text: 1 to 10 characters are wanted'],
  ])('says of %j what is wrong with it, and what to do', (note, problem) => {
    expect(payMoney.read({ amountFen: 5, note })).toEqual({ ok: false, problems: [{ path: 'note', problem }] });
  });

  it.each<[string, unknown]>([
    ['a list', []],
    ['an object', {}],
  ])('says once that %s is no text', (_what, note) => {
    expect(payMoney.read({ amountFen: 5, note })).toMatchObject({ problems: [{ path: 'note' }] });
  });

  it('says every fault of several fields', () => {
    const read = payMoney.read({ amountFen: 1.5, note: '' });
    expect(read.ok ? [] : read.problems.map(({ path }) => path)).toEqual(['amountFen', 'note']);
  });

  it('lists as many faults as a person reads, and says how many more there are', () => {
    const list = command('bank.pay-many.v1', { sums: z.array(fen) });
    const read = list.read({ sums: Array.from({ length: 50_000 }, () => 'x') });
    expect(read.ok ? [] : [read.problems.length, read.problems.at(-1)]).toEqual([101, { path: '', problem: 'And 49900 more' }]);
  });

  it('reads text of several lines', () => {
    expect(payMoney.read({ amountFen: 5, note: 'a\r\n\tb' }).ok).toBe(true);
  });

  it('counts fields that nobody knows, and does not repeat their names', () => {
    const read = payMoney.read({ amountFen: 5, '62284800000000000': 1 });
    expect(read).toEqual({ ok: false, problems: [{ path: '', problem: 'Unknown fields: 1' }] });
  });

  it('refuses a body that is no object', () => {
    for (const wrong of [undefined, null, 'x', []]) expect(payMoney.read(wrong).ok).toBe(false);
  });
});

describe('a query contract', () => {
  it('is told from a command by its kind', () => {
    expect(query('bank.find-account.v1', { ref: z.string() }).kind).toBe('query');
  });
});
