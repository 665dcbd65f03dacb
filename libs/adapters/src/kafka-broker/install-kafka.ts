import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { withMachineLock } from '../files/machine-lock.ts';
import { ask, checkMaven } from './java-tools.ts';
import { KafkaFault } from './kafka-fault.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
/** Templates of the broker’s settings, and which broker it is. */
export const INFRA_KAFKA = join(ROOT, 'infra', 'kafka');
const CACHE = join(ROOT, 'node_modules', '.cache', 'interlock-kafka');
const MAVEN_MS = 240_000;
/** Maven says what is wrong first, and how to ask for help last. */
const FIRST_LINES = 3;

export interface InstalledKafka {
  /** Folder of the jars. */
  readonly libs: string;
  /** Folder of what was made from them, of this version alone. */
  readonly cache: string;
}

export interface KafkaInstallation {
  readonly pom?: string;
  readonly cacheFolder?: string;
  /** The program. */
  readonly maven?: string;
  readonly tell?: (line: string) => void;
}

/**
 * The broker’s released jars, fetched once by Maven and kept by what the pom says. Two processes may ask at once: one fetches, both have
 * it. Throws a KafkaFault that says what to install.
 */
export async function installKafka(options: KafkaInstallation = {}): Promise<InstalledKafka> {
  const { pom = join(INFRA_KAFKA, 'pom.xml'), cacheFolder = CACHE, maven = 'mvn', tell = toStandardError } = options;
  const hash = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 16);
  const cache = join(cacheFolder, hash);
  const libs = join(cache, 'libs');
  if (existsSync(libs)) return { libs, cache };
  await checkMaven(maven);
  mkdirSync(cache, { recursive: true });
  await withMachineLock(join(cache, 'lock'), MAVEN_MS + 30_000, async () => {
    if (existsSync(libs)) return;
    tell('Fetching Apache Kafka with Maven: 45 MB, once');
    const fetched = `${libs}.new`;
    rmSync(fetched, { recursive: true, force: true }); // of an attempt that was ended
    const goals = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${fetched}`];
    const { ok, text } = await ask(maven, ['-q', '-B', '-Dstyle.color=never', '-f', pom, ...goals], MAVEN_MS);
    if (!ok || !existsSync(fetched) || readdirSync(fetched).length === 0) throw notFetched(text);
    renameSync(fetched, libs); // whole or not at all
  });
  return { libs, cache };
}

function notFetched(text: string): KafkaFault {
  const lines = stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.replace(/^\[ERROR\] /, '').trim());
  const said = lines.filter((line) => line !== '' && line !== '[ERROR]').slice(0, FIRST_LINES);
  return new KafkaFault(
    'KAFKA_NOT_INSTALLED',
    `Maven could not fetch Apache Kafka: ${said.join('; ')}`,
    'check that Maven reaches a repository (a mirror is named in ~/.m2/settings.xml), then try again',
  );
}

function toStandardError(line: string): void {
  process.stderr.write(`${line}\n`);
}
