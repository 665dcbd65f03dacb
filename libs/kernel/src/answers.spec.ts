import { describe, expect, it } from '@jest/globals';
import { answerOf, answerOfParts, errorOf, invalid } from './answers.ts';
import { type Handled } from './commands.ts';

type Opened = { readonly type: 'Opened'; readonly what: string };
type LimitReached = { readonly type: 'LimitReached'; readonly rule: 'R-113'; readonly stopsMax: number };
const opened: Handled<Opened, LimitReached> = {
  ok: true,
  events: [{ type: 'Opened', what: 'gate' }],
  position: 7n,
  version: 0,
  repeated: false,
};
const limit: Handled<Opened, LimitReached> = {
  ok: false,
  rejection: { type: 'LimitReached', rule: 'R-113', stopsMax: 2 },
  position: 9n,
  repeated: false,
};

describe('what a caller is told', () => {
  it('names the code in capitals, the rule apart, the rest as details', () => {
    const limitReached = { type: 'LimitReached', rule: 'R-113', stopsMax: 2 } as const;
    expect(errorOf(limitReached)).toEqual({
      code: 'LIMIT_REACHED',
      rule: 'R-113',
      details: { stopsMax: 2 },
    });
    expect(errorOf({ type: 'NoSuchCase' })).toEqual({ code: 'NO_SUCH_CASE' });
  });

  it('makes the outcome of the events', () => {
    const answer = answerOf(opened, ([event]) => ({ what: event?.what }));
    expect(answer).toEqual({ ok: true, position: 7n, version: opened.version, outcome: { what: 'gate' }, repeated: false });
  });

  it('keeps the position of a refusal that left a fact', () => {
    expect(answerOf(limit)).toMatchObject({ ok: false, position: 9n, errors: [{ rule: 'R-113' }] });
  });

  it('lists every problem of a body with its path', () => {
    expect(invalid([{ path: 'payments.0', problem: 'Too small' }])).toEqual({
      ok: false,
      errors: [{ code: 'INVALID', path: 'payments.0', details: { problem: 'Too small' } }],
    });
  });
});

describe('one action, many accounts', () => {
  const about = (accountRef: string) => ({ accountRef });

  it('is ok when every account is, at the furthest position', () => {
    const answer = answerOfParts(
      'accounts',
      [
        { about: about('a'), handled: opened },
        { about: about('b'), handled: { ...opened, position: 12n, version: 5, repeated: true } },
      ],
      () => ({}),
    );
    // Each has a head of its own; the whole has none.
    expect(answer).toEqual({
      ok: true,
      position: 12n,
      repeated: false,
      outcome: {
        accounts: [
          { accountRef: 'a', ok: true, repeated: false, version: opened.version },
          { accountRef: 'b', ok: true, repeated: true, version: 5 },
        ],
      },
    });
  });

  it('over one account has the version of its stream', () => {
    expect(answerOfParts('accounts', [{ about: about('a'), handled: opened }], () => ({}))).toMatchObject({ version: opened.version });
  });

  it('lists every account when one is refused, and undoes nothing', () => {
    const answer = answerOfParts(
      'accounts',
      [
        { about: about('a'), handled: opened },
        { about: about('b'), handled: limit },
        { about: about('c'), handled: { ok: false, error: { code: 'NO_SUCH_PROPOSAL' } } },
      ],
      () => ({ done: true }),
    );
    expect(answer.ok).toBe(false);
    expect(answer.ok ? [] : answer.errors.map(({ code, details }) => [code, details?.['accountRef']])).toEqual([
      ['LIMIT_REACHED', 'b'],
      ['NO_SUCH_PROPOSAL', 'c'],
    ]);
    expect(answer.position).toBe(9n);
    expect(answer.outcome).toMatchObject({ accounts: [{ done: true }, { ok: false }, { ok: false }] });
  });
});
