import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { withMachineLock } from '../files/machine-lock.ts';
import { type InstalledKafka, INFRA_KAFKA, installKafka } from './install-kafka.ts';
import { type FoundJava, ask, findJava } from './java-tools.ts';
import { KafkaFault } from './kafka-fault.ts';
import { serverProperties } from './server-properties.ts';

/** What runs a broker: a Java, the jars, and two things made from them once. */
export interface KafkaJava {
  readonly program: string;
  readonly classPath: string;
  /** Classes as Java keeps them in memory: with it a broker is up in half the time. May not be there yet. */
  readonly classArchive: string;
  /** What Kafka’s own tool writes into a new data folder; the same for every node. */
  readonly bootstrapCheckpoint: string;
}

const FORMAT_MS = 60_000;

/** Everything needed to run brokers; fetched and made at the first call on a machine. Throws a KafkaFault. */
export async function kafkaJava(tell?: (line: string) => void): Promise<KafkaJava> {
  const java = await findJava();
  const installed = await installKafka(tell ? { tell } : {});
  const classPath = readdirSync(installed.libs)
    .sort()
    .map((jar) => join(installed.libs, jar))
    .join(delimiter);
  const build = createHash('sha256').update(java.says).update(classPath).digest('hex').slice(0, 8);
  return {
    program: java.program,
    classPath,
    classArchive: join(installed.cache, `classes-${build}.jsa`),
    bootstrapCheckpoint: await bootstrapCheckpoint(installed, java, classPath),
  };
}

/** A new 22-letter id, as Kafka writes its UUIDs. */
export function newKafkaId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id; // command lines would take it for an option
  }
}

/** Makes a data folder what Kafka’s format command makes of it. A formatted one stays as it is. */
export function formatData(java: KafkaJava, dataFolder: string, node: { readonly clusterId: string; readonly nodeId: number }): void {
  const meta = join(dataFolder, 'meta.properties');
  if (existsSync(meta)) return;
  mkdirSync(dataFolder, { recursive: true });
  copyFileSync(java.bootstrapCheckpoint, join(dataFolder, 'bootstrap.checkpoint'));
  writeFileSync(`${meta}.new`, `version=1\ncluster.id=${node.clusterId}\nnode.id=${node.nodeId}\ndirectory.id=${newKafkaId()}\n`);
  renameSync(`${meta}.new`, meta);
}

async function bootstrapCheckpoint({ cache }: InstalledKafka, java: FoundJava, classPath: string): Promise<string> {
  const kept = join(cache, 'bootstrap.checkpoint');
  if (existsSync(kept)) return kept;
  await withMachineLock(join(cache, 'lock'), FORMAT_MS, async () => {
    if (existsSync(kept)) return;
    const work = join(cache, 'formatted.new');
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    const properties = join(work, 'server.properties');
    const dataFolder = join(work, 'data');
    const template = readFileSync(join(INFRA_KAFKA, 'server.properties'), 'utf8');
    // The tool reads roles, voters and folder; it opens no port and no key.
    const settings = {
      nodeId: 1,
      ports: [{ client: 1, controller: 2 }],
      dataFolder,
      keyStore: '',
      trustStore: '',
      sessionTimeoutMs: 9_000,
    };
    writeFileSync(properties, serverProperties(template, settings));
    const tool = ['-Xshare:auto', '-XX:TieredStopAtLevel=1', '-cp', classPath, 'kafka.tools.StorageTool'];
    const { ok, text } = await ask(java.program, [...tool, 'format', '-t', newKafkaId(), '-c', properties], FORMAT_MS);
    if (!ok)
      throw new KafkaFault(
        'KAFKA_NOT_STARTED',
        `Kafka could not format a data folder: ${text}`,
        'check the disk and the Java, then try again',
      );
    renameSync(join(dataFolder, 'bootstrap.checkpoint'), kept);
    rmSync(work, { recursive: true, force: true });
  });
  return kept;
}
