/** What is wrong between a node and its broker. What to do about each: docs/lanes-on-kafka.md. */
export type KafkaErrorCode =
  /** No broker answers. */
  | 'BROKER_UNREACHABLE'
  /** The broker or this node does not accept the other’s certificate. */
  | 'BROKER_CREDENTIALS_REFUSED'
  /** This node’s own certificate is over. */
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_NOT_YET_VALID'
  /** Too few replicas are in sync to take anything for good. */
  | 'BROKER_REPLICAS_MISSING'
  /** The broker answers with an error that has no code of its own here. */
  | 'BROKER_TROUBLE'
  | 'TOPIC_UNKNOWN'
  /** The lane’s topic is another’s: access rules name other principals. */
  | 'TOPIC_REFUSED'
  | 'GROUP_REFUSED'
  /** The broker has not taken how far this node has read; it will be delivered again. */
  | 'OFFSET_NOT_COMMITTED'
  /** Nothing was heard of the consumer group, or a lane stood still while its topic grew: the consumer was built anew. */
  | 'CONSUMER_STUCK'
  /** A fact is larger than the topic takes, or than is read here: the recipient fetches it from the source. */
  | 'MESSAGE_TOO_LARGE'
  /** A message on a lane’s topic that is no fact of that lane: passed over; a number that is missing is fetched from the source. */
  | 'MESSAGE_UNREADABLE';

export class KafkaError extends Error {
  override readonly name = 'KafkaError';
  readonly code: KafkaErrorCode;

  constructor(code: KafkaErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

const ANSWERS: readonly string[] = [
  'TOPIC_UNKNOWN',
  'TOPIC_REFUSED',
  'GROUP_REFUSED',
  'MESSAGE_TOO_LARGE',
] satisfies readonly KafkaErrorCode[];

/** The broker has said no: nothing is wrong with the connection. */
export function isAnswer(code: KafkaErrorCode): boolean {
  return ANSWERS.includes(code);
}

const CODES_OF_PROTOCOL: Readonly<Record<string, KafkaErrorCode>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'TOPIC_UNKNOWN',
  UNKNOWN_TOPIC_ID: 'TOPIC_UNKNOWN',
  INVALID_TOPIC_EXCEPTION: 'TOPIC_UNKNOWN',
  TOPIC_AUTHORIZATION_FAILED: 'TOPIC_REFUSED',
  GROUP_AUTHORIZATION_FAILED: 'GROUP_REFUSED',
  CLUSTER_AUTHORIZATION_FAILED: 'BROKER_CREDENTIALS_REFUSED',
  SASL_AUTHENTICATION_FAILED: 'BROKER_CREDENTIALS_REFUSED',
  MESSAGE_TOO_LARGE: 'MESSAGE_TOO_LARGE',
  RECORD_LIST_TOO_LARGE: 'MESSAGE_TOO_LARGE',
  NOT_ENOUGH_REPLICAS: 'BROKER_REPLICAS_MISSING',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'BROKER_REPLICAS_MISSING',
};

/** Words of Node’s TLS and of OpenSSL when certificates do not fit; a broker that only goes away says none of them. */
const CREDENTIALS = /certificate|self.signed|ERR_SSL|SSL routines|ssl3?_|tlsv1|tlsv13|\balert\b|CERT_|altname/i;
/** The one thing of the protocol that a library says without its code. */
const UNKNOWN_TOPIC = /^Unknown topic \S+\.$/;
const UNREACHABLE =
  /ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|timed out|connection|socket|closed|broker not|no broker|PLT_KFK_(NETWORK|TIMEOUT)|disconnected/i;

/** The one of our codes that says what a client library’s error means. Both libraries wrap: the whole chain of causes is looked at. */
export function kafkaErrorOf(error: unknown): KafkaError {
  const chain = chainOf(error);
  for (const one of chain) if (one instanceof KafkaError) return one;
  const message = chain.map(messageOf).join(': ');
  for (const name of chain.flatMap(protocolNames)) {
    const code = CODES_OF_PROTOCOL[name];
    if (code !== undefined) return new KafkaError(code, message);
  }
  if (UNKNOWN_TOPIC.test(message)) return new KafkaError('TOPIC_UNKNOWN', message);
  const words = `${message} ${chain.flatMap(protocolNames).join(' ')}`;
  if (CREDENTIALS.test(words)) return new KafkaError('BROKER_CREDENTIALS_REFUSED', message);
  return new KafkaError(UNREACHABLE.test(words) ? 'BROKER_UNREACHABLE' : 'BROKER_TROUBLE', message);
}

const DEPTH_MAX = 8;

/** An error, what caused it, and what it collects, outermost first. */
function chainOf(error: unknown, depth = 0): readonly unknown[] {
  if (depth > DEPTH_MAX || error === undefined || error === null) return [];
  const collected = field(error, 'errors');
  const several: readonly unknown[] = Array.isArray(collected) ? collected : [];
  const causes = [field(error, 'cause'), field(error, 'originalError'), ...several];
  return [error, ...causes.flatMap((one) => chainOf(one, depth + 1))];
}

function field(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && name in of ? Reflect.get(of, name) : undefined;
}

/** kafkajs says `type`, the other library `apiId`; sockets say `code`. */
function protocolNames(error: unknown): readonly string[] {
  return ['type', 'apiId', 'code', 'name'].flatMap((name) => {
    const value = field(error, name);
    return typeof value === 'string' ? [value] : [];
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
