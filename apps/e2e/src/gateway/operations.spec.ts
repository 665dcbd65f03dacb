import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shipped } from '../stories/load.suite.ts';
import { type GatewayCity, openGatewayCity } from './gateway-city.suite.ts';
import { openSocket } from './socket.suite.ts';

let open: GatewayCity;
const get = async (path: string) => {
  const response = await fetch(`${open.gateway.url}${path}`);
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    text: await response.text(),
    headers: response.headers,
  };
};

beforeAll(async () => {
  open = await openGatewayCity(shipped('wuyi-1.66m'));
}, 60_000);
afterAll(() => open.stop());

describe('health and metrics', () => {
  it('answers the three probes', async () => {
    expect((await get('/live')).text).toBe('{"live":true}');
    expect(await get('/ready')).toMatchObject({ status: 200, text: '{"ready":true,"problems":[]}' });
    expect((await get('/startup')).status).toBe(200);
  });

  it('says at /health how each node stands, and nothing of a case', async () => {
    const { status, text } = await get('/health');
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ ready: true, problems: [], lanes: { behind: 0 } });
    for (const node of open.nodes.keys()) expect(text).toContain(`{"node":"${node}",`);
    expect(text).not.toContain(open.result.cases[0]?.caseNo);
  });

  it('measures logs, lags, lanes, deadlines and subscribers', async () => {
    const socket = await openSocket(open.gateway.url, `Bearer ${await open.token('bank-industry/operator')}`);
    const { text, type } = await get('/metrics');
    await socket.close();
    expect(type).toContain('text/plain');
    expect(text).toMatch(/^interlock_log_position\{node="police"\} [1-9]\d+$/m);
    expect(text).toMatch(/^interlock_projection_lag_events\{node="city",consumer="[^"]*city_cases[^"]*"\} 0$/m);
    expect(text).toMatch(/^interlock_consumer_failures_total\{node="city",consumer="[^"]*city_cases[^"]*"\} 0$/m);
    expect(text).toMatch(/^interlock_policy_parked_facts\{node="police",policy="police_[a-z_]+"\} 0$/m);
    expect(text).toContain('interlock_lane_lag_facts{from="police",to="city"} 0');
    expect(text).toContain('interlock_member_delivery_lag_seconds{agency="city"} 0');
    expect(text).toMatch(/^interlock_chase_remaining_seconds\{node="police"\} -?\d/m);
    expect(text).toContain('interlock_subscription_clients{agency="bank-industry"} 1');
    expect(text).toContain('# TYPE interlock_event_append_seconds histogram');
  });
});

describe('the API’s one path', () => {
  it('answers a subscription over HTTP by where it belongs, not by a fault of its own', async () => {
    const { errors } = await open.ask('subscription { caseEvents { cursor } }', { as: 'police/officer' });
    expect(errors?.[0]?.extensions['code']).toBe('USE_WEBSOCKET');
    expect(open.troubles).toEqual([]);
  });
});

describe('pages for people', () => {
  it('show the state of the nodes, and nothing of a case', async () => {
    const { text, headers } = await get('/');
    for (const code of open.nodes.keys()) expect(text).toContain(`<td>${code}</td>`);
    expect(text).not.toContain(open.result.cases[0]?.caseNo);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each(['/', '/graphiql'])('%s loads files of this server only, and all of them are there', async (path) => {
    const { status, text, headers } = await get(path);
    expect(status).toBe(200);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|wss?:|unsafe|\*/);
    const loaded = [...text.matchAll(/(?:src|href)="([^"]*)"/g)].flatMap(([, at = '']) => (at.startsWith('data:') ? [] : [at]));
    expect(loaded).not.toEqual([]);
    for (const file of loaded) {
      expect(file).toMatch(/^\/(?!\/)/);
      expect(await get(file)).toMatchObject({ status: 200 });
    }
  });

  it.each(['/', '/style.css', '/graphiql', '/graphiql/page.js', '/graphiql/page.css'])('%s names no outside address', async (path) => {
    expect((await get(path)).text).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/);
  });

  it('GraphiQL’s own style sheet brings its fonts and pictures along', async () => {
    const { type, text } = await get('/graphiql/graphiql.css');
    expect(type).toContain('text/css');
    expect([...text.matchAll(/url\((?!data:)/g)]).toEqual([]);
    expect(text).not.toContain('@import');
  });

  it.each(['/graphiql/package.json', '/graphiql/..%2Fpackage.json', '/graphiql/toString'])('%s is no file of the page', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('answers an unknown path by 404, and says nothing else', async () => {
    expect(await get('/no-such-page')).toMatchObject({ status: 404 });
  });
});
