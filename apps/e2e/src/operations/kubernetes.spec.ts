import { describe, expect, it } from '@jest/globals';
import { isSettingName, rosterOf } from '@interlock/hosting';
import { readRegister } from '@interlock/office';
import { z } from 'zod';
import { infraFiles } from './infra-files.suite.ts';
import { schemaProblem, unknownFields } from './kubernetes-kinds.suite.ts';
import { type Manifest, kustomize } from './kustomize.suite.ts';

const BASE = kustomize('kubernetes/base');
const KURRENTDB = kustomize('kubernetes/kurrentdb');
const HOSTED_BY = { police: 'police', bank: 'bank', telecom: 'telecom', office: 'joint-office', city: 'gateway' } as const;

const probe = z.looseObject({ httpGet: z.strictObject({ path: z.string(), port: z.enum(['http', 'probes']) }) });
const deployment = z.looseObject({
  spec: z.looseObject({
    replicas: z.int(),
    strategy: z.looseObject({ type: z.string() }),
    template: z.looseObject({
      metadata: z.looseObject({ annotations: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        terminationGracePeriodSeconds: z.int(),
        containers: z.tuple([
          z.looseObject({
            name: z.string(),
            args: z.tuple([z.string()]),
            ports: z.array(z.strictObject({ name: z.string(), containerPort: z.int() })),
            env: z.array(z.strictObject({ name: z.string(), value: z.string() })),
            startupProbe: probe,
            livenessProbe: probe,
            readinessProbe: probe,
            resources: z.looseObject({ requests: z.looseObject({}), limits: z.looseObject({}) }),
            volumeMounts: z.array(z.looseObject({ name: z.string(), mountPath: z.string() })),
          }),
        ]),
        volumes: z.array(
          z.looseObject({
            name: z.string(),
            secret: z.looseObject({ items: z.array(z.strictObject({ key: z.string(), path: z.string() })) }).optional(),
            persistentVolumeClaim: z.strictObject({ claimName: z.string() }).optional(),
            configMap: z.strictObject({ name: z.string() }).optional(),
          }),
        ),
      }),
    }),
  }),
});
const configMap = z.looseObject({ data: z.record(z.string(), z.string()) });

const service = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    selector: z.looseObject({ 'app.kubernetes.io/name': z.string() }),
    publishNotReadyAddresses: z.boolean().default(false),
    ports: z.array(z.looseObject({ name: z.string() })),
  }),
});

function readService(manifest: Manifest) {
  const { metadata, spec } = service.parse(manifest);
  const { selector, ports, publishNotReadyAddresses: evenIfNotReady } = spec;
  return { name: metadata.name, app: selector['app.kubernetes.io/name'], ports: ports.map(({ name }) => name), evenIfNotReady };
}

function ofKind(manifests: readonly Manifest[], kind: string): readonly Manifest[] {
  return manifests.filter((one) => one.kind === kind);
}

function deploymentsIn(manifests: readonly Manifest[]) {
  return ofKind(manifests, 'Deployment').map((one) => ({ name: one.metadata.name, ...deployment.parse(one).spec }));
}

function dataOf(manifests: readonly Manifest[], name: string): Readonly<Record<string, string>> {
  return configMap.parse(ofKind(manifests, 'ConfigMap').find(({ metadata }) => metadata.name === name)).data;
}

function probePortOf(env: readonly { readonly name: string; readonly value: string }[]): string | undefined {
  return env.find(({ name }) => name === 'INTERLOCK_PROBE_PORT')?.value;
}

