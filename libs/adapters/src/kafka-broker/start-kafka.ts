import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeDemoCertificates, readCertificate } from '../certificates/demo-certificates.ts';
import { freePorts, isFree } from '../processes/free-ports.ts';
import { KafkaFault } from './kafka-fault.ts';
import { type KafkaJava, kafkaJava, newKafkaId } from './kafka-java.ts';
import { type KafkaNode, type StartedNode, startNode } from './kafka-node.ts';
import { type NodeChoice, endLeftover } from './kafka-process.ts';
import { type NodePorts } from './server-properties.ts';

export interface KafkaChoice {
  /** Settings, data and logs of the brokers; kept, so that a later start goes on with them. */
  readonly folder: string;
  readonly brokers: 1 | 3;
  /** Folder of certificates; those of `kafka` and `kafka-admin` are made if they are missing. */
  readonly certificates: string;
  /** Heap of each broker. */
  readonly memoryMb?: number;
  /** One pair for each broker; else those of the folder’s last start if they are free, else any. */
  readonly ports?: readonly NodePorts[];
  /** How long a silent broker counts as there: a killed one waits it out when it comes back. */
  readonly sessionTimeoutMs?: number;
  /** The brokers end with this process, however it ends: this one unless named; `never` leaves them to whoever reads their pids. */
  readonly endsWith?: number | 'never';
  /** Leaves nothing in the cache when it ends. */
  readonly keepsClasses?: boolean;
  readonly tell?: (line: string) => void;
}

export interface RunningKafka {
  /** `127.0.0.1:<port>` of each broker. */
  readonly bootstrap: readonly string[];
  readonly nodes: readonly KafkaNode[];
  /** Ends all brokers; their data stays. */
  stop(): Promise<void>;
}

/** What a cluster keeps from start to start. */
interface Cluster {
  readonly clusterId: string;
  readonly ports: readonly NodePorts[];
}

const MEMORY_MB = 256;
const SESSION_MS = { 1: 2_000, 3: 3_000 } as const;
const STARTS = 3;

/** Apache Kafka on this machine, one combined KRaft node or three. Resolves when all are counted in. Throws a KafkaFault. */
export async function startKafka(choice: KafkaChoice): Promise<RunningKafka> {
  const folder = resolve(choice.folder);
  const certificates = resolve(choice.certificates);
  mkdirSync(folder, { recursive: true });
  const java = await kafkaJava(choice.tell);
  await makeDemoCertificates({ folder: certificates, names: ['kafka', 'kafka-admin'] });
  for (let start = 1; ; start += 1) {
    const cluster = await clusterOf(folder, choice);
    const nodes: StartedNode[] = [];
    try {
      for (let nodeId = 1; nodeId <= choice.brokers; nodeId += 1)
        nodes.push(
          await startNode(
            nodeChoice({ choice, folder, certificates, java, cluster }, nodeId),
            readCertificate(certificates, 'kafka-admin'),
          ),
        );
      await Promise.all(nodes.map(({ ready }) => ready(choice.brokers)));
      return running(nodes);
    } catch (error) {
      await Promise.all(nodes.map(({ stop }) => stop()));
      // Somebody was faster on a port that was free when it was asked for.
      const unlucky = choice.ports === undefined && error instanceof KafkaFault && /Address already in use/.test(error.message);
      if (!unlucky || start === STARTS) throw error;
      // The next attempt finds them taken and asks for others.
    }
  }
}

function running(nodes: readonly StartedNode[]): RunningKafka {
  return {
    bootstrap: nodes.map(({ address }) => address),
    nodes,
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

interface Prepared {
  readonly choice: KafkaChoice;
  readonly folder: string;
  readonly certificates: string;
  readonly java: KafkaJava;
  readonly cluster: Cluster;
}

function nodeChoice({ choice, folder, certificates, java, cluster }: Prepared, nodeId: number): NodeChoice {
  const { brokers, memoryMb = MEMORY_MB, sessionTimeoutMs = SESSION_MS[brokers], endsWith = process.pid, keepsClasses = true } = choice;
  return {
    java,
    folder: join(folder, `node-${nodeId}`),
    settings: {
      nodeId,
      ports: cluster.ports,
      keyStore: join(certificates, 'kafka', 'bundle.pem'),
      trustStore: join(certificates, 'ca.pem'),
      sessionTimeoutMs,
    },
    clusterId: cluster.clusterId,
    memoryMb,
    endsWith: endsWith === 'never' ? undefined : endsWith,
    classesDraft: keepsClasses && nodeId === 1 && !existsSync(java.classArchive) ? `${java.classArchive}.${cluster.clusterId}` : undefined,
  };
}

/** The cluster that lives in the folder, or a new one. Its ports stay while they are free, so that clients find it again. */
async function clusterOf(folder: string, { brokers, ports: wanted }: KafkaChoice): Promise<Cluster> {
  const path = join(folder, 'cluster.json');
  const known = existsSync(path) ? decoded(readFileSync(path, 'utf8')) : undefined;
  if (known && known.ports.length !== brokers)
    throw new KafkaFault(
      'KAFKA_NOT_STARTED',
      `${folder} holds ${known.ports.length} brokers, not ${brokers}`,
      'name another folder, or as many brokers',
    );
  if (wanted && wanted.length !== brokers) throw new Error(`${wanted.length} pairs of ports for ${brokers} brokers`);
  const ports = wanted ?? (known && (await areFree(folder, known.ports)) ? known.ports : await freePairs(brokers));
  const cluster = { clusterId: known?.clusterId ?? newKafkaId(), ports };
  writeFileSync(`${path}.new`, JSON.stringify(cluster));
  renameSync(`${path}.new`, path);
  return cluster;
}

async function freePairs(brokers: number): Promise<readonly NodePorts[]> {
  const ports = await freePorts(brokers * 2);
  return Array.from({ length: brokers }, (_, index) => ({ client: ports[index * 2] ?? 0, controller: ports[index * 2 + 1] ?? 0 }));
}

/** After a leftover of the last start was ended: it holds them. */
async function areFree(folder: string, ports: readonly NodePorts[]): Promise<boolean> {
  for (const nodeId of ports.keys()) await endLeftover(join(folder, `node-${nodeId + 1}`));
  const free = await Promise.all(ports.flatMap(({ client, controller }) => [isFree(client), isFree(controller)]));
  return free.every(Boolean);
}

function decoded(text: string): Cluster {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- our own file, written above
  return JSON.parse(text) as Cluster;
}
