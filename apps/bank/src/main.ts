import { bankNode } from '@interlock/bank';
import { runService } from '@interlock/hosting';
import { startNode } from '@interlock/kernel';
import { readRegister } from '@interlock/office';

await runService({
  service: 'bank',
  kinds: ['bank'],
  register: readRegister(),
  start: ({ code }, common, outside) => startNode({ ...common, definition: bankNode, ports: { core: outside.core(code) } }),
});
