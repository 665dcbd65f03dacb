import { type IncomingMessage, type Server, createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type Booking, type CoreBanking, type LineNetwork, instant } from '@interlock/kernel';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type HttpOutside, openHttpOutside } from './http-outside.ts';
import { answerCoreCall, answerNetworkCall } from './outside-calls.ts';

const NOON = instant('2026-03-02T04:00:00.000Z');
const EVENING = instant('2026-03-02T12:00:00.000Z');
const ACCOUNT = 'a1.mfrggzdfmztwq2lk' as const;
const BOOKING: Booking = {
  reference: 'ref-1',
  serial: 7,
  direction: 'out',
  kind: 'transfer',
  amountFen: 166_000_000,
  at: NOON,
  counterparty: { bank: 'bank-rural', number: '6222', holder: 'Wang' },
};
const CASH: Booking = { reference: 'ref-2', serial: 8, direction: 'out', kind: 'cash-atm', amountFen: 500, at: NOON };
const HOLD = { code: '0000', answeredAt: NOON, balanceFen: 166_000_500, heldFen: 166_000_000, bookings: [BOOKING, CASH] };
const STOP = {
  ...{ key: 'order-1', accountRef: ACCOUNT, namedFen: 166_000_000, from: NOON, lapseHours: 48, continues: EVENING },
  stated: { number: '6221', holder: 'Li', amountFen: 166_000_000, paidAt: NOON },
};

/** A core that answers from a script and keeps what it was asked. */
function scriptedCore(asked: unknown[]): CoreBanking {
  const told =
    <Answer>(answer: Answer) =>
    (request: unknown) => {
      asked.push(request);
      return Promise.resolve(answer);
    };
  return {
    stop: told(HOLD),
    release: told({ releasedAt: NOON }),
    freeze: told({ frozenFen: 5, balanceFen: 10, availableFen: 5, answeredAt: NOON }),
    extendFreeze: told({ answeredAt: NOON, endedAt: EVENING }),
    unfreeze: told({ unfrozenAt: EVENING }),
    bookings: told([BOOKING, CASH]),
    owns: told(true),
  };
}

function scriptedNetwork(asked: unknown[]): LineNetwork {
  const told =
    <Answer>(answer: Answer) =>
    (request: unknown) => {
      asked.push(request);
      return Promise.resolve(answer);
    };
  return {
    suspend: told({ doneAt: NOON, known: true }),
    restore: told({ doneAt: EVENING, known: false }),
    deliver: told({ at: NOON, result: 'no-answer' as const }),
  };
}

let server: Server | undefined;
let outside: HttpOutside | undefined;
afterEach(async () => {
  await outside?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  [server, outside] = [undefined, undefined];
});

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const texts: string[] = [];
  for await (const chunk of request.setEncoding('utf8')) texts.push(String(chunk));
  return JSON.parse(texts.join(''));
}

