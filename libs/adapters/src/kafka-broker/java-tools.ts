import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { KafkaFault } from './kafka-fault.ts';

/** Kafka 4 brokers run on Java 17 and newer. */
const JAVA_MIN = 17;
const ASKED_MS = 60_000;

const INSTALL_JAVA =
  'install Java 17 or newer: `apt-get install -y openjdk-17-jre-headless` (Debian, Ubuntu), `yum install -y java-17-openjdk-headless` (openEuler, RHEL), or name one with JAVA_HOME';
const INSTALL_MAVEN =
  'install Maven: `apt-get install -y maven` (Debian, Ubuntu) or `yum install -y maven` (openEuler, RHEL); it is needed once, to fetch the broker';

export interface Said {
  readonly ok: boolean;
  /** Standard output and error, in that order. */
  readonly text: string;
}

/** What a tool says; a tool that is missing is no error here. */
export async function ask(program: string, args: readonly string[], timeoutMs = ASKED_MS): Promise<Said> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: timeoutMs, maxBuffer: 64 * 1_048_576 }, (error, stdout, stderr) => {
      resolve({
        ok: error === null,
        text: [stdout, stderr, error?.killed === true ? `ended after ${timeoutMs / 1000} s` : ''].join('\n').trim(),
      });
    });
  });
}

export interface FoundJava {
  readonly program: string;
  /** All that it says of itself: archives of classes are of one build of Java. */
  readonly says: string;
}

/** The Java to run: that of JAVA_HOME, else the PATH’s. Throws KAFKA_NO_JAVA with what to install. */
export async function findJava(env: Readonly<Record<string, string | undefined>> = process.env): Promise<FoundJava> {
  const home = env['JAVA_HOME'];
  const java = home ? join(home, 'bin', 'java') : 'java';
  const { ok, text } = await ask(java, ['-version']);
  if (!ok) throw new KafkaFault('KAFKA_NO_JAVA', `no Java: ${home ? `${java} of JAVA_HOME` : 'java'} does not run`, INSTALL_JAVA);
  const version = javaVersion(text);
  if (version === undefined || version < JAVA_MIN)
    throw new KafkaFault(
      'KAFKA_NO_JAVA',
      `no Java ${JAVA_MIN}: ${java} is ${version === undefined ? 'of no known version' : `Java ${version}`}`,
      INSTALL_JAVA,
    );
  return { program: java, says: text };
}

/** 8 of `version "1.8.0_352"`, 17 of `version "17.0.15"`. */
export function javaVersion(text: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  const major = first === '1' ? second : first;
  return major === undefined ? undefined : Number(major);
}

/** Throws KAFKA_NO_MAVEN with what to install. */
export async function checkMaven(maven: string): Promise<void> {
  const { ok } = await ask(maven, ['-v']);
  if (!ok) throw new KafkaFault('KAFKA_NO_MAVEN', `no Maven: ${maven} does not run`, INSTALL_MAVEN);
}
