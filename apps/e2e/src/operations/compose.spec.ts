import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isSettingName, rosterOf } from '@interlock/hosting';
import { readRegister } from '@interlock/office';
import { type AnySchema, Ajv } from 'ajv';
import { z } from 'zod';
import { infraFile, readInfra, yamlIn } from './infra-files.suite.ts';

const service = z.looseObject({
  image: z.string(),
  build: z.looseObject({ context: z.string(), dockerfile: z.string() }).optional(),
  profiles: z.array(z.enum(['demo', 'full'])).min(1),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  secrets: z.array(z.string()).optional(),
  ports: z.array(z.string()).optional(),
  depends_on: z.union([z.array(z.string()), z.record(z.string(), z.looseObject({}))]).optional(),
  stop_grace_period: z.string().optional(),
});
const compose = z.looseObject({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.looseObject({ file: z.string() })),
  networks: z.record(z.string(), z.unknown()),
});
const [DOCUMENT] = yamlIn('compose.yaml');
const COMPOSE = compose.parse(DOCUMENT);
const SERVICES = Object.entries(COMPOSE.services).map(([name, of]) => ({ name, of }));
const OURS = SERVICES.filter(({ of }) => of.build !== undefined);
const HOSTED_BY = { police: 'police', bank: 'bank', telecom: 'telecom', office: 'joint-office', city: 'gateway' } as const;
const AGENCIES = ['police', 'bank', 'telecom', 'joint-office', 'gateway'];

/** As the maintained package dclint ships it: the Compose Specification’s own schema. */
function isCompose(document: unknown): { readonly ok: boolean; readonly problems: unknown } {
  const require = createRequire(import.meta.url);
  const schema: unknown = JSON.parse(
    readFileSync(join(dirname(require.resolve('dclint/package.json')), 'schemas', 'compose.schema.json'), 'utf8'),
  );
  if (!isSchema(schema)) throw new Error('No schema');
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false });
  const validate = ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' });
  const ok = validate(document) === true;
  return { ok, problems: validate.errors ?? [] };
}

function isSchema(schema: unknown): schema is Exclude<AnySchema, boolean> {
  return typeof schema === 'object' && schema !== null;
}

