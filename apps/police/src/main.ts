import { runService, startTracedNode } from '@interlock/hosting';
import { readRegister } from '@interlock/office';
import { policeNode } from '@interlock/police';

await runService({
  service: 'police',
  kinds: ['police'],
  register: readRegister(),
  start: (_, common) => startTracedNode({ ...common, definition: policeNode, ports: undefined }),
});
