import { type CoreBanking, type LineNetwork } from '@interlock/kernel';
import { type Decoder, DecodeError, integer, listOf, moment, oneOf, record, reference, text, yesNo } from './decode.ts';

/** One call of a port as it travels: request and answer are the port’s own objects as JSON. */
interface Call<Port, Sent, Answer> {
  readonly readRequest: Decoder<Sent>;
  readonly readAnswer: Decoder<Answer>;
  run(port: Port, request: Sent): Promise<Answer>;
}

function call<Port, Sent, Answer>(
  readRequest: Decoder<Sent>,
  readAnswer: Decoder<Answer>,
  run: (port: Port, request: Sent) => Promise<Answer>,
): Call<Port, Sent, Answer> {
  return { readRequest, readAnswer, run };
}

const account = reference('a1');
const booking = record(
  {
    reference: text,
    serial: integer,
    direction: oneOf('in', 'out'),
    kind: oneOf('transfer', 'cash-atm', 'pos', 'abroad', 'virtual-currency'),
    amountFen: integer,
    at: moment,
  },
  { counterparty: record({ bank: text, number: text, holder: text }) },
);
const stated = record({ number: text, holder: text, amountFen: integer, paidAt: moment });

/** A bank’s core system: `POST /core/<bank>/<call>`. */
export const CORE_CALLS = {
  stop: call(
    record({ key: text, accountRef: account, stated, namedFen: integer, from: moment, lapseHours: integer }, { continues: moment }),
    record({ code: text, answeredAt: moment, balanceFen: integer, heldFen: integer, bookings: listOf(booking) }),
    (core: CoreBanking, request) => core.stop(request),
  ),
  release: call(record({ key: text, accountRef: account }), record({ releasedAt: moment }), (core: CoreBanking, request) =>
    core.release(request),
  ),
  freeze: call(
    record({ key: text, accountRef: account, sumFen: integer, months: integer }),
    record({ frozenFen: integer, balanceFen: integer, availableFen: integer, answeredAt: moment }),
    (core: CoreBanking, request) => core.freeze(request),
  ),
  extendFreeze: call(
    record({ key: text, freezeKey: text, accountRef: account, until: moment }),
    record({ answeredAt: moment }, { endedAt: moment }),
    (core: CoreBanking, request) => core.extendFreeze(request),
  ),
  unfreeze: call(
    record({ key: text, freezeKey: text, accountRef: account }),
    record({ unfrozenAt: moment }),
    (core: CoreBanking, request) => core.unfreeze(request),
  ),
  bookings: call(record({ accountRef: account, from: moment }), listOf(booking), (core: CoreBanking, request) => core.bookings(request)),
  owns: call(record({ accountRef: account }), yesNo, (core: CoreBanking, { accountRef }) => core.owns(accountRef)),
};

const done = record({ doneAt: moment, known: yesNo });

/** An operator’s network: `POST /network/<operator>/<call>`. */
export const NETWORK_CALLS = {
  suspend: call(record({ key: text, numberRef: text, grade: text }), done, (network: LineNetwork, request) => network.suspend(request)),
  restore: call(record({ key: text, numberRef: text }), done, (network: LineNetwork, request) => network.restore(request)),
  deliver: call(
    record({ key: text, numberRef: text, channel: oneOf('sms', 'ai-call', 'human-call'), text }),
    record({ at: moment, result: oneOf('delivered', 'answered', 'no-answer', 'busy', 'unknown-number') }),
    (network: LineNetwork, request) => network.deliver(request),
  ),
};

/** What the serving side sends back: HTTP status and JSON. */
export interface CallAnswer {
  readonly status: 200 | 400 | 404;
  readonly body: unknown;
}

/** Serves one call that came over HTTP. A throw of the port passes on: the server answers it with 503, and the caller tries again. */
export function answerCoreCall(core: CoreBanking, name: string, body: unknown): Promise<CallAnswer> {
  switch (name) {
    case 'stop':
      return served(CORE_CALLS.stop, core, body);
    case 'release':
      return served(CORE_CALLS.release, core, body);
    case 'freeze':
      return served(CORE_CALLS.freeze, core, body);
    case 'extendFreeze':
      return served(CORE_CALLS.extendFreeze, core, body);
    case 'unfreeze':
      return served(CORE_CALLS.unfreeze, core, body);
    case 'bookings':
      return served(CORE_CALLS.bookings, core, body);
    case 'owns':
      return served(CORE_CALLS.owns, core, body);
    default:
      return unknownCall();
  }
}

export function answerNetworkCall(network: LineNetwork, name: string, body: unknown): Promise<CallAnswer> {
  switch (name) {
    case 'suspend':
      return served(NETWORK_CALLS.suspend, network, body);
    case 'restore':
      return served(NETWORK_CALLS.restore, network, body);
    case 'deliver':
      return served(NETWORK_CALLS.deliver, network, body);
    default:
      return unknownCall();
  }
}

async function unknownCall(): Promise<CallAnswer> {
  return { status: 404, body: { code: 'UNKNOWN_CALL' } };
}

async function served<Port, Sent, Answer>({ readRequest, run }: Call<Port, Sent, Answer>, port: Port, body: unknown): Promise<CallAnswer> {
  let request: Sent;
  try {
    request = readRequest(body, '');
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return { status: 400, body: { code: 'INVALID', path: error.path } };
  }
  return { status: 200, body: await run(port, request) };
}