describe('manifests', () => {
  it.each([...BASE, ...KURRENTDB].map((one) => ({ name: `${one.kind} ${one.metadata.name}`, one })))(
    '$name fits Kubernetes’ schema',
    ({ one }) => {
      expect(schemaProblem(one)).toBeUndefined();
    },
  );

  it('have no field that Kubernetes does not know', () => {
    expect(unknownFields([...BASE, ...KURRENTDB])).toEqual([]);
  });

  it('would be refused with a wrong type, a missing field or a misspelt one', () => {
    const [sound] = ofKind(BASE, 'Deployment');
    if (!sound) throw new Error('No deployment');
    expect(schemaProblem({ ...sound, spec: { replicas: 'one' } })).toMatch(/replicas|selector/);
    expect(schemaProblem({ ...sound, kind: 'Deploymint' })).toMatch(/not a kind in use/);
    expect(unknownFields([{ ...sound, spec: { ...deployment.parse(sound).spec, terminationGrace: 30 } }])).toEqual([
      expect.stringContaining('terminationGrace'),
    ]);
  });

  it('are all named by their kustomization, and live in one namespace', () => {
    const named = new Set(BASE.map(({ metadata }) => metadata.name));
    expect(
      infraFiles('kubernetes/base').filter((file) => file !== 'kustomization.yaml' && !/^(namespace|settings|network-policies)/.test(file)),
    ).toEqual(['bank.yaml', 'gateway.yaml', 'joint-office.yaml', 'police.yaml', 'telecom.yaml']);
    expect([...named]).toEqual(expect.arrayContaining(['police', 'interlock', 'interlock-settings', 'nobody']));
    expect(BASE.filter(({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== 'interlock')).toEqual([]);
  });
});

describe.each(deploymentsIn(BASE))('service $name', ({ name, replicas, strategy, template: { metadata, spec } }) => {
  const [container] = spec.containers;

  it('runs its own program, is asked by the three probes, and gets the time it may take to stop', () => {
    expect(container.args).toEqual([`apps/${name}/dist/main.js`]);
    expect(container.startupProbe.httpGet.path).toBe('/startup');
    expect(container.livenessProbe.httpGet.path).toBe('/live');
    expect(container.readinessProbe.httpGet.path).toBe('/ready');
    const own = name === 'gateway' ? 'probes' : 'http'; // its API has the other one
    for (const { httpGet } of [container.startupProbe, container.livenessProbe, container.readinessProbe]) expect(httpGet.port).toBe(own);
    const setting = { http: dataOf(BASE, 'interlock-settings')['INTERLOCK_PORT'], probes: probePortOf(container.env) }[own];
    expect(String(container.ports.find((port) => port.name === own)?.containerPort)).toBe(setting);
    expect(metadata.annotations['prometheus.io/port']).toBe(setting);
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(20);
  });

  it('has one process while logs lie in SQLite, ended before the next begins', () => {
    expect([replicas, strategy.type]).toEqual([1, 'Recreate']);
  });

  it('hosts the nodes of its kind, and has their certificates and no others', () => {
    const nodes = container.env.find(({ name: of }) => of === 'INTERLOCK_NODES')?.value.split(',') ?? [];
    const own = rosterOf(readRegister().members).filter(({ kind }) => HOSTED_BY[kind] === name);
    expect([...nodes].sort()).toEqual(own.map(({ code }) => code).sort());
    const certificates = spec.volumes.find((volume) => volume.name === 'certificates')?.secret?.items ?? [];
    const folders = new Set(certificates.flatMap(({ path }) => (path.includes('/') ? [path.split('/')[0]] : [])));
    expect([...folders].sort()).toEqual([...nodes, ...(name === 'gateway' ? ['gateway'] : [])].sort());
    for (const folder of folders)
      for (const file of ['cert.pem', 'key.pem'])
        expect(certificates).toContainEqual({ key: `${String(folder)}.${file}`, path: `${String(folder)}/${file}` });
  });

  it('holds the reference key only where numbers are turned into references: at the gateway, with the city’s node, not at all', () => {
    const secrets = spec.volumes.flatMap(({ secret }) => secret?.items ?? []).map(({ key }) => key);
    const holds = name !== 'gateway';
    expect(container.env.some((one) => one.name === 'INTERLOCK_REFERENCE_KEY_FILE')).toBe(holds);
    expect(secrets.includes('reference-key')).toBe(holds);
    expect(Object.keys(dataOf(BASE, 'interlock-settings'))).not.toContain('INTERLOCK_REFERENCE_KEY_FILE');
  });

  it('mounts what its settings name, and has a claim, a service and a disruption budget', () => {
    const mounted = container.volumeMounts.map(({ mountPath }) => mountPath);
    const settings = dataOf(BASE, 'interlock-settings');
    const own = container.env.map((one): readonly [string, string] => [one.name, one.value]);
    for (const [setting, value] of [...Object.entries(settings), ...own])
      if (value.startsWith('/'))
        expect({
          setting,
          isMounted: mounted.some((at) => at === value || value.startsWith(`${at}/`) || at.startsWith(`${value}/`)),
        }).toEqual({ setting, isMounted: true });
    expect(container.volumeMounts.filter((mount) => !spec.volumes.some((volume) => volume.name === mount.name))).toEqual([]);
    for (const kind of ['Service', 'PodDisruptionBudget'])
      expect(ofKind(BASE, kind).some(({ metadata }) => metadata.name === name)).toBe(true);
    expect(ofKind(BASE, 'PersistentVolumeClaim').some(({ metadata }) => metadata.name === `${name}-data`)).toBe(true);
  });
});

describe('settings', () => {
  it.each([
    ['base', BASE],
    ['kurrentdb', KURRENTDB],
  ] as const)('of %s are known to the configuration', (_name, manifests) => {
    const names = [
      ...Object.keys(dataOf(manifests, 'interlock-settings')),
      ...deploymentsIn(manifests).flatMap(({ template }) => template.spec.containers[0].env.map(({ name }) => name)),
    ];
    expect(names.filter((name) => !isSettingName(name.replace(/_FILE$/, '')))).toEqual([]);
  });

  it('name every peer as compose does, the gateway by the service that is for peers', () => {
    const peers: unknown = JSON.parse(dataOf(BASE, 'interlock-peers')['peers.json'] ?? '');
    const serviceOf = (kind: keyof typeof HOSTED_BY): string => (HOSTED_BY[kind] === 'gateway' ? 'gateway-peers' : HOSTED_BY[kind]);
    const wanted = rosterOf(readRegister().members).map(({ code, kind }) => [code, `https://${serviceOf(kind)}:7443`]);
    expect(peers).toEqual(Object.fromEntries(wanted));
  });

  it.each([
    ['base', BASE],
    ['kurrentdb', KURRENTDB],
  ] as const)('send people of %s to a gateway that is ready only, and agencies to each other always', (_name, manifests) => {
    const services = ofKind(manifests, 'Service').map(readService);
    expect(services.filter(({ app, ports }) => app === 'gateway' && ports.includes('http'))).toEqual([
      { name: 'gateway', app: 'gateway', ports: ['http'], evenIfNotReady: false },
    ]);
    expect(services.filter(({ ports, evenIfNotReady }) => ports.includes('peers') && !evenIfNotReady)).toEqual([]);
  });
});

describe('with logs in KurrentDB', () => {
  it('can be applied to a city that began on the base: its claims, which cannot be changed, stay as they are', () => {
    expect(ofKind(KURRENTDB, 'PersistentVolumeClaim')).toEqual(expect.arrayContaining([...ofKind(BASE, 'PersistentVolumeClaim')]));
  });

  it('an agency has two processes, which share a folder of keys and nothing else; the gateway has one', () => {
    for (const { name, replicas, strategy, template } of deploymentsIn(KURRENTDB)) {
      const { volumes, containers } = template.spec;
      const volume = (of: string) => volumes.find((one) => one.name === of);
      const inSecrets = volume('secrets')?.secret?.items ?? [];
      expect(inSecrets).toContainEqual({ key: 'kurrentdb-url', path: 'kurrentdb-url' });
      expect(inSecrets.some(({ key }) => key === 'reference-key')).toBe(name !== 'gateway');
      expect(containers[0].volumeMounts).toContainEqual({ name: 'secrets', mountPath: '/secrets', readOnly: true });
      expect({ name, replicas, type: strategy.type }).toEqual(
        name === 'gateway' ? { name, replicas: 1, type: 'Recreate' } : { name, replicas: 2, type: 'RollingUpdate' },
      );
      if (name === 'gateway') continue;
      const [{ env, volumeMounts }] = containers;
      const keys = env.find((one) => one.name === 'INTERLOCK_KEYS')?.value;
      expect(volumeMounts).toContainEqual({ name: 'keys', mountPath: keys });
      const claim = volume('keys')?.persistentVolumeClaim?.claimName;
      const shared = ofKind(KURRENTDB, 'PersistentVolumeClaim').find(({ metadata }) => metadata.name === claim);
      expect(shared).toMatchObject({ metadata: { name: `${name}-keys` }, spec: { accessModes: ['ReadWriteMany'] } });
      // Its data is each pod’s own.
      expect(volume('data')).toMatchObject({ ephemeral: expect.anything() });
    }
    expect(dataOf(KURRENTDB, 'interlock-settings')).toMatchObject({
      ...{ INTERLOCK_STORE: 'kurrentdb', INTERLOCK_KURRENTDB_URL_FILE: '/secrets/kurrentdb-url' },
    });
  });
});
