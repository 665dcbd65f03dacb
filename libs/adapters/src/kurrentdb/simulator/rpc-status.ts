import { type ServiceError, type status, Metadata } from '@grpc/grpc-js';

interface Detail {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A gRPC error with `google.rpc.Status` in its trailers, as RpcExceptions.cs of the v2 API makes it: an ErrorInfo first, then the details. */
export function rpcError(
  code: status,
  message: string,
  details: readonly Detail[] = [],
  headers: Readonly<Record<string, string>> = {},
): ServiceError {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(headers)) metadata.set(key, value);
  if (details.length > 0) metadata.set('grpc-status-details-bin', Buffer.from(statusBytes(code, message, details)));
  return Object.assign(new Error(message), { code, details: message, metadata });
}

export function errorInfo(reason: string): Detail {
  return { type: 'google.rpc.ErrorInfo', bytes: concat([textField(1, reason), textField(2, 'kurrentdb')]) };
}

/** google.rpc.Status: code, message, any number of details. Written by hand: the client has the message with one detail only. */
function statusBytes(code: status, message: string, details: readonly Detail[]): Uint8Array {
  const packed = details.map(({ type, bytes }) =>
    bytesField(3, concat([textField(1, `type.googleapis.com/${type}`), bytesField(2, bytes)])),
  );
  return concat([Uint8Array.of(8, code), textField(2, message), ...packed]);
}

function textField(number: number, text: string): Uint8Array {
  return bytesField(number, new TextEncoder().encode(text));
}

/** A length-delimited field of the protobuf wire format. */
function bytesField(number: number, bytes: Uint8Array): Uint8Array {
  return concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  return Uint8Array.of(...bytes, rest);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
