import { type Lane, type LaneBatch, type LaneFact, type Watermark, isInstant } from '@interlock/kernel';
import { type ArrivedMessage, type OutgoingMessage } from './kafka-client.ts';
import { KafkaError } from './kafka-error.ts';

/**
 * CloudEvents 1.0 in Kafka’s binary mode (content in the value, attributes in headers), so that a reader who knows nothing of Interlock
 * understands a lane. What only the two ends need has headers of its own, `interlock_…`.
 */
const TYPE_PREFIX = 'cn.interlock.';
const SOURCE_PREFIX = '/interlock/';
const SCHEMA_PREFIX = 'urn:interlock:contract:';
/** A message of its own when nothing else goes: it has no number, so that facts are numbered without a gap for every reader. */
const WATERMARK_TYPE = `${TYPE_PREFIX}lane.watermark.v1`;

/** One message of a batch on its way. */
export interface EncodedMessage {
  /** Absent for a watermark alone. */
  readonly number?: number;
  readonly message: OutgoingMessage;
  /** About as many as it takes in a request. */
  readonly bytes: number;
}

/** One message of a lane, read. */
export interface LaneMessage {
  readonly offset: bigint;
  readonly bytes: number;
  readonly storeId: string;
  readonly epoch: number;
  readonly fact?: LaneFact;
  /** Ends the batch that the source sent. */
  readonly watermark?: Pick<Watermark, 'position' | 'revision' | 'sentAt'>;
}

/** Facts in their order, the watermark on the last of them; a message of its own when there is none. */
export function encodeBatch(lane: Lane, batch: LaneBatch): readonly EncodedMessage[] {
  const { facts, watermark } = batch;
  if (facts.length === 0) return [encodeWatermark(lane, watermark)];
  const common = commonHeaders(lane, watermark);
  return facts.map((fact, index) => encodeFact(fact, common, index === facts.length - 1 ? watermarkHeaders(watermark) : {}));
}

export function encodeWatermark(lane: Lane, watermark: Watermark): EncodedMessage {
  const { storeId, position, revision } = watermark;
  const headers = {
    ...commonHeaders(lane, watermark),
    ...watermarkHeaders(watermark),
    ce_id: `${storeId}/${String(watermark.epoch ?? 1)}/${String(revision)}/${position}`,
    ce_type: WATERMARK_TYPE,
    'content-type': 'application/json',
  };
  // The two ends read the headers, as on a fact; readers of CloudEvents find it in the data, which some of them want of every event.
  return sized({ key: null, value: Buffer.from(JSON.stringify(watermark)), headers }, undefined);
}

function encodeFact(fact: LaneFact, common: Readonly<Record<string, string>>, more: Readonly<Record<string, string>>): EncodedMessage {
  const { causationId, correlationId, traceparent, backfilledFrom, versions } = fact;
  const headers = {
    ...common,
    ce_id: fact.id,
    ce_type: `${TYPE_PREFIX}${fact.type}`,
    ce_dataschema: `${SCHEMA_PREFIX}${fact.type}`,
    ce_sequence: String(fact.number),
    'content-type': 'application/json',
    interlock_position: fact.position,
    ...(correlationId !== undefined && { ce_subject: correlationId, interlock_correlation: correlationId }),
    ...(causationId !== undefined && { interlock_causation: causationId }),
    ...(traceparent !== undefined && { traceparent }),
    ...(backfilledFrom !== undefined && { interlock_backfilled_from: backfilledFrom }),
    ...(versions && { interlock_versions: versions.join(' ') }),
    ...more,
  };
  return sized({ key: correlationId ?? fact.id, value: Buffer.from(JSON.stringify(fact.data)), headers }, fact.number);
}

function commonHeaders({ from }: Lane, { storeId, epoch }: Watermark): Readonly<Record<string, string>> {
  return {
    ce_specversion: '1.0',
    ce_source: `${SOURCE_PREFIX}${from}`,
    interlock_store: storeId,
    interlock_epoch: String(epoch ?? 1),
  };
}

function watermarkHeaders({ position, revision, sentAt }: Watermark): Readonly<Record<string, string>> {
  return {
    interlock_watermark_position: position,
    interlock_watermark_revision: String(revision),
    ...(sentAt !== undefined && { interlock_sent_at: sentAt }),
  };
}

