import { type NodeAnswer, type SentRequest, instant } from '@interlock/kernel';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type OutcomeKey, type Outcomes, makeOutcomes } from './outcomes.ts';

const NOON = instant('2026-03-02T04:00:00.000Z');
const KEY: OutcomeKey = { member: 'police', person: 'p-1', node: 'police', commandId: 'c-1' };
const REQUEST: SentRequest = {
  ...{ name: 'police.report-case.v1', commandId: 'c-1', body: {}, token: 't' },
  validUntil: instant('2026-03-02T04:02:00.000Z'),
};
const DONE: NodeAnswer = { ok: true, position: 7n, outcome: {}, repeated: true };
const EXPIRED: NodeAnswer = { ok: false, errors: [{ code: 'COMMAND_EXPIRED' }] };
const refused = (code: string): NodeAnswer => ({ ok: false, errors: [{ code }] });

let sent: SentRequest[];
let answers: (NodeAnswer | Error)[];
let outcomes: Outcomes;

beforeEach(() => {
  jest.useFakeTimers();
  sent = [];
  answers = [];
  outcomes = open();
});
afterEach(() => {
  outcomes.close();
  jest.useRealTimers();
});

function open(outcomesMax = 10, answer: (request: SentRequest) => Promise<NodeAnswer> = answerInTurn): Outcomes {
  return makeOutcomes({
    clock: { now: () => NOON, monotonicMs: () => 0, wakeAt: () => () => undefined },
    ...{ outcomesMax, graceMs: 60_000 },
    repeat(_node, request) {
      sent.push(request);
      return answer(request);
    },
    report: () => undefined,
  });
}

async function answerInTurn(): Promise<NodeAnswer> {
  const answer = answers.shift() ?? refused('NODE_UNAVAILABLE');
  if (answer instanceof Error) throw answer;
  return answer;
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('a command whose answer did not come', () => {
  it('is asked for again, the very same one, until its node answers', async () => {
    answers = [refused('OUTCOME_UNKNOWN'), new Error('a bug'), refused('TOKEN_EXPIRED'), refused('STORE_FULL'), DONE];
    outcomes.follow(KEY, REQUEST);
    expect(outcomes.of(KEY)).toEqual({ state: 'UNKNOWN', since: NOON, name: REQUEST.name });
    await pass(3_800);
    expect([outcomes.of(KEY)?.state, outcomes.unknown()]).toEqual(['UNKNOWN', 1]);
    await pass(5_000);
    expect(outcomes.of(KEY)).toEqual({ state: 'ANSWERED', since: NOON, name: REQUEST.name, answer: DONE });
    expect(sent).toEqual([REQUEST, REQUEST, REQUEST, REQUEST, REQUEST]);
    await pass(600_000);
    expect([sent.length, outcomes.unknown()]).toEqual([5, 0]);
  });

  it('was not carried out where the node says that it came after its time', async () => {
    answers = [EXPIRED];
    outcomes.follow(KEY, REQUEST);
    await pass(250);
    expect(outcomes.of(KEY)).toMatchObject({ state: 'ANSWERED', answer: EXPIRED });
  });

  it('is asked for until a while after its time, and then no more', async () => {
    outcomes.follow(KEY, REQUEST);
    await pass(179_000);
    expect(outcomes.of(KEY)?.state).toBe('UNKNOWN');
    await pass(20_000);
    expect(outcomes.of(KEY)).toEqual({ state: 'EXPIRED', since: NOON, name: REQUEST.name });
    const asked = sent.length;
    await pass(600_000);
    expect(sent.length).toBe(asked);
    // Its sender may still learn of it by his own repetition.
    outcomes.heard(KEY, DONE);
    expect(outcomes.of(KEY)?.state).toBe('ANSWERED');
  });

  it('is settled by what its sender hears himself, and asked for no more', async () => {
    outcomes.follow(KEY, REQUEST);
    outcomes.heard(KEY, refused('NODE_UNAVAILABLE'));
    expect(outcomes.of(KEY)?.state).toBe('UNKNOWN');
    outcomes.heard(KEY, EXPIRED);
    expect(outcomes.of(KEY)?.state).toBe('ANSWERED');
    await pass(600_000);
    expect(sent).toEqual([]);
  });

  it('is nobody else’s business, and another command’s neither', () => {
    outcomes.follow(KEY, REQUEST);
    for (const other of [{ person: 'p-2' }, { member: 'bank-rural' }, { node: 'office' }, { commandId: 'c-2' }])
      expect(outcomes.of({ ...KEY, ...other })).toBeUndefined();
  });

  it('is asked for no more once it had to make room, though it was being asked for just then', async () => {
    const asked = Promise.withResolvers<NodeAnswer>();
    outcomes.close();
    outcomes = open(1, (request) => (request === REQUEST ? asked.promise : Promise.resolve(DONE)));
    outcomes.follow(KEY, REQUEST);
    await pass(250);
    outcomes.follow({ ...KEY, commandId: 'c-2' }, { ...REQUEST, commandId: 'c-2' });
    asked.resolve(refused('NODE_UNAVAILABLE'));
    await pass(60_000);
    expect(sent.map(({ commandId }) => commandId)).toEqual(['c-1', 'c-2']);
  });

  it('takes a bounded place: what is settled goes first, then the oldest', async () => {
    outcomes.close();
    outcomes = open(2);
    answers = [DONE];
    const key = (commandId: string) => ({ ...KEY, commandId });
    outcomes.follow(key('c-1'), REQUEST);
    await pass(250);
    outcomes.follow(key('c-2'), REQUEST);
    outcomes.follow(key('c-3'), REQUEST);
    const states = () => ['c-1', 'c-2', 'c-3', 'c-4'].map((one) => outcomes.of(key(one))?.state);
    expect(states()).toEqual([undefined, 'UNKNOWN', 'UNKNOWN', undefined]);
    outcomes.follow(key('c-4'), REQUEST);
    expect(states()).toEqual([undefined, undefined, 'UNKNOWN', 'UNKNOWN']);
    const before = sent.length;
    await pass(250);
    expect(sent.length - before).toBe(2);
  });
});
