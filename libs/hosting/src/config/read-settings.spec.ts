import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Environment, readSettings, settingProblems, settingsTable } from './read-settings.ts';
import { EMBEDDED, SERVICE, SETTINGS, settingNames } from './settings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interlock-settings-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function fileWith(text: string): string {
  const path = join(folder, 'value');
  writeFileSync(path, text);
  return path;
}

describe('the configuration from the environment', () => {
  it('holds with nothing set', () => {
    expect(readSettings(SERVICE, {})).toMatchObject({ INTERLOCK_STORE: 'sqlite', INTERLOCK_CLOCK: 'system', INTERLOCK_PORT: 3000 });
    expect(settingProblems(EMBEDDED, {})).toEqual([]);
  });

  it('tells all faults at once, each with its name and what is wrong with it', () => {
    const env = { INTERLOCK_PORT: '70000', INTERLOCK_STORE: 'postgres', INTERLOCK_PEERS: '{"police":"http://x"}', INTERLOCK_COLOUR: 'red' };
    expect(settingProblems(SERVICE, env)).toEqual([
      'INTERLOCK_PORT="70000" is no number from 0 to 65535',
      'INTERLOCK_PEERS="{\\"police\\":\\"http://x\\"}" is no JSON object of node codes and https://host:port',
      'INTERLOCK_STORE="postgres" is none of sqlite, kurrentdb',
      'INTERLOCK_COLOUR is not known',
    ]);
    expect(() => readSettings(SERVICE, env)).toThrow(/70000.*postgres.*COLOUR/);
  });

  it.each(['kafka', 'kafka:', 'kafka:0', 'kafka:70000', 'one:9092,two', ':9092', 'a b:1'])(
    'refuses the broker %s without a port',
    (text) => {
      expect(settingProblems(['INTERLOCK_KAFKA_BROKERS'], { INTERLOCK_KAFKA_BROKERS: text })).toEqual([
        `INTERLOCK_KAFKA_BROKERS="${text}" is no list of host:port by commas`,
      ]);
    },
  );

  it('takes brokers with their ports', () => {
    const read = readSettings(['INTERLOCK_KAFKA_BROKERS'], { INTERLOCK_KAFKA_BROKERS: 'kafka-1:9093, [::1]:1,10.0.0.7:65535' });
    expect(read.INTERLOCK_KAFKA_BROKERS).toEqual(['kafka-1:9093', '[::1]:1', '10.0.0.7:65535']);
  });

  it.each([16, 31, 33])('refuses a reference key of %s bytes with the other faults, and does not tell it', (bytes) => {
    const key = Buffer.alloc(bytes, 7).toString('base64url');
    const problems = settingProblems(SERVICE, { INTERLOCK_REFERENCE_KEY: key, INTERLOCK_KAFKA_BROKERS: 'kafka' });
    expect(problems).toEqual([
      'INTERLOCK_REFERENCE_KEY is no key of 32 bytes in base64url',
      'INTERLOCK_KAFKA_BROKERS="kafka" is no list of host:port by commas',
    ]);
    expect(problems.join()).not.toContain(key);
    const whole = { INTERLOCK_REFERENCE_KEY: Buffer.alloc(32, 251).toString('base64url') };
    expect(settingProblems(['INTERLOCK_REFERENCE_KEY'], whole)).toEqual([]);
  });

  it('reads lists and addresses', () => {
    const env = { INTERLOCK_NODES: 'bank-industry, bank-post', INTERLOCK_PEERS: '{"police":"https://127.0.0.1:7001"}' };
    expect(readSettings(['INTERLOCK_NODES', 'INTERLOCK_PEERS'], env)).toEqual({
      INTERLOCK_NODES: ['bank-industry', 'bank-post'],
      INTERLOCK_PEERS: { police: 'https://127.0.0.1:7001' },
    });
  });

  it('takes a secret from a file, and never shows or tells it', () => {
    const secret = 'kurrentdb://operator:s3cret@log:2113';
    const env: Environment = { INTERLOCK_KURRENTDB_URL_FILE: fileWith(`${secret}\n`) };
    expect(readSettings(['INTERLOCK_KURRENTDB_URL'], env)).toEqual({ INTERLOCK_KURRENTDB_URL: secret });
    const [line] = settingsTable(['INTERLOCK_KURRENTDB_URL'], env);
    expect(line).toMatchObject({ value: '(secret)', from: 'file' });
  });

  it.each(['postgres://operator:s3cret@x', 'kurrentdb://operator:s3cret/@log:2113?tls=false', 'kurrentdb://operator:s3cret#@log:2113'])(
    'refuses %s, which may hold a password, without telling it',
    (INTERLOCK_KURRENTDB_URL) => {
      const [problem, ...others] = settingProblems(['INTERLOCK_KURRENTDB_URL'], { INTERLOCK_KURRENTDB_URL });
      expect(problem).toContain('INTERLOCK_KURRENTDB_URL is no KurrentDB address');
      expect(problem).toContain('encoded');
      expect([problem, ...others].join()).not.toContain('s3cret');
    },
  );

  it('says which file is missing, and that one of two values is too many', () => {
    const missing = { INTERLOCK_PEERS_FILE: join(folder, 'none.json') };
    expect(settingProblems(['INTERLOCK_PEERS'], missing)).toEqual([
      `INTERLOCK_PEERS_FILE="${join(folder, 'none.json')}" cannot be read: ENOENT`,
    ]);
    const both = { INTERLOCK_PEERS: '{}', INTERLOCK_PEERS_FILE: fileWith('{}') };
    expect(settingProblems(['INTERLOCK_PEERS'], both)).toEqual([
      'INTERLOCK_PEERS and INTERLOCK_PEERS_FILE both stand there: leave one out',
    ]);
  });

  it('says of every setting what it means', () => {
    for (const name of settingNames()) expect(SETTINGS[name].description).toMatch(/\w{4}/);
  });
});
