import {
  type Clock,
  type CommandError,
  type CommandTransport,
  type NodeAnswer,
  type NodeReply,
  type SentPosition,
  type SentRequest,
  msBetween,
  refusal,
  settlesCommand,
} from '@interlock/kernel';
import { type Decoder, bigInteger, fields, integer, listOf, record, text, yesNo } from './decode.ts';
import { type Patience, type PeerAnswer, type PeerClient } from './peer-client.ts';

export interface HttpTransportOptions {
  /** As an edge: its certificate names the gateway, the player or the command line. */
  readonly client: PeerClient;
  /** Business time: a command’s `validUntil` counts in it. */
  readonly clock: Pick<Clock, 'now'>;
  /** Longest that a caller waits for an answer (machine time). */
  readonly deadlineMs?: number;
  /** Longest that it waits for a node that cannot be reached at all. */
  readonly unreachableMs?: number;
}

const DEADLINE_MS = 10_000;
const UNREACHABLE_MS = 1_500;
/** A command whose time is over may have had its first answer: it is asked for all the same. */
const DEADLINE_MS_MIN = 1_000;

/** Commands and queries to nodes of other processes. Only the same command id is ever sent again. */
export function makeHttpTransport(options: HttpTransportOptions): CommandTransport {
  const { client, clock, deadlineMs = DEADLINE_MS, unreachableMs = UNREACHABLE_MS } = options;
  const patienceFor = ({ validUntil }: SentRequest): Patience => {
    const left = validUntil === undefined ? deadlineMs : msBetween(clock.now(), validUntil);
    return { deadlineMs: Math.min(deadlineMs, Math.max(DEADLINE_MS_MIN, left)), unreachableMs };
  };
  return {
    async command(to, request) {
      const answer = await client.ask(to, { method: 'POST', path: pathOf(to, 'commands'), json: request }, patienceFor(request));
      const read = answer.ok ? readAs(readAnswer, to, answer.body) : answer;
      // Whatever was met after a try that may have been carried out: only what the node itself has decided tells what became of it.
      const unknown = refusal({ code: 'OUTCOME_UNKNOWN', details: { node: to, commandId: request.commandId } });
      if (read.ok) return answer.mayBeDone && !settlesCommand(read.value) ? unknown : read.value;
      return read.mayBeDone ? unknown : refusal(errorOf(read));
    },
    async query(to, request) {
      const answer = await client.ask(to, { method: 'POST', path: pathOf(to, 'queries'), json: request }, { deadlineMs, unreachableMs });
      const read = answer.ok ? readAs(readReply, to, answer.body) : answer;
      return read.ok ? read.value : { ok: false, errors: [errorOf(read)] };
    },
  };
}

type Refused = Extract<PeerAnswer, { readonly ok: false }>;

function readAs<Value>(decode: Decoder<Value>, node: string, body: unknown): { readonly ok: true; readonly value: Value } | Refused {
  try {
    return { ok: true, value: decode(body, '') };
  } catch {
    return { ok: false, code: 'NODE_UNAVAILABLE', details: { node, reason: 'UNREADABLE' }, mayBeDone: true };
  }
}

function errorOf({ code, details }: Refused): CommandError {
  return { code, details };
}

function pathOf(node: string, what: 'commands' | 'queries'): string {
  return `/nodes/${encodeURIComponent(node)}/${what}`;
}

const readError: Decoder<CommandError> = record({ code: text }, { rule: text, path: text, details: fields });
const readPosition: Decoder<SentPosition> = record({ node: text, storeId: text, position: text });
const readDone = record({ position: bigInteger, outcome: fields, repeated: yesNo }, { version: integer, token: readPosition });
const readNotDone = record({ errors: listOf(readError) }, { outcome: fields, position: bigInteger, token: readPosition });
const readSight = record({}, { at: readPosition, stale: listOf(record({ node: text, position: text, reached: text })) });
const readErrors = record({ errors: listOf(readError) });

const readAnswer: Decoder<NodeAnswer> = (value, path) =>
  isOk(value) ? { ok: true, ...readDone(value, path) } : { ok: false, ...readNotDone(value, path) };

const readReply: Decoder<NodeReply> = (value, path) =>
  isOk(value) ? { ok: true, answer: fields(value, path)['answer'], ...readSight(value, path) } : { ok: false, ...readErrors(value, path) };

function isOk(value: unknown): boolean {
  return fields(value, '')['ok'] === true;
}
