import { describe, expect, it } from '@jest/globals';
import { type Instant, fold, plusHours } from '@interlock/kernel';
import fc from 'fast-check';
import { ACCOUNT, NOON } from '../account-hold/account-hold.testing.ts';
import { type AccountFreezeCommand, accountFreezeDecider } from './account-freeze.decider.ts';
import { type AccountFreezeEvent } from './account-freeze.events.ts';
import { type AccountFreezes } from './account-freeze.state.ts';

const BALANCE_FEN = 1_000;
const freezeIds = ['a', 'b', 'c', 'd'] as const;

interface Step {
  readonly freezeId: string;
  readonly what: 'ReceiveFreeze' | 'AnswerFreeze' | 'RenewFreeze' | 'AskLift' | 'AnswerLift' | 'LapseFreeze' | 'core' | 'record';
  readonly sumFen: number;
  readonly hours: number;
}
const step: fc.Arbitrary<Step> = fc.record({
  freezeId: fc.constantFrom(...freezeIds),
  what: fc.constantFrom(
    'ReceiveFreeze',
    'AnswerFreeze',
    'RenewFreeze',
    'AskLift',
    'AnswerLift',
    'LapseFreeze',
    'core',
    'record',
    'core',
    'record',
  ),
  sumFen: fc.integer({ min: 1, max: 1_200 }),
  hours: fc.integer({ min: 0, max: 2_000 }),
});

/** A core whose answers may be recorded late and in any order, as effects may finish. */
function world() {
  const events: AccountFreezeEvent[] = [];
  const frozen = new Map<string, number>();
  let calls: (() => AccountFreezeCommand)[] = [];
  let answers: AccountFreezeCommand[] = [];
  let at: Instant = NOON;
  const sum = () => [...frozen.values()].reduce((a, b) => a + b, 0);
  const state = () => fold(accountFreezeDecider, events); // throws where evolve rejects what decide emitted
  const send = (command: AccountFreezeCommand) => {
    const answer = accountFreezeDecider.decide(command, state());
    for (const event of answer.ok ? answer.events : []) {
      events.push(event);
      const coreKey = `core-${String(events.length)}`;
      if (event.type === 'ExtensionBegun') calls.push(() => extend(event.freezeId, event.coreKey, event.until));
      if (event.type === 'FreezeBegun') calls.push(() => freeze(event.freezeId, event.sumFen, coreKey));
      if (event.type === 'LiftBegun' || event.type === 'FreezeLapsed') calls.push(() => unfreeze(event.freezeId, event.coreKey));
    }
  };
  const freeze = (freezeId: string, sumFen: number, coreKey: string): AccountFreezeCommand => {
    const frozenFen = Math.min(sumFen, BALANCE_FEN - sum());
    frozen.set(coreKey, frozenFen);
    const availableFen = BALANCE_FEN - sum();
    return {
      type: 'RecordFreezeAnswer',
      answer: { freezeId, coreKey, frozenFen, balanceFen: BALANCE_FEN, availableFen, answeredAt: at },
      at,
    };
  };
  /** Asked when the sum is free already, the core says so. */
  const extend = (freezeId: string, coreKey: string, until: Instant): AccountFreezeCommand => {
    const answer = { answeredAt: at, ...(!frozen.has(coreKey) && { endedAt: at }) };
    return { type: 'RecordExtension', freezeId, until, answer, at };
  };
  const unfreeze = (freezeId: string, coreKey: string): AccountFreezeCommand => {
    frozen.delete(coreKey);
    return { type: 'RecordUnfrozen', freezeId, unfrozenAt: at, at };
  };
  const callCore = (index: number) => {
    const call = calls[index % Math.max(1, calls.length)];
    calls = calls.filter((other) => other !== call);
    if (call) answers.push(call());
  };
  const record = (index: number) => {
    const answer = answers[index % Math.max(1, answers.length)];
    answers = answers.filter((other) => other !== answer);
    if (answer) send(answer);
  };
  const play = ({ freezeId, what, sumFen, hours }: Step) => {
    at = plusHours(at, hours);
    if (what === 'core') callCore(sumFen);
    else if (what === 'record') record(sumFen);
    else if (what === 'AskLift') send({ type: what, freezeId, accountRef: ACCOUNT, orderedAt: at, at });
    else if (what === 'ReceiveFreeze') send({ type: what, order: orderOf(freezeId, sumFen, at), at });
    else if (what === 'RenewFreeze') send({ type: what, freezeId, until: plusHours(at, 5_000), at });
    else send({ type: what, freezeId, at });
  };
  const settle = () => {
    while (calls.length + answers.length > 0) {
      callCore(0);
      record(0);
    }
  };
  return { play, settle, state, events, frozen, freeFen: () => BALANCE_FEN - sum() };
}

function orderOf(freezeId: string, sumFen: number, orderedAt: Instant) {
  const fields = { applicationId: freezeId, accountRef: ACCOUNT, caseId: 'case', caseNo: '1', filingId: 'filing' } as const;
  return { freezeId, ...fields, sumFen, orderedAt, months: 6 };
}

function queueOf(freezes: AccountFreezes): readonly string[] {
  return [...freezes].filter(([, { stage }]) => stage.status === 'queued').map(([id]) => id);
}

describe('whatever happens to the freezes of an account', () => {
  it('R-206: nobody waits while money is free, once all is settled', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { play, settle, state, freeFen } = world();
        for (const each of steps) play(each);
        settle();
        if (freeFen() > 0) expect(queueOf(state())).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('R-207: what the node holds for frozen is what the core has frozen', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { play, settle, state, events, frozen } = world();
        for (const each of steps) play(each);
        settle();
        const standing = [...state().values()].flatMap(({ stage }) => (stage.status === 'applied' ? [stage.coreKey] : []));
        const held = events.flatMap((event) =>
          event.type === 'FreezeApplied' && standing.includes(event.coreKey) ? [event.frozenFen] : [],
        );
        const inCore = [...frozen.values()].filter((fen) => fen > 0);
        expect(held.toSorted((a, b) => a - b)).toEqual(inCore.toSorted((a, b) => a - b));
      }),
      { numRuns: 300 },
    );
  });
});
