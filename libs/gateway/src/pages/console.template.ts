import { page } from './html.ts';

/** A small console for the API: a query, its variables, a token, the answer, and the schema's own words. Nothing from outside. */
export const CONSOLE_PAGE = page(
  'Interlock GraphQL',
  `<h1><a href="/">Interlock</a> GraphQL</h1>
<label>Token <input id="token" type="password" autocomplete="off" placeholder="npx interlock token …"></label>
<div class="columns">
<div>
<label>Operation <textarea id="query" rows="18" spellcheck="false">{
  cases(first: 10) {
    edges { node { caseNo reportedAt places { lostFen stoppedFen } } }
  }
}</textarea></label>
<label>Variables <textarea id="variables" rows="6" spellcheck="false">{}</textarea></label>
<button id="run">Run (Ctrl+Enter)</button> <button id="stop" disabled>Stop</button>
</div>
<pre id="answer" aria-live="polite"></pre>
</div>
<h2>Schema</h2>
<label>Search <input id="search" placeholder="orderStops, Case, …"></label>
<div id="schema"><p>Run something with a token: the schema is shown to members only.</p></div>`,
  '/console.js',
);

export const STYLE = `body{font:15px/1.5 system-ui,"Noto Sans SC",sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2rem .6rem;text-align:left}
.good{color:#0a6b2d}.bad{color:#a30000}.columns{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
textarea,pre,input,code{font-family:ui-monospace,monospace;font-size:13px}textarea{width:100%;box-sizing:border-box}
label{display:block;margin:.5rem 0}pre{background:#f5f5f5;padding:.5rem;overflow:auto;max-height:40rem;margin:0}dt{font-family:ui-monospace,monospace;margin-top:.6rem}
@media (prefers-color-scheme:dark){body{background:#151515;color:#eee}pre{background:#222}a{color:#8ab4f8}.good{color:#6fdc8c}.bad{color:#ff8389}}
`;

/** Runs in the browser. Texts are set as text, never as markup. */
export const CONSOLE_SCRIPT = String.raw`const byId = (id) => document.getElementById(id);
let socket;
const show = (value) => { byId('answer').textContent = typeof value === 'string' ? value : JSON.stringify(value, null, 2); };
async function ask(query, variables) {
  const token = byId('token').value.trim();
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: 'Bearer ' + token }) },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}
function subscribe(query, variables) {
  const lines = [];
  const add = (line) => { lines.push(line); show(lines.slice(-200).map((one) => JSON.stringify(one)).join('\n')); };
  socket = new WebSocket(location.origin.replace('http', 'ws') + '/graphql', 'graphql-transport-ws');
  socket.onopen = () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer ' + byId('token').value.trim() } }));
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } }));
    else if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
    else if (message.payload) add(message.payload);
  };
  socket.onclose = ({ code, reason }) => { add({ closed: code, reason }); byId('stop').disabled = true; };
  byId('stop').disabled = false;
}
async function run() {
  socket?.close(1000);
  let variables;
  try { variables = JSON.parse(byId('variables').value || '{}'); } catch { show('The variables are not JSON'); return; }
  const query = byId('query').value;
  try {
    if (/^\s*subscription\b/m.test(query)) subscribe(query, variables);
    else show(await ask(query, variables));
    await loadSchema();
  } catch (error) { show(String(error)); }
}
let types;
const REF = 'kind name ofType { kind name ofType { kind name ofType { kind name } } }';
async function loadSchema() {
  if (types) return;
  const { data } = await ask('{ __schema { types { kind name description fields { name description args { name type { ' + REF + ' } } type { ' + REF + ' } } inputFields { name description type { ' + REF + ' } } enumValues { name } } } }');
  types = data?.__schema.types.filter(({ name }) => !name.startsWith('__'));
  if (types) list();
}
const named = (type) => type.kind === 'NON_NULL' ? named(type.ofType) + '!' : type.kind === 'LIST' ? '[' + named(type.ofType) + ']' : type.name;
const signature = ({ name, args, type }) => name + (args?.length ? '(' + args.map((arg) => arg.name + ': ' + named(arg.type)).join(', ') + ')' : '') + ': ' + named(type);
function list() {
  const wanted = byId('search').value.trim().toLowerCase();
  const box = document.createElement('dl');
  const add = (tag, text) => { const element = document.createElement(tag); element.textContent = text; box.append(element); };
  for (const type of types) {
    const members = [...(type.fields ?? []), ...(type.inputFields ?? [])];
    const isRoot = ['Query', 'Mutation', 'Subscription'].includes(type.name);
    const shown = isRoot || !wanted ? members.filter(({ name }) => isRoot ? name.toLowerCase().includes(wanted) : false) : type.name.toLowerCase().includes(wanted) ? members : [];
    if (shown.length === 0 && !(wanted && type.enumValues && type.name.toLowerCase().includes(wanted))) continue;
    add('dt', type.name + (type.enumValues ? ' = ' + type.enumValues.map(({ name }) => name).join(' | ') : ''));
    for (const member of shown) add('dd', signature(member) + (member.description ? '  ' + member.description : ''));
  }
  byId('schema').replaceChildren(box);
}
byId('run').onclick = run;
byId('stop').onclick = () => socket?.close(1000);
byId('search').oninput = () => { if (types) list(); };
addEventListener('keydown', (event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void run(); });
`;
