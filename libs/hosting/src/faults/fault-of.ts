import { KafkaFault } from '@interlock/adapters';
import { isStoreError, type StoreErrorCode } from '@interlock/kernel';
import { EXIT, Fault, type FaultText } from './fault.ts';

type Advice = Pick<FaultText, 'what' | 'how' | 'exit'>;

const BACKUP = 'put the folder back from a backup (`interlock restore`), or look first with `interlock verify` and `interlock doctor`';

const STORES: Readonly<Record<StoreErrorCode, Advice>> = {
  STORE_DAMAGED: { what: 'A log is damaged', how: BACKUP, exit: EXIT.failed },
  STORE_IN_USE: { what: 'A log is in use', how: 'stop the process that uses it, or name another folder with --data', exit: EXIT.conflict },
  STORE_NEWER: { what: 'A log is of a newer Interlock', how: 'update this one, or name another folder with --data', exit: EXIT.failed },
  STORE_FULL: {
    what: 'The disk is full',
    how: 'make room and start again: everything that was acknowledged is kept',
    exit: EXIT.failed,
  },
  STORE_UNAVAILABLE: {
    what: 'A log cannot be used',
    how: 'check the folder’s permissions and its disk, then try again',
    exit: EXIT.failed,
  },
  STORE_CLOSED: { what: 'The city is stopping', how: 'try again when it runs', exit: EXIT.failed },
  POSITION_BEYOND_HEAD: {
    what: 'A log is older than its readers',
    how: 'see `interlock doctor`: it was put back from a backup',
    exit: EXIT.finding,
  },
  WRONG_EXPECTED_REVISION: { what: 'Somebody else wrote first', how: 'try again', exit: EXIT.conflict },
  IDEMPOTENCY_MISMATCH: { what: 'The id was used before', how: 'use a new id', exit: EXIT.conflict },
  EVENT_TOO_LARGE: { what: 'An event is too large', how: 'send less text: 1 MB is the most', exit: EXIT.invalid },
  STREAM_NAME_REFUSED: { what: 'A stream cannot have that name', how: 'use a code of letters, digits and hyphens', exit: EXIT.invalid },
};

/** Of trust’s and nest-kit’s errors, which are matched by code. */
const CODES: Readonly<Record<string, Advice>> = {
  TREE_MISSING: { what: 'A log’s tree is missing', how: `nobody can tell whether the log was changed: ${BACKUP}`, exit: EXIT.failed },
  TREE_SHORT: { what: 'A log’s tree is damaged', how: BACKUP, exit: EXIT.failed },
  TREE_DAMAGED: { what: 'A log’s tree is damaged', how: BACKUP, exit: EXIT.failed },
  TREE_AHEAD: { what: 'A log was cut off or is an old copy', how: BACKUP, exit: EXIT.failed },
  TREE_DIVERGED: { what: 'A log was changed', how: BACKUP, exit: EXIT.failed },
  KEYS_DAMAGED: { what: 'A key file is damaged', how: BACKUP, exit: EXIT.failed },
  KEYS_NEWER: { what: 'A key file is of a newer Interlock', how: 'update this one', exit: EXIT.failed },
  KEYS_OTHER_NODE: { what: 'A key file is another node’s', how: BACKUP, exit: EXIT.failed },
  KEYS_OTHER_MASTER: { what: 'A key file and its master key do not fit', how: BACKUP, exit: EXIT.failed },
  KEYS_UNAVAILABLE: { what: 'A key could not be written', how: 'make room on the disk and start again', exit: EXIT.failed },
  REGISTER_MISSING: { what: 'The register of issuers is missing', how: BACKUP, exit: EXIT.failed },
  REGISTER_DAMAGED: { what: 'The register of issuers is damaged', how: BACKUP, exit: EXIT.failed },
  REGISTER_FORGED: { what: 'The register of issuers is forged', how: BACKUP, exit: EXIT.failed },
  CERTIFICATE_MISSING: {
    what: 'A certificate is missing',
    how: 'name the folder that holds ca.pem and <node>/cert.pem and key.pem; `interlock up` makes them for a city on one machine',
    exit: EXIT.notFound,
  },
  BROKER_UNREACHABLE: { what: 'Kafka does not answer', how: 'check that it runs, and its address and port', exit: EXIT.failed },
  BROKER_CREDENTIALS_REFUSED: {
    what: 'Kafka and this certificate do not accept each other',
    how: 'use a certificate of the brokers’ authority, whose name may do this',
    exit: EXIT.failed,
  },
  TOPIC_REFUSED: { what: 'Kafka refuses this name the topic', how: 'use the administrator’s certificate', exit: EXIT.failed },
  BROKER_TROUBLE: { what: 'Kafka answers with an error', how: 'read the brokers’ logs', exit: EXIT.failed },
  EADDRINUSE: {
    what: 'The port is taken',
    how: 'name a free one with --port or INTERLOCK_PORT (0 takes any), or stop the other program',
    exit: EXIT.conflict,
  },
  EACCES: { what: 'A file or port may not be used', how: 'check its permissions, or name another folder with --data', exit: EXIT.failed },
  EPERM: { what: 'A file may not be used', how: 'check its permissions, or name another folder with --data', exit: EXIT.failed },
  EROFS: { what: 'The file system is read-only', how: 'name a folder that can be written with --data', exit: EXIT.failed },
  ENOSPC: { what: 'The disk is full', how: 'make room and start again: everything that was acknowledged is kept', exit: EXIT.failed },
  EFBIG: { what: 'A file reached its size limit', how: 'raise the limit (ulimit -f) and start again', exit: EXIT.failed },
  ENOENT: { what: 'A file is missing', how: 'check the path', exit: EXIT.notFound },
  EISDIR: { what: 'A folder stands where a file is needed', how: 'name a file, or another folder with --data', exit: EXIT.usage },
  ENOTDIR: { what: 'A file stands where a folder is needed', how: 'name another folder with --data', exit: EXIT.usage },
};

/** Any error in words for the person at the terminal; what is nobody’s mistake says so. */
export function faultOf(error: unknown, about?: string): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof KafkaFault) {
    const { code, message, how } = error;
    return new Fault({ code, what: 'There is no Kafka', why: message, how, exit: EXIT.failed }, { cause: error });
  }
  const why = `${about === undefined ? '' : `${about}: `}${error instanceof Error ? error.message : String(error)}`;
  const code = codeOf(error);
  const advice = isStoreError(error) ? STORES[error.code] : CODES[code ?? ''];
  if (advice) return new Fault({ code: code ?? 'FAILED', why, ...advice }, { cause: error });
  return new Fault(
    {
      code: 'UNEXPECTED',
      what: 'Something failed that should not',
      why,
      how: 'run it again with INTERLOCK_DEBUG=1 and report what it prints',
      exit: EXIT.failed,
    },
    { cause: error },
  );
}

/** The closed code of an error, also of one of another realm. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
