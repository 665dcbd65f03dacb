import { join } from 'node:path';
import { makeInProcessExchange, makeMemoryViews, openSqliteStores, readCertificate } from '@interlock/adapters';
import { startNode } from '@interlock/kernel';
import { listenForPeers, loadIssuers, verifyToken } from '@interlock/nest-kit';
import { cityReferences, createKeyFile, openKeyStore } from '@interlock/trust';
import { makeParts } from '../machinery/two-houses.suite.ts';
import { commandable } from './peer-houses.suite.ts';

/**
 * The north in a process of its own, on files, for tests that kill it: says where it listens, and each time that it has stored something. Its
 * lanes lead nowhere.
 */
const [, , folder = ''] = process.argv;
const code = 'north';
const keyFile = { node: code, file: join(folder, 'keys'), masterKey: new Uint8Array(32).fill(3) };
await createKeyFile(keyFile);
const store = await openSqliteStores({ threads: 1 }).open(join(folder, 'log.sqlite'));
const keys = openKeyStore(keyFile);
const issuers = loadIssuers(folder);
const node = await startNode({
  ...{ code, member: code, definition: commandable, ports: undefined, store, keys },
  ...{ views: makeMemoryViews(), references: cityReferences(new Uint8Array(32)), clock: makeParts([]).clock },
  ...{ exchange: makeInProcessExchange(), source: { fetch: () => Promise.resolve([]) }, tells: ['south'], hears: [] },
  peers: new Map([['south', 'house']]),
  report: () => undefined,
});
store.onAppended(() => process.stdout.write('stored\n'));
const server = await listenForPeers({
  nodes: { get: (named) => (named === code ? node : undefined), all: () => [node] },
  verify: (owner, token) => verifyToken(token, { audience: owner.code, now: owner.context.clock.now(), issuers }),
  keyFor: (_node, keyId) => keys.exportKey(keyId),
  certificates: new Map([[code, readCertificate(folder, code)]]),
  ...{ host: '127.0.0.1', port: 0 },
  report: () => undefined,
});
process.stdout.write(`listens ${String(server.port)}\n`);