/** What stands outside, and how the server answers instead, if it does. */
async function open(
  asked: unknown[],
  instead?: (answer: (status: number, text: string) => void, path: string) => boolean,
  timeoutMs = 2_000,
): Promise<{ readonly outside: HttpOutside; readonly paths: string[] }> {
  const paths: string[] = [];
  server = createServer((request, response) => {
    const { url: path = '' } = request;
    paths.push(`${String(request.method)} ${path}`);
    const answer = (status: number, text: string): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    };
    void bodyOf(request).then(async (body) => {
      if (instead?.(answer, path) === true) return;
      const [, port, , call = ''] = path.split('/');
      const said = await (port === 'core'
        ? answerCoreCall(scriptedCore(asked), call, body)
        : answerNetworkCall(scriptedNetwork(asked), call, body));
      answer(said.status, JSON.stringify(said.body));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- of a server that listens on a port
  const { port } = server.address() as AddressInfo;
  outside = openHttpOutside({ url: `http://127.0.0.1:${String(port)}`, timeoutMs });
  return { outside, paths };
}

describe('the world outside over HTTP', () => {
  it('is asked with the port’s own requests and answers with its own answers, keys and all', async () => {
    const asked: unknown[] = [];
    const { outside: far, paths } = await open(asked);
    const core = far.core('bank-industry');
    const freeze = { key: 'freeze-1', accountRef: ACCOUNT, sumFen: 5, months: 6 };
    const unfreeze = { key: 'lift-1', freezeKey: 'freeze-1', accountRef: ACCOUNT };
    expect(await core.stop(STOP)).toEqual(HOLD);
    expect(await core.release({ key: 'order-1', accountRef: ACCOUNT })).toEqual({ releasedAt: NOON });
    expect(await core.freeze(freeze)).toMatchObject({ frozenFen: 5, availableFen: 5 });
    expect(await core.extendFreeze({ ...unfreeze, until: EVENING })).toEqual({ answeredAt: NOON, endedAt: EVENING });
    expect(await core.unfreeze(unfreeze)).toEqual({ unfrozenAt: EVENING });
    expect(await core.bookings({ accountRef: ACCOUNT, from: NOON })).toEqual([BOOKING, CASH]);
    expect(await core.owns(ACCOUNT)).toBe(true);
    const network = far.network('operator-mobile');
    expect(await network.suspend({ key: 's-1', numberRef: 'n1.abc', grade: 'one' })).toEqual({ doneAt: NOON, known: true });
    expect(await network.restore({ key: 'r-1', numberRef: 'n1.abc' })).toEqual({ doneAt: EVENING, known: false });
    const warning = { key: 'w-1', numberRef: 'n1.abc', channel: 'sms' as const, text: 'Do not pay' };
    expect(await network.deliver(warning)).toEqual({ at: NOON, result: 'no-answer' });
    expect(asked[0]).toEqual(STOP);
    expect(asked[2]).toEqual(freeze);
    expect(asked.at(-1)).toEqual(warning);
    expect(paths).toEqual([
      ...['stop', 'release', 'freeze', 'extendFreeze', 'unfreeze', 'bookings', 'owns'].map((call) => `POST /core/bank-industry/${call}`),
      ...['suspend', 'restore', 'deliver'].map((call) => `POST /network/operator-mobile/${call}`),
    ]);
  });

  it.each([
    ['a failure inside', (answer: (status: number, text: string) => void) => (answer(503, '{}'), true)],
    ['an answer that is no JSON', (answer: (status: number, text: string) => void) => (answer(200, '<html>'), true)],
    ['an answer that lacks a field', (answer: (status: number, text: string) => void) => (answer(200, '{"code":"0000"}'), true)],
    ['no answer at all', () => true],
  ])('is CORE_UNAVAILABLE after %s, so that the effect asks again', async (_what, instead) => {
    const { outside: far } = await open([], instead, 150);
    const failure = far.core('bank-industry').stop(STOP);
    await expect(failure).rejects.toMatchObject({ code: 'CORE_UNAVAILABLE' });
    // Its message ends in a log: nothing of what was asked stands in it.
    await expect(failure).rejects.not.toThrow(/6221|Li/);
  });

  it('is NETWORK_UNAVAILABLE where nobody listens, and reached again once somebody does', async () => {
    const asked: unknown[] = [];
    let isBroken = true;
    const { outside: far } = await open(asked, (answer) => isBroken && (answer(500, ''), true));
    const suspend = () => far.network('operator-mobile').suspend({ key: 's-1', numberRef: 'n1.abc', grade: 'one' });
    await expect(suspend()).rejects.toMatchObject({ code: 'NETWORK_UNAVAILABLE' });
    isBroken = false;
    expect(await suspend()).toEqual({ doneAt: NOON, known: true });
    const nobody = openHttpOutside({ url: 'http://127.0.0.1:9', timeoutMs: 1_000 });
    await expect(nobody.core('bank-industry').owns(ACCOUNT)).rejects.toMatchObject({ code: 'CORE_UNAVAILABLE' });
    await nobody.close();
  });

  it('refuses a request that does not fit, by the field, and a call that it does not know', async () => {
    const core = scriptedCore([]);
    expect(await answerCoreCall(core, 'stop', { ...STOP, stated: { ...STOP.stated, amountFen: 1.5 } })).toEqual({
      status: 400,
      body: { code: 'INVALID', path: 'stated.amountFen' },
    });
    expect(await answerCoreCall(core, 'steal', {})).toMatchObject({ status: 404 });
    expect(
      await answerNetworkCall(scriptedNetwork([]), 'deliver', { key: 'w', numberRef: 'n1.a', channel: 'fax', text: '' }),
    ).toMatchObject({
      body: { path: 'channel' },
    });
  });
});
