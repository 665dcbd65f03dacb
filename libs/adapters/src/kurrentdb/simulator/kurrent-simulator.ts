import { type Server as Listener, type Socket, createServer } from 'node:net';
import {
  type sendUnaryData,
  type ServerInterceptor,
  type ServerUnaryCall,
  Metadata,
  Server,
  ServerCredentials,
  ServerInterceptingCall,
  ServerListenerBuilder,
} from '@grpc/grpc-js';
import features from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_grpc_pb.js';
import featureMessages, { type SupportedMethods } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/serverfeatures_pb.js';
import streams from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_grpc_pb.js';
import streamsV2 from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_grpc_pb.js';
import { type AppendLimits, appendRecordsOf } from './append-service.ts';
import { type Faults, createFaults } from './faults.ts';
import { readOf } from './read-service.ts';
import { type SimulatedLog, createSimulatedLog } from './simulated-log.ts';

export interface KurrentSimulator {
  /** Connection string, as an operator writes it. */
  readonly url: string;
  readonly port: number;
  readonly log: SimulatedLog;
  readonly faults: Faults;
  /** Cuts every connection; the next ones are taken. */
  cut(): void;
  /** Goes away with all connections; what was written stays in this process. */
  down(): Promise<void>;
  /** Comes back on the same port, having forgotten what a restarted server forgets. */
  up(): Promise<void>;
  stop(): Promise<void>;
}

export interface SimulatorOptions extends Partial<AppendLimits> {
  readonly port?: number;
  /** As a server before 26.1 presents itself: without appendRecords. */
  readonly isOld?: boolean;
}

const MEBIBYTE = 1024 * 1024;

/**
 * A stand-in for a KurrentDB server that speaks its gRPC protocol with the client’s own definitions: appendRecords, reads,
 * subscriptions. What it does is written after the server’s sources, each place cited; it is no server, keeps its log in memory,
 * and a test that ran against it says "simulated". Streams are not deleted here, there is one node, and nobody signs in.
 */
export async function startKurrentSimulator(options: SimulatorOptions = {}): Promise<KurrentSimulator> {
  const log = createSimulatedLog();
  const faults = createFaults();
  const limits = { maxEventBytes: options.maxEventBytes ?? 16 * MEBIBYTE, maxAppendBytes: options.maxAppendBytes ?? 256 * MEBIBYTE };
  const cut = (): void => {
    listening.cut();
  };
  // ClusterVNodeStartup.cs and ApiV2Plugin.cs allow more than the 4 MiB of gRPC: the limits of an append are its own.
  const server = new Server({
    'grpc.max_receive_message_length': 384 * MEBIBYTE,
    'grpc.max_send_message_length': -1,
    interceptors: [answerHeadersAtOnce],
  });
  server.addService(streams.StreamsService, { read: readOf(log, faults, cut) });
  server.addService(streamsV2.StreamsServiceService, { appendRecords: appendRecordsOf(log, limits, faults, cut) });
  server.addService(features.ServerFeaturesService, { getSupportedMethods: supportedMethods(options.isOld === true) });
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  let listening = await listen((socket) => injector.injectConnection(socket), options.port ?? 0);
  const { port } = listening;
  return {
    url: `kurrentdb://127.0.0.1:${String(port)}?tls=false`,
    port,
    log,
    faults,
    cut,
    down: () => listening.close(),
    async up() {
      log.forgetRecent();
      listening = await listen((socket) => injector.injectConnection(socket), port);
    },
    async stop() {
      await listening.close();
      injector.destroy();
      server.forceShutdown();
    },
  };
}

/**
 * The client’s bridge sends a request in two packets and its system holds the second back until the first is acknowledged, which
 * can take 40 ms (measured: half of all reads). Headers sent at once carry the acknowledgement, so that tests do not wait for it.
 */
const answerHeadersAtOnce: ServerInterceptor = (_method, call) => {
  let sent = false;
  const intercepted: ServerInterceptingCall = new ServerInterceptingCall(call, {
    start(next) {
      next(
        new ServerListenerBuilder()
          .withOnReceiveMetadata((metadata, go) => {
            intercepted.sendMetadata(new Metadata());
            go(metadata);
          })
          .build(),
      );
    },
    sendMetadata(metadata, next) {
      if (!sent) next(metadata);
      sent = true;
    },
  });
  return intercepted;
};

interface Listening {
  readonly port: number;
  cut(): void;
  close(): Promise<void>;
}

/** Kestrel sends small packets at once; so does this, or each read would wait for the other side’s acknowledgement. */
function listen(taken: (socket: Socket) => void, port: number): Promise<Listening> {
  const sockets = new Set<Socket>();
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const listener: Listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    taken(socket);
  });
  return new Promise((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(port, '127.0.0.1', () => {
      const address = listener.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve({
        port: bound,
        cut,
        close: () =>
          new Promise((closed) => {
            listener.close(() => {
              closed();
            });
            cut();
          }),
      });
    });
  });
}

/** ServerFeatures.cs: the methods a client may count on, in lower case. */
function supportedMethods(isOld: boolean) {
  return (_call: ServerUnaryCall<unknown, SupportedMethods>, answer: sendUnaryData<SupportedMethods>): void => {
    const supported = new featureMessages.SupportedMethods();
    supported.setEventStoreServerVersion(isOld ? '25.0.1' : '26.1.0');
    const add = (service: string, method: string, ...list: readonly string[]): void => {
      const entry = new featureMessages.SupportedMethod();
      entry.setServiceName(service);
      entry.setMethodName(method);
      entry.setFeaturesList([...list]);
      supported.addMethods(entry);
    };
    add('event_store.client.streams.streams', 'read', 'position', 'events');
    if (!isOld) add('kurrentdb.protocol.v2.streams.streamsservice', 'appendrecords');
    answer(null, supported);
  };
}
