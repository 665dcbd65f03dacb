import { runService, startTracedNode } from '@interlock/hosting';
import { readRegister } from '@interlock/office';
import { telecomNode } from '@interlock/telecom';

await runService({
  service: 'telecom',
  kinds: ['telecom'],
  register: readRegister(),
  start: ({ code }, common, outside) => startTracedNode({ ...common, definition: telecomNode, ports: { network: outside.network(code) } }),
});
