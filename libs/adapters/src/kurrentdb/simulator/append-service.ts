import { type handleUnaryCall, type sendUnaryData, type ServiceError, status } from '@grpc/grpc-js';
import serverErrors from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/errors_pb.js';
import errors from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/errors_pb.js';
import messages, {
  type AppendRecord,
  type AppendRecordsRequest,
  type AppendRecordsResponse,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb.js';
import { type AppendFault, type Faults } from './faults.ts';
import { errorInfo, rpcError } from './rpc-status.ts';
import { type ProposedRecord, type SimulatedLog, type StateCheck, type Violation } from './simulated-log.ts';

export interface AppendLimits {
  /** ClusterVNodeOptions.cs, MaxAppendEventSize: 16 MiB unless set. */
  readonly maxEventBytes: number;
  /** ClusterVNodeOptions.cs, MaxAppendSize: a chunk of 256 MiB unless set. */
  readonly maxAppendBytes: number;
}

type Answer = sendUnaryData<AppendRecordsResponse>;

const FORMATS: Readonly<Record<number, string>> = { 1: 'Json', 2: 'Protobuf', 3: 'Avro', 4: 'Bytes' };
/** SchemaNameValidator.cs. */
const SCHEMA_NAME = /^[\p{L}\p{N}_.$:-]+$/u;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** ConsistencyCheckValidator.cs: a revision, NoStream, Exists, Deleted or Tombstoned; Any is refused. */
const STATES_ALLOWED = new Set([-1, -4, -5, -6]);

/** StreamsService.AppendRecords of the v2 API, as StreamsService.cs and its validators have it. */
export function appendRecordsOf(
  log: SimulatedLog,
  limits: AppendLimits,
  faults: Faults,
  cut: () => void,
): handleUnaryCall<AppendRecordsRequest, AppendRecordsResponse> {
  return ({ request }, answer: Answer) => {
    const refused = invalid(request, limits);
    if (refused) return answer(refused);
    const fault = faults.next();
    const early = fault && refusalBefore(fault);
    if (early) return answer(early);
    const outcome = log.write(request.getRecordsList().map(proposed), request.getChecksList().map(checkOf));
    if (fault === 'written-then-cut') return cut();
    if (fault === 'written-unanswered') return;
    if (fault === 'timed-out-written') return answer(timedOut());
    if (fault === 'written-unforeseen') return answer(rpcError(status.UNKNOWN, 'Something else'));
    if (outcome.type === 'violated') return answer(violation(outcome.violations));
    const response = new messages.AppendRecordsResponse();
    response.setPosition(String(outcome.position));
    for (const { stream, revision } of outcome.revisions) {
      const entry = new messages.StreamRevision();
      entry.setStream(stream);
      entry.setRevision(String(revision));
      response.addRevisions(entry);
    }
    return answer(null, response);
  };
}

function refusalBefore(fault: AppendFault): ServiceError | undefined {
  switch (fault) {
    case 'timed-out-unwritten':
      return timedOut();
    case 'not-leader':
      return notLeader();
    case 'not-ready':
      return rpcError(status.UNAVAILABLE, 'Server is not ready', [errorInfo('SERVER_NOT_READY')]);
    case 'written-unanswered':
    case 'timed-out-written':
    case 'written-then-cut':
    case 'written-unforeseen':
      return undefined;
  }
}

/** kurrent/rpc/errors.proto: OPERATION_TIMEOUT is DEADLINE_EXCEEDED. */
function timedOut(): ServiceError {
  return rpcError(status.DEADLINE_EXCEEDED, 'AppendRecords timed out while waiting for commit', [errorInfo('OPERATION_TIMEOUT')]);
}

/** ApiErrors.cs, NotLeaderNode. The v1 API says the same in another way, with headers. */
function notLeader(): ServiceError {
  const details = new serverErrors.NotLeaderNodeErrorDetails();
  return rpcError(status.FAILED_PRECONDITION, 'This node is not the leader', [
    errorInfo('NOT_LEADER_NODE'),
    { type: 'kurrent.rpc.NotLeaderNodeErrorDetails', bytes: details.serializeBinary() },
  ]);
}

/** AppendRecordsRequestValidator.cs and AppendRecordValidator.cs; sizes as AppendRecordExtensions.cs (CalculateSizeOnDisk) takes them. */
function invalid(request: AppendRecordsRequest, limits: AppendLimits): ServiceError | undefined {
  const records = request.getRecordsList();
  const checks = request.getChecksList().map(checkOf);
  const bad = (message: string): ServiceError => rpcError(status.INVALID_ARGUMENT, message, [errorInfo('BAD_REQUEST')]);
  if (records.length === 0) return bad('Append records request must contain at least one record.');
  if (checks.some(({ expected }) => expected < 0 && !STATES_ALLOWED.has(expected)))
    return bad('Expected state must be positive or one of the allowed constants');
  if (new Set(checks.map(({ stream }) => stream.toUpperCase())).size < checks.length)
    return bad('Each stream can only appear once in consistency checks.');
  let total = 0;
  for (const record of records) {
    const name = record.getSchema()?.getName() ?? '';
    if (!SCHEMA_NAME.test(name) || name.normalize('NFC') !== name) return bad('Schema name can only contain unicode letters, digits, …');
    if (!UUID.test(record.getRecordId() ?? '')) return bad('Record ID must be a valid and non-empty UUID.');
    if (record.getStream() === '') return bad('Stream must not be empty.');
    const size = record.getData_asU8().length + metadataOf(record).length + Buffer.byteLength(name);
    if (size > limits.maxEventBytes) return tooLarge(record, size, limits.maxEventBytes);
    total += size;
    if (total > limits.maxAppendBytes) return tooMuch(total, limits.maxAppendBytes);
  }
  return undefined;
}

function tooLarge(record: AppendRecord, size: number, maxSize: number): ServiceError {
  const details = new errors.AppendRecordSizeExceededErrorDetails();
  details.setStream(record.getStream());
  details.setRecordId(record.getRecordId() ?? '');
  details.setSize(size);
  details.setMaxSize(maxSize);
  return rpcError(status.INVALID_ARGUMENT, `The size of record ${record.getRecordId()} exceeds the maximum`, [
    errorInfo('APPEND_RECORD_SIZE_EXCEEDED'),
    { type: 'kurrentdb.protocol.v2.streams.errors.AppendRecordSizeExceededErrorDetails', bytes: details.serializeBinary() },
  ]);
}

function tooMuch(size: number, maxSize: number): ServiceError {
  const details = new errors.AppendTransactionSizeExceededErrorDetails();
  details.setSize(size);
  details.setMaxSize(maxSize);
  return rpcError(status.ABORTED, 'Transaction size exceeded the maximum', [
    errorInfo('APPEND_TRANSACTION_SIZE_EXCEEDED'),
    { type: 'kurrentdb.protocol.v2.streams.errors.AppendTransactionSizeExceededErrorDetails', bytes: details.serializeBinary() },
  ]);
}

/** StreamsService.cs, MapViolations: every failing stream, in the order of the checks. */
function violation(violations: readonly Violation[]): ServiceError {
  const details = new errors.AppendConsistencyViolationErrorDetails();
  for (const { index, stream, expected, actual } of violations) {
    const state = new errors.ConsistencyViolation.StreamStateViolation();
    state.setStream(stream);
    state.setExpectedState(String(expected));
    state.setActualState(String(actual));
    const entry = new errors.ConsistencyViolation();
    entry.setCheckIndex(index);
    entry.setStreamState(state);
    details.addViolations(entry);
  }
  return rpcError(status.FAILED_PRECONDITION, 'Append failed due to consistency violations.', [
    errorInfo('APPEND_CONSISTENCY_VIOLATION'),
    { type: 'kurrentdb.protocol.v2.streams.errors.AppendConsistencyViolationErrorDetails', bytes: details.serializeBinary() },
  ]);
}

function checkOf(check: ReturnType<AppendRecordsRequest['getChecksList']>[number]): StateCheck {
  const state = check.getStreamState();
  return { stream: state?.getStream() ?? '', expected: Number(state?.getExpectedState() ?? -2) };
}

function proposed(record: AppendRecord): ProposedRecord {
  return {
    stream: record.getStream(),
    id: (record.getRecordId() ?? '').toLowerCase(),
    type: record.getSchema()?.getName() ?? '',
    isJson: FORMATS[record.getSchema()?.getFormat() ?? 0] === 'Json',
    // The message lies in a buffer of the transport, which is used again.
    data: record.getData_asU8().slice(),
    metadata: metadataOf(record),
  };
}

/** What a reader of the v1 API gets for properties: EventRecord.cs, SynthesizeMetadataFromProperties. */
function metadataOf(record: AppendRecord): Uint8Array {
  const properties: Record<string, unknown> = {};
  for (const [key, value] of record.getPropertiesMap().entries()) properties[key] = value.toJavaScript();
  properties['$schema.name'] = record.getSchema()?.getName() ?? '';
  properties['$schema.format'] = FORMATS[record.getSchema()?.getFormat() ?? 0] ?? 'Bytes';
  return new TextEncoder().encode(JSON.stringify(properties));
}
