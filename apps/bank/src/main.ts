import { bankNode } from '@interlock/bank';
import { runService, startTracedNode } from '@interlock/hosting';
import { readRegister } from '@interlock/office';

await runService({
  service: 'bank',
  kinds: ['bank'],
  register: readRegister(),
  start: ({ code }, common, outside) => startTracedNode({ ...common, definition: bankNode, ports: { core: outside.core(code) } }),
});
