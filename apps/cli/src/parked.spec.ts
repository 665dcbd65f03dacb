import { openSqliteStores } from '@interlock/adapters';
import { encodeEvent, idOf, instant } from '@interlock/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WUYI, documentIn, interlock, rowsIn, temporaryFolder } from './children.suite.ts';

const folder = temporaryFolder();
const data = folder.at('city');
const POLICY = 'bank_receive_stops_when_police_ask';

beforeAll(async () => {
  expect((await interlock(['play', WUYI, '--json', '--data', data])).code).toBe(0);
});
afterAll(() => {
  folder.remove();
});

/** As the policy’s runner records it: the first order that the bank heard could not be processed. */
async function park(): Promise<string> {
  const stores = openSqliteStores({ threads: 1 });
  const store = await stores.open(`${data}/bank-industry/log.sqlite`);
  const fact = (await store.readAll({})).events.find(({ type }) => type === 'police.stop-ordered.v1');
  if (!fact) throw new Error('no order was heard');
  const stream = `parked-${POLICY}`;
  const { head } = await store.readStream(stream, { direction: 'backwards', limit: 1 });
  const parked = encodeEvent({
    ...{ id: idOf('parked', fact.id, head), type: 'FactParked', schemaVersion: 1, stream },
    data: { policy: POLICY, eventId: fact.id, position: String(fact.position), keys: ['a-key'], reason: 'does not fit' },
    meta: { actor: { kind: 'policy', name: POLICY } },
    recordedAt: instant('2021-03-22T07:00:00.000Z'),
  });
  await store.append([{ stream, expected: head === -1 ? 'no-stream' : head, events: [parked] }]);
  await stores.close();
  return fact.id;
}

async function listed(): Promise<readonly unknown[]> {
  return rowsIn(documentIn((await interlock(['parked', 'list', '--json', '--data', data])).out), 'parked').map(({ eventId }) => eventId);
}

describe('interlock parked', () => {
  it('lists what is parked, lets doctor name it, and rebuilds views to the same bytes all the same', async () => {
    const eventId = await park();
    expect(await listed()).toEqual([eventId]);
    const doctor = await interlock(['doctor', '--data', data]);
    expect(doctor).toMatchObject({ code: 6, out: expect.stringContaining('FACT_PARKED') });
    expect((await interlock(['rebuild', '--data', data])).code).toBe(0);
  });

  it('skips by a clear word only, as a recorded act', async () => {
    const [eventId] = await listed();
    const args = ['parked', 'skip', String(eventId).slice(0, 8), '--reason', 'answered by telephone', '--data', data];
    expect(await interlock(args)).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
    expect(await interlock([...args, '--dry-run'])).toMatchObject({ code: 0, out: expect.stringContaining('would be skipped') });
    expect(await listed()).toHaveLength(1);
    expect((await interlock([...args, '--yes'])).code).toBe(0);
    expect(await listed()).toEqual([]);
    expect((await interlock(args)).code).toBe(2);
    expect((await interlock([...args, '--yes'])).code).toBe(3);
  });

  it('redrives a fact whose cause is gone: what was done already is not done again', async () => {
    const eventId = await park();
    expect(await interlock(['parked', 'redrive', eventId, '--data', data])).toMatchObject({ code: 0, out: '1 processed\n' });
    expect(await listed()).toEqual([]);
    expect((await interlock(['verify', '--deep', '--data', data])).code).toBe(0);
  });
});

