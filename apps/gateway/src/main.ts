import { cityNode } from '@interlock/city';
import { runService } from '@interlock/hosting';
import { startNode } from '@interlock/kernel';
import { readRegister } from '@interlock/office';
import { serveApi } from './serve-api.ts';

const register = readRegister();

await runService({
  ...{ service: 'gateway', kinds: ['city'], register, edge: 'gateway' },
  start: (_, common) => startNode({ ...common, definition: cityNode, ports: undefined }),
  serve: (serving) => serveApi(serving, register.members),
});