describe('compose.yaml', () => {
  it('fits the Compose Specification’s schema', () => {
    expect(isCompose(DOCUMENT)).toEqual({ ok: true, problems: [] });
  });

  it('would not, with a misspelt word', () => {
    expect(isCompose({ services: { police: { image: 'interlock', enviroment: {} } } }).ok).toBe(false);
  });

  it('has every agency, the broker, the store and both watchers in `full`, and one process in `demo`', () => {
    const of = (profile: 'demo' | 'full') => SERVICES.flatMap((one) => (one.of.profiles.includes(profile) ? [one.name] : [])).sort();
    expect(of('demo')).toEqual(['city']);
    expect(of('full')).toEqual([...AGENCIES, 'world', 'kafka', 'kurrentdb', 'topics', 'prometheus', 'grafana'].sort());
  });

  it.each(OURS)('$name sets only what the configuration knows', ({ of }) => {
    const names = Object.keys(of.environment ?? {}).filter((name) => name.startsWith('INTERLOCK_'));
    expect(names).not.toEqual([]);
    expect(names.filter((name) => !isSettingName(name.replace(/_FILE$/, '')))).toEqual([]);
  });

  it.each(OURS)('$name runs a program that is built, is given time to stop, and may write only to its data', ({ of }) => {
    const [program = ''] = of.command ?? [];
    expect(existsSync(infraFile('..', program.replace('/dist/', '/src/').replace(/\.js$/, '.ts')))).toBe(true);
    expect(of.stop_grace_period).toBe('25s');
    expect(of).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
    const writable = (of.volumes ?? []).filter((mount) => !mount.endsWith(':ro'));
    expect(writable.every((mount) => mount.endsWith(':/data'))).toBe(true);
  });

  it.each(SERVICES)('$name refers to what is there: volumes, secrets, services, files', ({ of }) => {
    for (const mount of of.volumes ?? []) {
      const source = mount.replace(/\$\{[^}]*\}/, 'CITY').split(':')[0] ?? '';
      if (source.startsWith('./')) expect({ source, isThere: existsSync(infraFile(source)) }).toEqual({ source, isThere: true });
      else if (!source.startsWith('CITY')) expect(Object.keys(COMPOSE.volumes)).toContain(source);
    }
    for (const secret of of.secrets ?? []) expect(Object.keys(COMPOSE.secrets)).toContain(secret);
    const others = Array.isArray(of.depends_on) ? of.depends_on : Object.keys(of.depends_on ?? {});
    for (const other of others) expect(COMPOSE.services[other]?.profiles).toEqual(of.profiles);
  });

  it('gives the reference key to those who turn numbers into references, and not to the gateway', () => {
    const holders = OURS.filter(({ of }) => of.secrets?.includes('reference-key'));
    const told = OURS.filter(({ of }) => of.environment?.['INTERLOCK_REFERENCE_KEY_FILE'] === '/run/secrets/reference-key');
    for (const found of [holders, told])
      expect(found.map(({ name }) => name).sort()).toEqual(['bank', 'joint-office', 'police', 'telecom', 'world']);
  });

  it.each(SERVICES)(
    '$name sees the authority’s certificate and those of its own names: no other’s key, and nobody’s who issues tokens',
    ({ name, of }) => {
      const files = (of.volumes ?? [])
        .filter((mount) => mount.startsWith('${INTERLOCK_CITY:-../data/city}/'))
        .map((mount) => mount.split('}')[1]);
      const own = [
        ...rosterOf(readRegister().members).flatMap(({ code, kind }) => (HOSTED_BY[kind] === name ? [code] : [])),
        ...({ gateway: ['gateway'], kafka: ['kafka'], topics: ['kafka-admin'], world: ['world'] }[name] ?? []),
      ];
      const certificates = own.length === 0 ? [] : ['ca.pem', ...own].map((file) => `certificates/${file}`);
      const issuers = AGENCIES.includes(name) ? ['identity/issuers.json', 'identity/office.pub'] : [];
      expect(files.sort()).toEqual([...certificates, ...issuers].map((file) => `/${file}:/city/${file}:ro`).sort());
    },
  );

  it('opens its ports to this machine only', () => {
    const ports = SERVICES.flatMap(({ of }) => of.ports ?? []);
    expect(ports.length).toBeGreaterThan(2);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});

describe('peers.json', () => {
  it('says of every node of the register where it is reached', () => {
    const peers = z.record(z.string(), z.string()).parse(JSON.parse(readInfra('config', 'peers.json')));
    const wanted = rosterOf(readRegister().members).map(({ code, kind }) => [code, `https://${HOSTED_BY[kind]}:7443`]);
    expect(peers).toEqual(Object.fromEntries(wanted));
  });
});

describe('the scrape configuration', () => {
  it('asks every agency’s service, where compose starts it', () => {
    const targets = [
      ...readInfra('prometheus', 'prometheus.yml').matchAll(/targets: \['([\w-]+):(\d+)'\]\n\s+labels: \{ service: ([\w-]+) \}/g),
    ];
    expect(targets.map(([, host]) => host)).toEqual(AGENCIES);
    for (const [, host = '', port, label] of targets) {
      expect(label).toBe(host);
      const { INTERLOCK_PORT: main, INTERLOCK_PROBE_PORT: own = main } = COMPOSE.services[host]?.environment ?? {};
      expect(port).toBe(own);
    }
  });
});

describe('the gateway of compose.yaml', () => {
  it('opens its API to who signs in, and its probes and metrics only to who is in the network', () => {
    const { environment, ports } = COMPOSE.services['gateway'] ?? {};
    expect(ports).toEqual(['127.0.0.1:3000:3000']);
    expect(environment).toMatchObject({ INTERLOCK_PORT: '3000', INTERLOCK_PROBE_PORT: '3001' });
  });
});

describe('the broker of compose.yaml', () => {
  const settingsIn = (file: string): ReadonlyMap<string, string> =>
    new Map([...readInfra('kafka', file).matchAll(/^([a-z][\w.]*)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));

  it('is set as the one that was run: the same words, and the same values where the template names one', () => {
    const template = settingsIn('server.properties');
    const here = settingsIn('compose.properties');
    expect([...here.keys()]).toEqual([...template.keys()]);
    for (const [name, value] of template) if (!value.includes('@')) expect([name, here.get(name)]).toEqual([name, value]);
    expect([...here.values()].filter((value) => /@\w+@/.test(value))).toEqual([]);
  });
});

describe('the image', () => {
  it('copies nothing secret, and runs as nobody in particular', () => {
    const ignored = readInfra('Dockerfile.dockerignore').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['infra/secrets', 'data', '.git']));
    expect(readInfra('Dockerfile')).toMatch(/^USER 10001$/m);
  });
});
