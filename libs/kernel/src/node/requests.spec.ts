import { describe, expect, it } from '@jest/globals';
import { type PersonActor } from '../actor.ts';
import { type CommandRoute, type NodeContext } from '../commands.ts';
import { createRequests } from './requests.ts';

const person = (name: string, role: string, member = 'police'): PersonActor => ({
  kind: 'person',
  member,
  person: name,
  role,
  unit: 'wuyi',
});
const OFFICER = person('p-1', 'officer');

const unused = (): never => {
  throw new Error('Not for these routes');
};
const context: NodeContext = {
  ...{ node: 'police', peers: new Map(), units: new Map() },
  clock: { now: () => '2026-03-02T04:00:00.000Z', monotonicMs: () => 0, wakeAt: () => unused },
  keys: { seal: unused, open: unused, exportKey: unused, bodyHash: unused, close: unused },
  references: { account: unused, number: unused, person: unused },
  views: { get: unused, list: unused, count: unused },
  ...{ handle: unused, load: unused, memory: unused, open: unused },
};

/** Codes of the answer to an officer's command; none: it reached its handler. */
async function codes(route: Omit<CommandRoute, 'name' | 'roles' | 'handle'>, second?: PersonActor): Promise<readonly string[]> {
  const handle: CommandRoute['handle'] = () => Promise.resolve({ ok: true, position: 0n, outcome: {}, repeated: false });
  const requests = createRequests(context, {
    member: 'police',
    queries: [],
    commands: [{ name: 'c', roles: ['officer'], ...route, handle }],
  });
  const answer = await requests.execute({ name: 'c', commandId: 'x', body: {}, actor: OFFICER, ...(second && { second }) });
  return answer.ok ? [] : answer.errors.map(({ code }) => code);
}

const HEAD = person('p-2', 'approving-head');
const WRONG = [
  ['the same person', person('p-1', 'approving-head'), 'SECOND_PERSON_IS_THE_SAME'],
  ['another role', person('p-2', 'officer'), 'SECOND_PERSON_NOT_ALLOWED'],
  ['another member', person('p-2', 'approving-head', 'bank-city'), 'SECOND_PERSON_NOT_ALLOWED'],
] as const;

describe('R-118: a second person, where the law wants two', () => {
  const route = { secondRoles: ['approving-head'] };

  it('has to be there', async () => {
    expect(await codes(route)).toEqual(['SECOND_PERSON_REQUIRED']);
    expect(await codes(route, HEAD)).toEqual([]);
  });

  it.each(WRONG)('not as %s', async (_, second, code) => {
    expect(await codes(route, second)).toEqual([code]);
  });
});

describe('R-121: a second person, where it depends on what is asked', () => {
  const route = { secondRoles: ['approving-head'], secondIsOptional: true };

  it('may be left out', async () => {
    expect(await codes(route)).toEqual([]);
    expect(await codes(route, HEAD)).toEqual([]);
  });

  it.each(WRONG)('but not be there as %s', async (_, second, code) => {
    expect(await codes(route, second)).toEqual([code]);
  });
});
