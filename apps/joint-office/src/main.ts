import { runService, startTracedNode } from '@interlock/hosting';
import { officeNode, readRegister } from '@interlock/office';

await runService({
  service: 'joint-office',
  kinds: ['office'],
  register: readRegister(),
  start: (_, common) => startTracedNode({ ...common, definition: officeNode, ports: undefined }),
});
