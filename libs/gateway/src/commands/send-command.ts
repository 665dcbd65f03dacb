import { type CommandError, type NodeAnswer, type SentRequest, isInstant, settlesCommand } from '@interlock/kernel';
import { NodeCommand, logSent, traceSending } from '@interlock/nest-kit';
import { type CommandBus } from '@nestjs/cqrs';
import { type GatewayOptions } from '../gateway-options.ts';
import { refusedBy, throwIfDenied, unauthenticated } from '../errors.ts';
import { type Session } from '../identity/session.ts';
import { tokenText } from '../position-token.ts';
import { hasText, textOf } from './error-texts.ts';
import { type CommandOperation } from './operation.ts';
import { type OutcomeKey, type Outcomes } from './outcomes.ts';
import { type LocalText } from './texts/local-text.ts';

interface ShownError extends CommandError {
  readonly message: LocalText;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What sending a command needs of the gateway. */
export interface Sending {
  readonly commands: CommandBus;
  readonly options: Pick<GatewayOptions, 'clock' | 'validUntil' | 'log'>;
  readonly outcomes: Outcomes;
}

/** Takes a mutation’s input apart, sends the command to the node that owns the stream, and shows the answer. */
export async function sendCommand(
  { commands, options, outcomes }: Sending,
  operation: CommandOperation,
  session: Session,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { person } = session;
  if (!person) throw unauthenticated('TOKEN_MISSING', 'A signed token is needed: Authorization: Bearer …');
  const { commandId, secondToken, validUntil, expectedVersion, ...body } = input;
  if (typeof commandId !== 'string' || !UUID.test(commandId))
    return shown([{ code: 'INVALID', path: 'commandId', details: { problem: 'Not a UUID in small letters' } }]);
  const until = typeof validUntil === 'string' && isInstant(validUntil) ? validUntil : options.validUntil?.(options.clock.now());
  const request: SentRequest = {
    name: operation.contract.name,
    commandId,
    body: withoutNulls(body),
    token: person.token,
    ...(typeof secondToken === 'string' && { secondToken }),
    ...(until !== undefined && { validUntil: until }),
    ...(typeof expectedVersion === 'number' && { expectedVersion }),
    ...(session.traceparent !== undefined && { traceparent: session.traceparent }),
  };
  const to = operation.to === 'own' ? person.actor.member : operation.to;
  logSent(options.log, { to, name: request.name, commandId });
  const answer = await traceSending(to, request, (traced) => commands.execute(new NodeCommand(to, traced)));
  const { member, person: badge } = person.actor;
  const isOpen = followed({ member, person: badge, node: to, commandId }, request, answer, outcomes);
  if (!answer.ok) throwIfDenied(answer.errors);
  return isOpen ? shown([unknownAt(to, commandId)]) : payloadOf(operation, answer);
}

/** Whether it is open what became of the command: then the gateway asks on. What the node itself answers settles it. */
function followed(key: OutcomeKey, request: SentRequest, answer: NodeAnswer, outcomes: Outcomes): boolean {
  if (settlesCommand(answer)) {
    outcomes.heard(key, answer);
    return false;
  }
  if (!answer.ok && answer.errors.some(({ code }) => code === 'OUTCOME_UNKNOWN')) outcomes.follow(key, request);
  return outcomes.of(key)?.state === 'UNKNOWN';
}

function unknownAt(node: string, commandId: string): CommandError {
  return { code: 'OUTCOME_UNKNOWN', details: { node, commandId } };
}

function payloadOf(operation: CommandOperation, answer: NodeAnswer): Readonly<Record<string, unknown>> {
  const { outcome, ...common } = essentialsOf(operation, answer);
  return { ...common, repeated: answer.ok && answer.repeated, ...outcome };
}

/** What every payload says, and what came of the command by the fields that its mutation shows. */
export function essentialsOf(operation: CommandOperation, answer: NodeAnswer) {
  const outcome: Readonly<Record<string, unknown>> = Object.fromEntries(
    Object.keys(operation.outcome).flatMap((field) =>
      answer.outcome?.[field] === undefined ? [] : [[field, shownOutcome(answer.outcome[field])]],
    ),
  );
  const position = answer.token && { ...answer.token, token: tokenText(answer.token.node, answer.token.storeId, answer.token.position) };
  const version = answer.ok && answer.version !== undefined ? { version: answer.version } : {};
  return { ...shown(answer.ok ? [] : answer.errors), ...(position && { position }), ...version, outcome };
}

/** In an action over many each account has its own error, with its own words. */
function shownOutcome(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('error' in one)) return one;
    const { error } = one;
    return isError(error) ? { ...one, error: { ...error, message: textOf(error.code) } } : one;
  });
}

function isError(value: unknown): value is CommandError {
  return typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';
}

function shown(errors: readonly CommandError[]): { readonly errors: readonly ShownError[]; readonly repeated: boolean } {
  return { errors: errors.map((error) => ({ ...error, message: textOf(error.code) })), repeated: false };
}

/** GraphQL’s null is a field left out: contracts know no null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const fields: readonly (readonly [string, unknown])[] = Object.entries(value);
  return Object.fromEntries(
    fields.filter(([, inner]) => inner !== null && inner !== undefined).map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}

/** Answers of queries that are themselves refusals: the body did not fit, or the stream that records the question said no. */
export function throwIfRefused(answer: unknown): void {
  if (typeof answer !== 'object' || answer === null || !('errors' in answer) || !Array.isArray(answer.errors)) return;
  const errors: readonly unknown[] = answer.errors;
  const [first] = errors;
  if (!isError(first) || first.code === 'INVALID' || !hasText(first.code))
    throw refusedBy('BAD_USER_INPUT', 'The arguments do not fit', isError(first) ? { path: first.path } : {});
  const { code, rule, details } = first;
  throw refusedBy(code, textOf(code).en, { ...(rule !== undefined && { rule }), ...(details && { details }) });
}