describe('interlock doctor', () => {
  it('names the stream whose effect was not done, and nothing that was', async () => {
    const stores = openSqliteStores({ threads: 1 });
    const store = await stores.open(`${data}/bank-industry/log.sqlite`);
    const recordedAt = instant('2021-03-22T07:00:00.000Z');
    const asked = ['account-hold-a1.answered', 'account-hold-a1.unanswered'].map((stream) => ({
      ...{ id: idOf(stream), type: 'StopAnswerBegun', schemaVersion: 1, stream, data: {}, recordedAt },
      meta: { actor: { kind: 'policy', name: POLICY } } as const,
    }));
    const positions: string[] = [];
    for (const intent of asked) {
      const { position } = await store.append([{ stream: intent.stream, expected: 'no-stream', events: [encodeEvent(intent)] }]);
      positions.push(String(position));
    }
    const [answered] = asked;
    if (!answered) throw new Error('nothing was asked');
    const answer = {
      ...{ ...answered, id: idOf('answer'), type: 'StopAnswered' },
      meta: { actor: { kind: 'effect', name: 'bank_stop_account' }, causationId: answered.id } as const,
    };
    await store.append([{ stream: answered.stream, expected: 0, events: [encodeEvent(answer)] }]);
    const stream = 'effect-bank_stop_account';
    const { head } = await store.readStream(stream, { direction: 'backwards', limit: 1 });
    const checkpoint = {
      ...{ id: idOf('checkpoint', head), type: 'CheckpointReached', schemaVersion: 1, stream, recordedAt },
      data: { position: String(BigInt(positions[0] ?? '') - 1n), through: positions[1], open: positions },
      meta: { actor: { kind: 'policy', name: stream } } as const,
    };
    await store.append([{ stream, expected: head === -1 ? 'no-stream' : head, events: [encodeEvent(checkpoint)] }]);
    await stores.close();
    const doctor = await interlock(['doctor', '--json', '--data', data]);
    expect(doctor.code).toBe(6);
    const named = rowsIn(documentIn(doctor.out), 'findings').filter(({ code }) => code === 'EFFECT_UNDONE');
    expect(named.map(({ about, message }) => `${String(about)}: ${String(message)}`)).toEqual([
      'bank-industry: bank_stop_account has not been done for account-hold-a1.unanswered since 2021-03-22T07:00:00.000Z',
    ]);
  });

  it('names what came in and cannot be used, what did not come in, and whose clock is doubtful', async () => {
    const stores = openSqliteStores({ threads: 1 });
    const store = await stores.open(`${data}/police/log.sqlite`);
    const recordedAt = instant('2021-03-22T07:00:00.000Z');
    const meta = { actor: { kind: 'lane', name: 'bank-industry' } } as const;
    const put = async (
      stream: string,
      event: { readonly type: string; readonly data: Readonly<Record<string, unknown>>; readonly meta?: object },
    ) => {
      const { head } = await store.readStream(stream, { direction: 'backwards', limit: 1 });
      const source = { node: 'bank-industry', number: head + 1, position: '1' };
      const id = idOf('put', stream, head);
      const encoded = encodeEvent({ id, schemaVersion: 1, stream, recordedAt, ...event, meta: { ...meta, source, ...event.meta } });
      await store.append([{ stream, expected: head === -1 ? 'no-stream' : head, events: [encoded] }]);
      return id;
    };
    await put('received-bank-industry', { type: 'bank.stop-applied.v2', data: {} });
    await put('received-bank-industry', { type: 'bank.weather-told.v1', data: {} });
    const applied = await put('received-bank-industry', { type: 'bank.stop-applied.v1', data: { bank: 'bank-rural' } });
    const skewed = { answeredAt: '2021-03-22T06:50:00.000Z', skewed: true };
    await put('stop-payment-a1.skewed', { type: 'StopApplied', data: skewed, meta: { causationId: applied } });
    await put('fork-bank-city', { type: 'LaneGap', data: { epoch: 1, number: 999 } });
    await stores.close();
    const doctor = await interlock(['doctor', '--json', '--data', data]);
    const named = rowsIn(documentIn(doctor.out), 'findings').map(
      ({ code, about, message }) => `${String(code)} ${String(about)}: ${String(message)}`,
    );
    expect(named).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^CONTRACT_UNKNOWN_VERSION police: bank\.stop-applied\.v2 of bank-industry is kept and not read/),
        expect.stringMatching(/^CONTRACT_UNKNOWN police: bank\.weather-told\.v1 of bank-industry/),
        expect.stringMatching(/^FACT_UNREADABLE police: bank\.stop-applied\.v1 of bank-industry .*orderId/),
        expect.stringMatching(
          /^CLOCK_SKEWED bank-industry: .* 1 stops; the last is of 2021-03-22T06:50:00.000Z, received at 2021-03-22T07:00:00.000Z/,
        ),
        expect.stringMatching(/^LANE_GAP police: lane bank-city → police: /),
      ]),
    );
  });
});
