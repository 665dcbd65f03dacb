export { policeNode } from './police.node.ts';
