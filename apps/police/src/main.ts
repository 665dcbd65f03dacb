import { runService } from '@interlock/hosting';
import { startNode } from '@interlock/kernel';
import { readRegister } from '@interlock/office';
import { policeNode } from '@interlock/police';

await runService({
  service: 'police',
  kinds: ['police'],
  register: readRegister(),
  start: (_, common) => startNode({ ...common, definition: policeNode, ports: undefined }),
});
