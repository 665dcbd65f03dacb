import { beforeAll, describe, expect, it } from '@jest/globals';
import { instant } from '@interlock/kernel';
import { makeMetrics } from '@interlock/nest-kit';
import { z } from 'zod';
import { infraFiles, readInfra, yamlIn } from './infra-files.suite.ts';
import { readPromQl } from './promql.suite.ts';

const dataSource = z.strictObject({ type: z.literal('prometheus'), uid: z.string() });
const dashboard = z.looseObject({
  uid: z.string().regex(/^interlock-[a-z]+$/),
  title: z.string().min(5),
  description: z.string().min(20),
  panels: z.array(
    z.discriminatedUnion('type', [
      z.looseObject({ type: z.literal('row'), id: z.int(), title: z.string() }),
      z.looseObject({
        type: z.enum(['timeseries', 'stat', 'bargauge']),
        id: z.int(),
        title: z.string().min(2),
        description: z.string().min(15),
        datasource: dataSource,
        gridPos: z.strictObject({ h: z.int().positive(), w: z.int().positive().max(24), x: z.int().min(0).max(23), y: z.int().min(0) }),
        targets: z
          .array(z.looseObject({ refId: z.string(), datasource: dataSource, expr: z.string(), legendFormat: z.string().min(1) }))
          .min(1),
      }),
    ]),
  ),
});
const alerts = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^[A-Z][A-Za-z]+$/),
          expr: z.string(),
          for: z
            .string()
            .regex(/^\d+[sm]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['page', 'warn']) }),
          annotations: z.strictObject({ summary: z.string().min(15), threshold: z.string().min(5), todo: z.string().min(20) }),
        }),
      ),
    }),
  ),
});
const scrapes = z.looseObject({
  rule_files: z.array(z.string()),
  scrape_configs: z.array(
    z.looseObject({
      job_name: z.string(),
      static_configs: z.array(z.strictObject({ targets: z.array(z.string()), labels: z.strictObject({ service: z.string() }) })),
    }),
  ),
});
const dataSources = z.looseObject({ datasources: z.array(z.looseObject({ uid: z.string(), type: z.string() })) });

const DASHBOARDS = infraFiles('grafana/dashboards').map((file) => ({
  file,
  board: dashboard.parse(JSON.parse(readInfra('grafana/dashboards', file))),
}));
const PANELS = DASHBOARDS.flatMap(({ file, board }) => board.panels.flatMap((panel) => (panel.type === 'row' ? [] : [{ file, panel }])));
const RULES = alerts.parse(yamlIn('prometheus/alerts.yml')[0]).groups.flatMap(({ rules }) => rules);
const EXPRESSIONS = [
  ...PANELS.flatMap(({ file, panel }) => panel.targets.map(({ expr }) => ({ where: `${file}: ${panel.title}`, expr }))),
  ...RULES.map(({ alert, expr }) => ({ where: alert, expr })),
];
/** What Prometheus itself adds. */
const OF_PROMETHEUS = ['up'];
const LABELS = ['node', 'consumer', 'policy', 'agency', 'from', 'to', 'code', 'reason', 'caller', 'topic', 'peer', 'certificate', 'type'];
const LABELS_OF_PROMETHEUS = ['job', 'service', 'le'];

/** Counters of which each series stands at 0 from the start; others are born when something is first counted, and have no increase by it. */
const FROM_THE_START = ['interlock_consumer_failures_total', 'interlock_exchange_rebuilds_total'];

/** Every series that a service offers: of a histogram those that Prometheus keeps. */
let offered: ReadonlySet<string>;
beforeAll(async () => {
  const clock = { now: () => instant('2026-03-02T04:00:00.000Z'), monotonicMs: () => 0, wakeAt: () => () => undefined };
  const text = await makeMetrics({ nodes: { get: () => undefined, all: () => [] }, clock, clients: new Map() }).text();
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  offered = new Set(
    types.flatMap(([, name = '', type]) => (type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name])),
  );
});

