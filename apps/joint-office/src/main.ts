import { runService } from '@interlock/hosting';
import { startNode } from '@interlock/kernel';
import { officeNode, readRegister } from '@interlock/office';

await runService({
  service: 'joint-office',
  kinds: ['office'],
  register: readRegister(),
  start: (_, common) => startNode({ ...common, definition: officeNode, ports: undefined }),
});