/** Lengths, timestamps and offsets of a record, and of each of its headers, are a few bytes. */
const RECORD_BYTES = 32;
const HEADER_BYTES = 4;

function sized(message: OutgoingMessage, number: number | undefined): EncodedMessage {
  let bytes = RECORD_BYTES + (message.key?.length ?? 0) * 3 + (message.value?.length ?? 0);
  for (const name in message.headers) bytes += HEADER_BYTES + name.length + (message.headers[name]?.length ?? 0);
  return number === undefined ? { message, bytes } : { number, message, bytes };
}

/** Throws MESSAGE_UNREADABLE with what does not fit, or MESSAGE_TOO_LARGE; never with what the message says. */
export function decodeMessage(lane: Lane, arrived: ArrivedMessage, bytesMax: number): LaneMessage {
  const { headers, value, offset } = arrived;
  const text = (name: string, form: RegExp): string => {
    const found = headers.get(name);
    if (found === undefined || !form.test(found)) throw unreadable(`header ${name} ${found === undefined ? 'is missing' : 'does not fit'}`);
    return found;
  };
  const optional = (name: string, form: RegExp): string | undefined => (headers.has(name) ? text(name, form) : undefined);
  text('ce_specversion', /^1\.0$/);
  if (text('ce_source', ANY) !== `${SOURCE_PREFIX}${lane.from}`) throw unreadable('header ce_source names another node');
  const bytes = value?.length ?? 0;
  if (bytes > bytesMax) throw new KafkaError('MESSAGE_TOO_LARGE', `${String(bytes)} bytes are more than ${String(bytesMax)}`);
  const type = text('ce_type', TYPE);
  const id = text('ce_id', ANY);
  const place = { offset, bytes, storeId: text('interlock_store', ANY), epoch: Number(text('interlock_epoch', NUMBER)) };
  const revision = optional('interlock_watermark_revision', REVISION);
  const position = optional('interlock_watermark_position', POSITION);
  if ((revision === undefined) !== (position === undefined)) throw unreadable('half a watermark');
  const sentAt = optional('interlock_sent_at', ANY);
  if (sentAt !== undefined && !isInstant(sentAt)) throw unreadable('header interlock_sent_at does not fit');
  const moment = sentAt === undefined ? {} : { sentAt };
  const watermark = revision === undefined || position === undefined ? undefined : { revision: Number(revision), position, ...moment };
  if (type === WATERMARK_TYPE) {
    if (!watermark) throw unreadable('a watermark that says nothing');
    return { ...place, watermark };
  }
  const causationId = optional('interlock_causation', ANY);
  const correlationId = optional('interlock_correlation', ANY);
  const traceparent = optional('traceparent', ANY);
  const backfilledFrom = optional('interlock_backfilled_from', ANY);
  if (backfilledFrom !== undefined && !isInstant(backfilledFrom)) throw unreadable('header interlock_backfilled_from does not fit');
  const versions = optional('interlock_versions', ANY)?.split(' ');
  const fact: LaneFact = {
    number: Number(text('ce_sequence', NUMBER)),
    id,
    type: type.slice(TYPE_PREFIX.length),
    data: dataOf(value),
    position: text('interlock_position', POSITION),
    ...(causationId !== undefined && { causationId }),
    ...(correlationId !== undefined && { correlationId }),
    ...(traceparent !== undefined && { traceparent }),
    ...(backfilledFrom !== undefined && { backfilledFrom }),
    ...(versions && { versions }),
  };
  return { ...place, fact, ...(watermark && { watermark }) };
}

const ANY = /^[^\p{Cc}]{1,1000}$/u;
const TYPE = /^cn\.interlock\.[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/;
const NUMBER = /^\d{1,15}$/;
const REVISION = /^(-1|\d{1,15})$/;
const POSITION = /^-?\d{1,20}$/;

function dataOf(value: Buffer | null): Readonly<Record<string, unknown>> {
  let data: unknown;
  try {
    data = JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    throw unreadable('the value is no JSON');
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw unreadable('the value is no JSON object');
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- an object read from JSON; its contract is checked by who reads the fact
  return data as Readonly<Record<string, unknown>>;
}

function unreadable(reason: string): KafkaError {
  return new KafkaError('MESSAGE_UNREADABLE', reason);
}
