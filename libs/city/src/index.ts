export { cityNode } from './city.node.ts';
