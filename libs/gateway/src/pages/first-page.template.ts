import { type LaneState, type NodeState } from '@interlock/nest-kit';
import { escaped, page } from './html.ts';

export interface FirstPage {
  readonly version: string;
  readonly now: string;
  /** Where this page was asked for: `127.0.0.1:3000`. */
  readonly host: string;
  readonly problems: readonly string[];
  readonly nodes: readonly NodeState[];
  readonly lanes: readonly LaneState[];
}

/** The state of the system at a glance, and how to reach the API. */
export function firstPage({ version, now, host, problems, nodes, lanes }: FirstPage): string {
  const behind = lanes.filter(({ sent, received, problem }) => sent > received || problem !== undefined);
  const state =
    problems.length === 0
      ? '<p class="good">一切正常 · All is well</p>'
      : `<ul class="bad">${problems.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;
  const parked = nodes.reduce((sum, node) => sum + node.parked, 0);
  return page({
    title: 'Interlock',
    styles: ['/style.css'],
    body: `<h1>Interlock <small>${escaped(version)}</small></h1>
<p>反诈联动 · ${escaped(now)}</p>
${state}
${parked === 0 ? '' : `<p class="bad">${String(parked)} 条待人工处理 · facts wait for a person: <code>npx interlock parked</code></p>`}
<h2>节点 · Nodes</h2>
<table><thead><tr><th>node</th><th>kind</th><th>position</th><th>lag</th><th>parked</th><th>next deadline</th></tr></thead>
<tbody>${nodes.map(nodeRow).join('')}</tbody></table>
<h2>通道 · Lanes</h2>
<p>${String(lanes.length)} lanes, ${String(behind.length)} behind</p>
${behind.length === 0 ? '' : `<table><thead><tr><th>from</th><th>to</th><th>sent</th><th>received</th></tr></thead><tbody>${behind.map(laneRow).join('')}</tbody></table>`}
<h2>接口 · The API</h2>
<ul>
<li><a href="/graphiql">GraphiQL</a>: ask, command, subscribe; with the schema’s own words</li>
<li><code>POST /graphql</code> with <code>Authorization: Bearer …</code>; subscriptions over <code>graphql-ws</code> at the same path</li>
<li>A token (demo): <code>npx interlock token --member police --role officer</code></li>
<li>From a shell: <code>curl -s ${escaped(host)}/graphql -H "authorization: Bearer $(npx interlock token --member police --role officer)" -H 'content-type: application/json' -d '{"query": "{ cases(first: 10) { edges { node { caseNo } } } }"}'</code></li>
<li><a href="/health">/health</a> <a href="/live">/live</a> <a href="/ready">/ready</a> <a href="/startup">/startup</a> <a href="/metrics">/metrics</a></li>
</ul>`,
  });
}

function nodeRow({ code, kind, position, lag, parked, nextDue }: NodeState): string {
  const cells = [code, kind, position < 0n ? '–' : String(position), String(lag), String(parked), nextDue ?? ''];
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
}

function laneRow({ from, to, sent, received }: LaneState): string {
  return `<tr>${[from, to, String(sent), String(received)].map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
}
