import { runService } from '@interlock/hosting';
import { startNode } from '@interlock/kernel';
import { readRegister } from '@interlock/office';
import { telecomNode } from '@interlock/telecom';

await runService({
  service: 'telecom',
  kinds: ['telecom'],
  register: readRegister(),
  start: ({ code }, common, outside) => startNode({ ...common, definition: telecomNode, ports: { network: outside.network(code) } }),
});
