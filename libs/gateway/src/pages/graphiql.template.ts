import { page } from './html.ts';

/** GraphiQL with a field for the token. All it needs lies under /graphiql/ on this server. */
export function graphiqlPage(nonce: string): string {
  return page({
    nonce,
    title: 'Interlock GraphQL',
    styles: ['/graphiql/graphiql.css', '/graphiql/page.css'],
    scripts: ['/graphiql/react.js', '/graphiql/react-dom.js', '/graphiql/graphiql.js', '/graphiql/page.js'],
    body: `<header>
<a href="/">Interlock</a>
<label>Bearer token <input id="token" type="password" autocomplete="off" spellcheck="false" placeholder="npx interlock token --member police --role officer"></label>
<span id="hint" aria-live="polite"></span>
</header>
<div id="graphiql">Loading GraphiQL …</div>
<noscript>This page needs JavaScript. The API itself does not: POST /graphql.</noscript>`,
  });
}

export const GRAPHIQL_STYLE = `html,body{height:100%;margin:0}body{display:flex;flex-direction:column}
header{display:flex;flex-wrap:wrap;gap:1rem;align-items:center;padding:.4rem 1rem;font:14px/1.5 system-ui,"Noto Sans SC",sans-serif;border-bottom:1px solid #ccc}
header label{display:flex;gap:.5rem;align-items:center;flex:1}header input{flex:1;min-width:12rem;font-family:ui-monospace,monospace;font-size:13px;padding:.2rem .4rem}
#graphiql{flex:1;min-height:0}
`;

/**
 * Runs in the browser. The token lives in its field only, and what is typed into the editors in this page’s memory only:
 * a machine of a duty room keeps neither account numbers nor tokens (architecture.md 7).
 */
export const GRAPHIQL_SCRIPT = String.raw`globalThis.__webpack_nonce__ = document.currentScript.nonce;
const kept = new Map();
const storage = {
  get length() { return kept.size; },
  getItem: (key) => kept.get(key) ?? null,
  setItem: (key, value) => { kept.set(key, value); },
  removeItem: (key) => { kept.delete(key); },
  clear: () => { kept.clear(); },
};
const defaultQuery = [
  '# The token goes into the field above; the schema is shown to members only.',
  '# Ctrl+Enter runs what the cursor is in, Ctrl+Space proposes.',
  '{',
  '  cases(first: 10) {',
  '    edges { node { caseNo reportedAt places { lostFen stoppedFen } } }',
  '  }',
  '}',
  '',
].join('\n');
const field = document.getElementById('token');
const hint = document.getElementById('hint');
const root = ReactDOM.createRoot(document.getElementById('graphiql'));
let shown;
function show() {
  const token = field.value.trim().replace(/^bearer\s+/i, '');
  if (token === shown) return;
  shown = token;
  const headers = token === '' ? {} : { authorization: 'Bearer ' + token };
  const fetcher = GraphiQL.createFetcher({
    url: '/graphql',
    headers,
    subscriptionUrl: location.origin.replace(/^http/, 'ws') + '/graphql',
    wsConnectionParams: headers,
  });
  hint.textContent = token === '' ? 'No token: strangers see nothing' : '';
  // Another token is another person: the schema is asked for anew, the editors keep their text.
  root.render(React.createElement(GraphiQL, {
    key: token, fetcher, storage, defaultQuery, schema: token === '' ? null : undefined, shouldPersistHeaders: false,
  }));
}
field.addEventListener('change', show);
show();
`;
