import { describe, expect, it } from '@jest/globals';
import { type Node, type SentRequest, type StoreErrorDetails, StoreError } from '@interlock/kernel';
import { answerCommand, answerQuery } from './answer-request.ts';
import { type VerifyFor } from './nodes.ts';

const SENT: SentRequest = { name: 'police.order-stop.v1', commandId: 'c-1', body: {}, token: 't' };
const verify: VerifyFor = () =>
  Promise.resolve({ ok: true, actor: { kind: 'person', member: 'police', person: 'p-77', role: 'officer', unit: 'county-wuyi' } });

/** A node whose log fails at every write. */
function failing(details: StoreErrorDetails): Node {
  const fail = () => Promise.reject(new StoreError('STORE_UNAVAILABLE', 'The log has not answered', details));
  const node: unknown = { code: 'police', execute: fail, ask: fail };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- nothing else of the node is asked
  return node as Node;
}

describe('a node whose log cannot be written', () => {
  it('answers a command that may stand there with OUTCOME_UNKNOWN: the same id again tells', async () => {
    const refused = { code: 'OUTCOME_UNKNOWN', details: { node: 'police', commandId: 'c-1' } };
    expect(await answerCommand(failing({ outcomeUnknown: true }), SENT, verify)).toEqual({ ok: false, errors: [refused] });
  });

  it.each([{}, { outcomeUnknown: false }])('refuses one that surely does not: %j', async (details) => {
    const refused = { code: 'STORE_UNAVAILABLE', details: { node: 'police' } };
    expect(await answerCommand(failing(details), SENT, verify)).toEqual({ ok: false, errors: [refused] });
  });

  it('refuses a question, which is only asked again', async () => {
    const refused = { code: 'STORE_UNAVAILABLE', details: { node: 'police' } };
    expect(await answerQuery(failing({ outcomeUnknown: true }), SENT, verify)).toEqual({ ok: false, errors: [refused] });
  });
});
