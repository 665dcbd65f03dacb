import { statSync } from 'node:fs';
import { styleText } from 'node:util';
import { type Screen, versionsNow } from '@interlock/hosting';
import { type Config } from './config.ts';
import { type RunningInterlock } from './start-interlock.ts';

/** Fourteen lines at most: what runs, on which data, where it is reached, what to do next. */
export function printBanner(screen: Screen, { url, city }: RunningInterlock, config: Config): void {
  const versions = versionsNow();
  const nodes = city.all();
  const bytes = nodes.reduce((sum, { code }) => sum + (statSync(city.folder.log(code), { throwIfNoEntry: false })?.size ?? 0), 0);
  // A server's positions are no count of events: there the tree of the log has one, at most a second old.
  const counts = nodes.map(({ code, store }) =>
    store.capabilities.ownPositions === true ? (city.sealed(code)?.size ?? 0) : Number(store.head()) + 1,
  );
  const events = counts.reduce((sum, count) => sum + count, 0);
  const signed = nodes.reduce((sum, { code }) => sum + (city.sealed(code)?.sealedSize ?? 0), 0);
  const parked = nodes.reduce((sum, node) => sum + node.parked().length, 0);
  const addresses = {
    graphql: `${url}/graphql`,
    subscriptions: `${url.replace('http', 'ws')}/graphql`,
    graphiql: `${url}/graphiql`,
    health: `${url}/health`,
    metrics: `${url}/metrics`,
  };
  const kafka = config.exchange.kind === 'kafka' ? config.exchange.brokers.join(', ') : 'off';
  if (!screen.isTerminal) {
    const { interlock, commit, node } = versions;
    const data = { path: city.folder.path, bytes, events, signed };
    screen.print(
      JSON.stringify({
        ...{ level: 'info', message: 'Interlock is running', url, interlock, commit: commit ?? null, node, demo: config.demo, data },
        ...{ nodes: nodes.length, members: city.register.members.length, parked, kafka, ...addresses },
      }),
    );
    return;
  }
  const strong = (text: string): string => (screen.hasColour ? styleText('bold', text) : text);
  const loud = (text: string): string => (screen.hasColour ? styleText(['bold', 'black', 'bgYellow'], ` ${text} `) : text);
  const commit = versions.commit === undefined ? '' : ` (${versions.commit})`;
  screen.print(`${strong('Interlock')} ${versions.interlock}${commit}, Node ${versions.node}`);
  screen.print(`  ${config.demo ? loud('DEMO: demo accounts are on, the city’s day is running') : 'no demo'}`);
  screen.print(`  data      ${city.folder.path}, ${megabytes(bytes)}, ${String(events)} events, verified to event ${String(signed)}`);
  screen.print(
    `  nodes     ${String(nodes.length)} of ${String(city.register.members.length)} members, in one process; parked facts: ${String(parked)}; Kafka: ${kafka}`,
  );
  screen.print(`  first page     ${strong(url)}`);
  screen.print(`  GraphQL        ${addresses.graphql}`);
  screen.print(`  GraphiQL       ${addresses.graphiql}`);
  screen.print(`  subscriptions  ${addresses.subscriptions}`);
  screen.print(`  health         ${addresses.health}`);
  screen.print(`  metrics        ${addresses.metrics}`);
  screen.print('  sign in        npx interlock token --member police --role duty-officer');
  screen.print('  next           npx interlock play scenarios/wuyi-1.66m.yaml        (Ctrl-C stops; the data stay)');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`;
}