describe('expressions of dashboards and alerts', () => {
  it.each(EXPRESSIONS)('$where: parses, and asks for what a service offers', ({ expr }) => {
    const { metrics, labels, problems } = readPromQl(expr);
    expect(problems).toEqual([]);
    expect(metrics).not.toEqual([]);
    expect(metrics.filter((name) => !offered.has(name) && !OF_PROMETHEUS.includes(name))).toEqual([]);
    expect(labels.filter((label) => ![...LABELS, ...LABELS_OF_PROMETHEUS].includes(label))).toEqual([]);
  });

  it.each([
    ['sum by (node) (interlock_parked_facts', 'unfinished'],
    ['rate(interlock_event_append_seconds_count)', 'a rate over no range'],
    ['sum by node (interlock_parked_facts)', 'a label without brackets'],
  ])('would be refused: %s (%s)', (expr) => {
    expect(readPromQl(expr).problems).not.toEqual([]);
  });

  it.each(EXPRESSIONS.filter(({ expr }) => /\binterlock_\w+_total\[/.test(expr)))('$where: sees the first one counted, too', ({ expr }) => {
    for (const [, name = '', range = ''] of expr.matchAll(/\b(interlock_\w+_total)\[(\w+)\]/g))
      if (!FROM_THE_START.includes(name)) expect(expr).toContain(`(${name} unless ${name} offset ${range})`);
  });

  it('ask for every metric of ours somewhere', () => {
    const asked = new Set(EXPRESSIONS.flatMap(({ expr }) => readPromQl(expr).metrics));
    const families = [...offered].filter((name) => name.startsWith('interlock_') && !/_(bucket|sum)$/.test(name));
    expect(families.filter((name) => !asked.has(name))).toEqual([]);
  });
});

describe('dashboards', () => {
  it('are two, duty and platform, each panel with an id of its own in its place', () => {
    expect(DASHBOARDS.map(({ board }) => board.uid)).toEqual(['interlock-duty', 'interlock-platform']);
    for (const { board } of DASHBOARDS) {
      const ids = board.panels.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
    for (const { file } of DASHBOARDS) {
      const taken = new Map<string, string>();
      for (const { panel } of PANELS.filter((one) => one.file === file)) {
        const { h, w, x, y } = panel.gridPos;
        expect(x + w).toBeLessThanOrEqual(24);
        for (let column = x; column < x + w; column += 1)
          for (let row = y; row < y + h; row += 1) {
            expect(taken.get(`${String(column)}/${String(row)}`)).toBeUndefined();
            taken.set(`${String(column)}/${String(row)}`, panel.title);
          }
      }
    }
  });

  it('read from the data source that is provisioned', () => {
    const known = dataSources.parse(yamlIn('grafana/provisioning/datasources/prometheus.yaml')[0]).datasources.map(({ uid }) => uid);
    const used = PANELS.flatMap(({ panel }) => [panel.datasource.uid, ...panel.targets.map(({ datasource }) => datasource.uid)]);
    expect(known).toEqual([...new Set(used)]);
  });
});

describe('alerts', () => {
  it('have names of their own, a threshold, and what to do', () => {
    const names = RULES.map(({ alert }) => alert);
    expect(new Set(names).size).toBe(names.length);
  });

  it('name only labels that their expression leaves', () => {
    for (const { alert, expr, annotations } of RULES) {
      const kept = readPromQl(expr).labels;
      const named = [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
      // `up` keeps all that the scrape gave it.
      const isKept = (label: string): boolean => kept.includes(label) || (alert === 'ServiceDown' && label === 'service');
      expect({ alert, lost: named.filter((label) => !isKept(label)) }).toEqual({ alert, lost: [] });
    }
  });

  it('are loaded by the scrape configuration', () => {
    expect(scrapes.parse(yamlIn('prometheus/prometheus.yml')[0]).rule_files).toEqual(['alerts.yml']);
  });
});
