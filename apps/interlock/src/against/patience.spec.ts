import { describe, expect, it } from '@jest/globals';
import { type PeerClient } from '@interlock/adapters';
import { type CommandTransport, type NodeAnswer, type NodeReply, type SentRequest, instant } from '@interlock/kernel';
import { memoryIssuers } from '@interlock/nest-kit';
import { cityOverHttp } from './city-over-http.ts';
import { patientCalls } from './patient-calls.ts';

type PeerAnswer = Awaited<ReturnType<PeerClient['ask']>>;
const AWAY: PeerAnswer = { ok: false, code: 'NODE_UNAVAILABLE', details: { node: 'bank', reason: 'ECONNREFUSED' }, mayBeDone: false };
const NOON = instant('2021-03-22T12:00:00+08:00');
const OFFICER = { member: 'police', person: 'p-1001', role: 'officer', unit: 'city-centre' };

function clientOf(...answers: readonly PeerAnswer[]): { readonly client: PeerClient; readonly asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    client: {
      async ask() {
        asked += 1;
        return answers[Math.min(asked, answers.length) - 1] ?? AWAY;
      },
      close: async () => undefined,
    },
  };
}

const patience = (patienceMs = 10_000) => ({ patienceMs, progress: () => undefined });

describe('a call of the player', () => {
  it('to a process that is away is made again until it is back', async () => {
    const { client, asked } = clientOf(AWAY, AWAY, { ok: true, body: { now: NOON }, mayBeDone: true });
    expect(await patientCalls(client, patience()).post('bank', '/control/settle', {})).toEqual({ now: NOON });
    expect(asked()).toBe(3);
  });

  it('is given up when nothing comes for too long, and says of whom', async () => {
    await expect(patientCalls(clientOf(AWAY).client, patience(50)).get('bank', '/control/state')).rejects.toMatchObject({
      text: { code: 'STORY_STUCK', why: expect.stringContaining('bank /control/state: NODE_UNAVAILABLE (ECONNREFUSED)') },
    });
  });

  it('that is asked to end does not wait on', async () => {
    const signal = AbortSignal.abort();
    await expect(patientCalls(clientOf(AWAY).client, { ...patience(), signal }).get('bank', '/control/state')).rejects.toMatchObject({
      text: { code: 'STORY_INTERRUPTED', exit: 130 },
    });
  });

  it.each(['CERTIFICATE_REFUSED', 'PEER_CERTIFICATE_REFUSED', 'UNKNOWN_PATH', 'CLOCK_BACKWARDS', 'REFUSED'])(
    'is not made again after %s: the answer would be the same',
    async (code) => {
      const { client, asked } = clientOf({ ok: false, code, details: {}, mayBeDone: false });
      await expect(patientCalls(client, patience()).post('bank', '/control/clock', { to: NOON })).rejects.toMatchObject({
        text: { code: 'CITY_NOT_PLAYABLE' },
      });
      expect(asked()).toBe(1);
    },
  );
});

const DONE: NodeAnswer = { ok: true, position: 7n, outcome: { caseId: 'c' }, repeated: true };

function city(answers: readonly NodeAnswer[], replies: readonly NodeReply[] = []) {
  const sent: SentRequest[] = [];
  const transport: CommandTransport = {
    async command(_, request) {
      sent.push(request);
      return answers[Math.min(sent.length, answers.length) - 1] ?? DONE;
    },
    async query(_, request) {
      sent.push(request);
      return replies[Math.min(sent.length, replies.length) - 1] ?? { ok: true, answer: {} };
    },
  };
  const played = cityOverHttp({
    place: { data: '', clockFile: '', processes: () => new Map() },
    calls: patientCalls(clientOf().client, patience()),
    ...{ transport, patience: patience(), issuerKeys: memoryIssuers(['police']).keys },
    time: { now: () => NOON, reached: () => undefined },
  });
  return { played, sent };
}

const refused = (code: string): NodeAnswer => ({ ok: false, errors: [{ code }] });
const COMMAND = { name: 'police.accept-case.v1', commandId: 'c-1', body: { caseId: 'c' }, by: OFFICER };

describe('a command of the story', () => {
  it.each(['NODE_UNAVAILABLE', 'OUTCOME_UNKNOWN', 'STORE_FULL', 'KEYS_UNAVAILABLE'])(
    'that meets %s is sent again under the same id, and carried out once',
    async (code) => {
      const { played, sent } = city([refused(code), DONE]);
      expect(await played.send('police', COMMAND)).toEqual(DONE);
      expect(sent.map(({ commandId }) => commandId)).toEqual(['c-1', 'c-1']);
    },
  );

  it('that is refused is answered: the story goes on by it', async () => {
    const { played, sent } = city([refused('LIMIT_REACHED')]);
    expect(await played.send('police', COMMAND)).toEqual(refused('LIMIT_REACHED'));
    expect(sent).toHaveLength(1);
  });
});

describe('a question of the story', () => {
  const QUESTION = { name: 'police.stop-orders.v1', body: {}, by: OFFICER };

  it('is asked of views that show all of the node’s log: a node that came back folds it anew', async () => {
    const behind: NodeReply = { ok: true, answer: [], stale: [{ node: 'police', position: '9', reached: '4' }] };
    const { played, sent } = city([], [behind, { ok: false, errors: [{ code: 'NODE_UNAVAILABLE' }] }, { ok: true, answer: ['order'] }]);
    expect(await played.ask('police', QUESTION)).toEqual(['order']);
    expect(sent.map(({ fresh }) => fresh)).toEqual([true, true, true]);
  });

  it('that is refused ends the story: it could only go on wrong', async () => {
    const { played } = city([], [{ ok: false, errors: [{ code: 'NOT_ALLOWED' }] }]);
    await expect(played.ask('police', QUESTION)).rejects.toThrow('police refused police.stop-orders.v1 to police/officer: NOT_ALLOWED');
  });
});
