import { cityNode } from '@interlock/city';
import { runService, startTracedNode } from '@interlock/hosting';
import { readRegister } from '@interlock/office';
import { serveApi } from './serve-api.ts';

const register = readRegister();

await runService({
  ...{ service: 'gateway', kinds: ['city'], register, edge: 'gateway' },
  start: (_, common) => startTracedNode({ ...common, definition: cityNode, ports: undefined }),
  serve: (serving) => serveApi(serving, register.members),
});
