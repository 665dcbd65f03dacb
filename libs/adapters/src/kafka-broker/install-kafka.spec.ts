import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../conformance/temporary-folder.testing.ts';
import { installKafka } from './install-kafka.ts';
import { findJava, javaVersion } from './java-tools.ts';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  folder.remove();
});

/** A program of that name which a shell runs. */
function program(name: string, script: string): void {
  const bin = folder.file('bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

/** What Maven does here: a jar in the folder asked for, after a moment, and a line for each time. */
function maven(script: string): void {
  program('mvn', `[ "$1" = -v ] && exit 0\n${script}`);
}

describe('fetching Apache Kafka', () => {
  const told: string[] = [];
  const install = () => {
    writeFileSync(folder.file('pom.xml'), '<project/>');
    return installKafka({
      pom: folder.file('pom.xml'),
      cacheFolder: folder.file('cache'),
      maven: folder.file('bin/mvn'),
      tell: (line) => told.push(line),
    });
  };

  it('is done once, also when two ask at once', async () => {
    const times = folder.file('times');
    maven(`for word; do case "$word" in -DoutputDirectory=*) out="\${word#*=}";; esac; done
      mkdir "$out" && sleep 0.2 && echo jar > "$out/kafka.jar" && echo once >> ${times}`);
    const [one, other] = await Promise.all([install(), install()]);
    expect(one).toEqual(other);
    expect(readdirSync(one.libs)).toEqual(['kafka.jar']);
    expect(await install()).toEqual(one);
    expect(readFileSync(times, 'utf8')).toBe('once\n');
    expect(told).toEqual(['Fetching Apache Kafka with Maven: 45 MB, once']);
  });

  it('says what Maven said last when it failed, and leaves nothing that looks whole', async () => {
    maven('echo "[ERROR] Could not transfer artifact"; exit 1');
    await expect(install()).rejects.toThrow(
      expect.objectContaining({ code: 'KAFKA_NOT_INSTALLED', message: expect.stringContaining('Could not transfer artifact') }),
    );
    for (const version of readdirSync(folder.file('cache'))) expect(existsSync(join(folder.file('cache'), version, 'libs'))).toBe(false);
  });

  it('says how to install Maven where there is none', async () => {
    await expect(install()).rejects.toThrow(
      expect.objectContaining({ code: 'KAFKA_NO_MAVEN', how: expect.stringMatching(/apt-get install -y maven.*yum install -y maven/) }),
    );
  });
});

describe('the Java that a broker runs on', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19 LTS', 21],
    ['java version "1.8.0_352"', 8],
    ['no version here', undefined],
  ])('is read from %s', (text, version) => {
    expect(javaVersion(text)).toBe(version);
  });

  it('is that of JAVA_HOME, and 17 or newer', async () => {
    program('java', `echo 'openjdk version "17.0.1"' >&2`);
    expect((await findJava({ JAVA_HOME: folder.path })).program).toBe(folder.file('bin/java'));
    program('java', `echo 'java version "1.8.0_352"' >&2`);
    await expect(findJava({ JAVA_HOME: folder.path })).rejects.toThrow(
      expect.objectContaining({ code: 'KAFKA_NO_JAVA', message: expect.stringContaining('is Java 8') }),
    );
    await expect(findJava({ JAVA_HOME: folder.file('nowhere') })).rejects.toThrow(
      expect.objectContaining({
        code: 'KAFKA_NO_JAVA',
        how: expect.stringMatching(/apt-get install -y openjdk-17.*yum install -y java-17/),
      }),
    );
  });
});
